"""What can go with a message: a file, or a document that is rendered when it is sent."""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import core_schema

Media = Literal["photo", "file", "voice"]


class Enclosure:
    """Base of all enclosures.  A subclass is a frozen dataclass with a field `kind` of its own.

    Stored messages name the `kind`, never a class or a module.  Subjects define their own kinds;
    a kind can be read once the module that defines it was imported.
    """

    kind: str
    kinds: ClassVar[dict[str, type["Enclosure"]]] = {}

    def __init_subclass__(cls) -> None:
        kind = cls.__dict__.get("kind")
        if kind is not None:
            Enclosure.kinds[kind] = cls

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        if cls is not Enclosure:
            return handler(source)
        return core_schema.no_info_plain_validator_function(
            _read, serialization=core_schema.plain_serializer_function_ser_schema(_dump)
        )


class Drawing(Enclosure):
    """An enclosure that is data only: it is rendered in the reader's language when it is sent.

    `language`: the document's own; None: the reader's.
    """

    language: str | None = None


@dataclass(frozen=True)
class KeptFile(Enclosure):
    """A file that somebody sent us; `file_id` is ours."""

    file_id: int
    media: Media
    kind: Literal["kept"] = "kept"


@dataclass(frozen=True)
class Copied(Enclosure):
    """Messages of another chat, copied by the channel; an album has several.

    `captioned`: the text can be their caption.  `said`: the text holds more than who sent it.
    """

    chat_id: int
    message_ids: tuple[int, ...]
    captioned: bool = True
    said: bool = False
    kind: Literal["copied"] = "copied"


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(Enclosure.kinds[kind])


def _read(value: Any) -> Enclosure:
    """Raises ValueError for a kind that nobody has defined, or data that do not fit it."""
    if isinstance(value, Enclosure):
        return value
    kind = value.get("kind", "") if isinstance(value, dict) else ""
    if kind not in Enclosure.kinds:
        raise ValueError("unknown kind of enclosure")
    found: Enclosure = _adapter(kind).validate_python(value)
    return found


def _dump(value: Enclosure) -> Any:
    return _adapter(value.kind).dump_python(value, mode="json")
