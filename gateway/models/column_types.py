"""Column types: SQLAlchemy type decorators that store a value alike on SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import JSON, DateTime, Dialect, SmallInteger, String, Text, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from gateway.domain.enums import Capability, Scope
from gateway.domain.handler import Handler, read_stored
from gateway.text_cache import text_cache

_JSON: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_HANDLER_CACHE_SIZE: Final = 4096
_MOMENTS: Final = 256
_HANDLER_LENGTH: Final = 1024  # characters of a stored handler that is cached


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. SQLite stores no time zone, so it is added on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Convert the datetime to UTC, as text on SQLite."""
        return _utc_text if dialect.name == "sqlite" else _utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Add the time zone to SQLite's text."""
        return _parse_utc if dialect.name == "sqlite" else None


class _MemberComparator(TypeDecorator.Comparator[StrEnum]):
    """Compares with a member as a literal of the statement, which partial indexes are found by.

    A prepared statement whose member is a parameter uses none of them, and on PostgreSQL an ON
    CONFLICT that names one fails as soon as the server plans it for any parameter.
    """

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        """Compare the column."""
        return super().operate(op, *map(_literal, other), **kwargs)


class EnumString(TypeDecorator[StrEnum]):
    """A member of an enumeration, stored as its value."""

    impl = String(32)
    cache_ok = True
    comparator_factory = _MemberComparator  # pyright: ignore[reportAssignmentType]  # as documented

    def __init__(self, members: type[StrEnum], other: StrEnum | None = None) -> None:
        """Read values of a later version as *other*; without one they are an error."""
        super().__init__()
        self.members, self.other = members, other
        self._by_value: dict[str | None, StrEnum | None] = {None: None}
        self._by_value |= {member.value: member for member in members}

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Convert the stored value to its member."""
        return self._by_value.__getitem__ if self.other is None else self._member

    def _member(self, value: str | None) -> StrEnum | None:
        return self._by_value.get(value, self.other)


class EnumBitmask(TypeDecorator[Sequence[StrEnum]]):
    """A set of members of an enumeration, stored as a bit mask in the order of declaration."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members
        self.bits = {member: 1 << index for index, member in enumerate(members)}
        self._all, self._full = list(members), sum(self.bits.values())
        masks = range(1 << len(self.bits))
        self._by_mask = [[m for m, bit in self.bits.items() if mask & bit] for mask in masks]

    def bind_processor(self, dialect: Dialect) -> Any:
        """Convert the members to their bit mask."""
        return self._mask

    def _mask(self, value: Sequence[StrEnum] | None) -> int | None:
        return None if value is None else self.mask(value)

    def mask(self, value: Sequence[StrEnum]) -> int:
        """Return the bit mask of the members."""
        return self._full if value == self._all else sum(map(self.bits.__getitem__, value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Convert the bit mask to its members."""
        return self._members

    def _members(self, mask: int | None) -> list[StrEnum] | None:
        return None if mask is None else self._by_mask[mask].copy()


CAPABILITIES: Final = EnumBitmask(Capability)
SCOPES: Final = EnumBitmask(Scope)


class JSONValue(TypeDecorator[Any]):
    """A JSON value. The drivers return its text (see `PostgreSQL`), which is parsed on access."""

    impl = _JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Parse the JSON text."""
        return _parse_json


class EncryptedText(TypeDecorator[str]):
    """A secret, encrypted. The type marks its columns: keys are rotated for all that have it."""

    impl = Text
    cache_ok = True


class HandlerJSON(TypeDecorator[Handler]):
    """A handler, stored as a JSON object: ``kind`` and the settings of that kind."""

    impl = _JSON
    cache_ok = True

    def __init__(self, channel: str, kinds: Mapping[str, type[Handler]]) -> None:
        super().__init__()
        self.channel = channel  # part of SQLAlchemy's cache key: call and message types differ
        self._kinds = kinds
        # Each distinct text is parsed once: handlers are immutable, and numbers share them.
        self._parse = text_cache(_HANDLER_CACHE_SIZE, _HANDLER_LENGTH)(self._parse_handler)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Convert the handler to its stored form, as JSON text."""
        return _stored_json

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Parse the JSON text."""
        parse = self._parse

        def process(stored: str | None) -> Handler | None:
            return None if stored is None else parse(stored)

        return process

    def _parse_handler(self, stored: str) -> Handler:
        return read_stored(self._kinds, orjson.loads(stored))


def _literal(value: Any) -> Any:
    if not isinstance(value, StrEnum):
        return value
    literal: Any = literal_column(f"'{value.value}'")  # pyright: ignore[reportUnknownVariableType]
    return literal


def to_json(value: Any) -> str:
    """Return *value* as JSON text, for the driver."""
    return orjson.dumps(value).decode()


def _stored_json(value: Handler | None) -> str | None:
    return None if value is None else to_json(value.to_stored())


def _utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


@lru_cache(_MOMENTS)
def _utc_text(value: datetime | None) -> str | None:
    """Write a moment as SQLAlchemy does; a write binds the same one several times."""
    if value is None:
        return None
    text = orjson.dumps(
        value.astimezone(UTC)
    ).decode()  # "2026-01-31T12:00:00.000001+00:00", much faster
    fraction = text[20:27] if value.microsecond else ".000000"
    return f"{text[1:11]} {text[12:20]}{fraction}"


def _parse_json(stored: str | None) -> Any:
    return None if stored is None else orjson.loads(stored)


def _parse_utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")
