"""YAML schema of `reminders.yml`."""

from string import Formatter
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from bot.kernel.content_schema import Label, Strict
from bot.reminders.rules.texts import FIELDS, ReminderTexts, ReminderTopic, TopicTexts

MAX_WORDS = 20
MIN_VARIANTS = 6


def _few_words(text: str) -> str:
    if len(text.split()) > MAX_WORDS:
        raise ValueError(f"more than {MAX_WORDS} words")
    return text


def _fields(text: str) -> set[str]:
    """Raises ValueError for braces that are not closed."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"braces: {error}") from None


def _with_a_reason(text: str) -> str:
    if _fields(text) != {"reason"}:
        raise ValueError("a reason has the field {reason}, and no other")
    return text


Variant = Annotated[
    str,
    StringConstraints(min_length=1, max_length=160, strip_whitespace=True),
    AfterValidator(_few_words),
]
Reason = Annotated[Variant, AfterValidator(_with_a_reason)]


class KindYaml(Strict):
    kind: ReminderTopic
    title: Label
    reason: bool
    variants: tuple[Variant, ...] = Field(min_length=MIN_VARIANTS)

    @model_validator(mode="after")
    def variants_have_known_fields(self) -> Self:
        for place, text in enumerate(self.variants):
            try:
                unknown = _fields(text) - FIELDS[self.kind]
            except ValueError as error:
                raise _at(place, str(error)) from None
            if unknown:
                raise _at(place, f"nothing fills {', '.join(sorted(unknown))}")
            if text in self.variants[:place]:
                raise _at(place, "said twice")
        return self


class RemindersYaml(Strict):
    kinds: tuple[KindYaml, ...]
    reasons: tuple[Reason, ...] = Field(min_length=MIN_VARIANTS)

    @model_validator(mode="after")
    def each_kind_once(self) -> Self:
        seen: set[ReminderTopic] = set()
        for place, entry in enumerate(self.kinds):
            if entry.kind in seen:
                at = ("kinds", place, "kind")
                raise PydanticCustomError(
                    "twice", "given twice: {kind}", {"kind": entry.kind, "at": at}
                )
            seen.add(entry.kind)
        missing = [topic for topic in ReminderTopic if topic not in seen]
        if missing:
            raise ValueError(f"missing: {', '.join(missing)}")
        return self

    def texts(self) -> ReminderTexts:
        kinds = {k.kind: TopicTexts(k.title, k.variants, k.reason) for k in self.kinds}
        return ReminderTexts(kinds, self.reasons)


def _at(place: int, mistake: str) -> PydanticCustomError:
    return PydanticCustomError(
        "variant", "{mistake}", {"mistake": mistake, "at": ("variants", place)}
    )
