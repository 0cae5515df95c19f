"""YAML shape of the office hours."""

import re
from datetime import time, timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.kernel.content_schema import Strict
from bot.office.rules.hours import OfficePlan, Span

_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))? ?[-–] ?(\d{1,2})(?::(\d\d))?")


def _checked(text: str) -> str:
    _span(text)
    return text


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError("write it like 8:00-16:00")
    hour, minute, until, minute_until = (int(part or 0) for part in found.groups())
    try:
        span = Span(time(hour, minute), time(until, minute_until))
    except ValueError:
        raise ValueError("that is no time of the day") from None
    if span.closes <= span.opens:
        raise ValueError("it closes before it opens")
    return span


Hours = Annotated[str, AfterValidator(_checked)]
Minutes = Annotated[int, Field(ge=1, le=10_000)]


class HoursYaml(Strict):
    monday: Hours | None = None
    tuesday: Hours | None = None
    wednesday: Hours | None = None
    thursday: Hours | None = None
    friday: Hours | None = None
    saturday: Hours | None = None
    sunday: Hours | None = None

    @model_validator(mode="after")
    def some_day_is_open(self) -> Self:
        if not self.model_dump(exclude_none=True):
            raise ValueError("the office must be open on some weekday")
        return self


class OfficeYaml(Strict):
    hours: HoursYaml
    remind_after: Minutes
    escalate_after: Minutes
    urgent_after: Minutes

    def plan(self) -> OfficePlan:
        by_name = self.hours.model_dump()  # in the order of the week
        week = {n: _span(hours) for n, hours in enumerate(by_name.values()) if hours}
        return OfficePlan(
            week,
            timedelta(minutes=self.remind_after),
            timedelta(minutes=self.escalate_after),
            timedelta(minutes=self.urgent_after),
        )
