"""Shared pydantic types of the content files; `bot.content.loader` adds line numbers."""

from string import Formatter
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

# Ids travel in callback data (64 bytes in all) and are stored with the answers.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
FIELDS = frozenset({"municipality", "phone"})


def _only_known_fields(text: str) -> str:
    """Reject placeholders other than {municipality} and {phone}: rendering them would fail."""
    try:
        fields = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise ValueError(f"braces: {error}") from None
    unknown = [f"{{{name}}}" for name in fields if name not in FIELDS]
    if unknown:
        raise ValueError(f"nothing fills {', '.join(unknown)}")
    return text


Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=400, strip_whitespace=True),
    AfterValidator(_only_known_fields),
]
Label = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    AfterValidator(_only_known_fields),
]


class Strict(BaseModel):
    """Immutable model that rejects unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def unique(ids: list[str], key: str, what: str) -> None:
    """Reject duplicate ids.

    key: name of the list that holds them.
    what: what the ids identify, for the error message.

    Raises PydanticCustomError, whose context "at" is the path of the duplicate.
    """
    for place, one in enumerate(ids):
        if one in ids[:place]:
            at = (key, place, "id")
            raise PydanticCustomError(
                "twice", "{what} id used twice: {id}", {"what": what, "id": one, "at": at}
            )
