"""Tagged unions of dataclasses that packages can extend: enclosures and forms of messages.

The base of a union inherits from `Kinds` directly; its members are frozen dataclasses with a
field `kind: Literal["…"] = "…"`, the stored tag.  A kind can be decoded once the module that
defines it was imported.
"""

from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler, TypeAdapter
from pydantic_core import core_schema


class Kinds:
    """Registers subclasses by their `kind` and (de)serializes them for pydantic."""

    kind: str
    members: ClassVar[dict[str, type[Any]]]

    def __init_subclass__(cls) -> None:
        if Kinds in cls.__bases__:
            cls.members = {}
        elif (kind := cls.__dict__.get("kind")) is not None:
            cls.members[kind] = cls

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        if Kinds not in cls.__bases__:
            return handler(source)
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.plain_serializer_function_ser_schema(cls._dump)
        )

    @classmethod
    def _read(cls, value: Any) -> Self:
        """Decode a member.  Raises ValueError for an unknown kind or invalid data."""
        if isinstance(value, cls):
            return value
        kind = value.get("kind", "") if isinstance(value, dict) else ""
        if kind not in cls.members:
            raise ValueError(f"unknown kind of {cls.__name__}")
        found: Self = _adapter(cls.members[kind]).validate_python(value)
        return found

    @classmethod
    def _dump(cls, value: Any) -> Any:
        return _adapter(type(value)).dump_python(value, mode="json")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(member: type[Any]) -> TypeAdapter[Any]:
    """Return a cached adapter: building one takes milliseconds."""
    if member not in _ADAPTERS:
        _ADAPTERS[member] = TypeAdapter(member)
    return _ADAPTERS[member]
