from typing import Annotated

from pydantic import (
    Field,
    StringConstraints,
)

from bot.kernel.content_schema import Line, Strict


class WelcomeYaml(Strict):
    consent_version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    messages: tuple[Line, ...] = Field(min_length=1)
    agreement: Line
