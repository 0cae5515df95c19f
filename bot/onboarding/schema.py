"""Shape of the welcome texts in the content."""

from typing import Annotated

from pydantic import (
    Field,
    StringConstraints,
)

from bot.kernel.content_schema import Line, Strict

# A button carries it (`GiveConsent`): no colon, and never "no", which refuses.
ConsentVersion = Annotated[str, StringConstraints(pattern=r"^[0-9][A-Za-z0-9._-]{0,19}$")]


class WelcomeYaml(Strict):
    """The introduction, and the text of the consent with its version.

    still_valid: earlier versions; a yes to one of them counts.
    """

    consent_version: ConsentVersion
    still_valid: tuple[ConsentVersion, ...] = ()
    messages: tuple[Line, ...] = Field(min_length=1)
    agreement: Line
