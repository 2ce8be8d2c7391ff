"""How values that SQL has no type for are kept, the same on SQLite and PostgreSQL."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import orjson
from pydantic import ValidationError
from sqlalchemy import JSON, DateTime, Dialect, SmallInteger, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from gateway.domain.enums import Capability, Scope
from gateway.domain.handler import Handler, UnreadSetting

_JSON: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_HANDLERS_KEPT: Final = 4096


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC, also on SQLite, which keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the moment to UTC."""
        return None if value is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Say that it is UTC, where the database keeps text and forgot."""
        return _utc if dialect.name == "sqlite" else None


class Member(TypeDecorator[StrEnum]):
    """A member of an enumeration, kept as its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members
        self._named: dict[str | None, StrEnum | None] = {None: None}
        self._named |= {member.value: member for member in members}

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read the value as its member."""
        return self._named.__getitem__


class Flags(TypeDecorator[Sequence[StrEnum]]):
    """Members of an enumeration as bits, in the order of their declaration."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        super().__init__()
        self.members = members
        self.bits = {member: 1 << place for place, member in enumerate(members)}
        self._set = [[m for m, bit in self.bits.items() if mask & bit] for mask in self._masks()]

    def process_bind_param(self, value: Sequence[StrEnum] | None, dialect: Dialect) -> int | None:
        """Set a bit for each member."""
        return None if value is None else self.mask(value)

    def mask(self, value: Sequence[StrEnum]) -> int:
        """Return the bits of the members."""
        return sum(self.bits[member] for member in value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read the bits that are set."""
        return self._members

    def _members(self, mask: int | None) -> list[StrEnum] | None:
        return None if mask is None else self._set[mask].copy()

    def _masks(self) -> range:
        return range(1 << len(self.bits))


CAPABILITIES: Final = Flags(Capability)
SCOPES: Final = Flags(Scope)


class Document(TypeDecorator[Any]):
    """JSON. Drivers give its text (`PostgreSQL` sees to it), parsed when somebody looks at it."""

    impl = _JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Parse it."""
        return _parsed


class HandlerJSON(TypeDecorator[Handler]):
    """A handler as JSON, its kind beside its settings."""

    impl = _JSON
    cache_ok = True

    def __init__(self, side: str, kinds: Mapping[str, type[Handler]]) -> None:
        super().__init__()
        self.side = side  # tells one from the other where SQLAlchemy keeps compiled statements
        self._kinds = kinds

    def process_bind_param(self, value: Handler | None, dialect: Dialect) -> dict[str, Any] | None:
        """Write the kind and the settings."""
        return None if value is None else value.stored()

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read each stored text once: numbers share handlers, and handlers do not change."""

        @lru_cache(_HANDLERS_KEPT)
        def read(stored: str) -> Handler:
            return self._read(orjson.loads(stored))

        def process(stored: str | None) -> Handler | None:
            return None if stored is None else read(stored)

        return process

    def _read(self, value: dict[str, Any]) -> Handler:
        """Read the class of the kind, of which nothing is left in *value* but its settings.

        A kind that a later version wrote stays readable.
        """
        kind = value.pop("kind")
        if model := self._kinds.get(kind):
            with suppress(ValidationError):  # a later version knows more settings, or other values
                return model.restored(value)
        return self._kinds["unrecognized"].restored(
            {"wire_kind": kind, "settings": [_unread(*item) for item in value.items()]}
        )


def document(value: Any) -> str:
    """Return the text of a document for the driver."""
    return orjson.dumps(value).decode()


def _parsed(stored: str | None) -> Any:
    return None if stored is None else orjson.loads(stored)


def _utc(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def _unread(name: str, value: object) -> UnreadSetting:
    return UnreadSetting(name=name, value=value if isinstance(value, str) else json.dumps(value))
