"""Keyset pagination: a page starts where another ended, so page 1,000 costs what page 1 costs.

A cursor is the base64 of a JSON array: the label of the order it belongs to, and the values of the
ordered columns. The last of these is unique, so every row is on exactly one page, even while rows
are added or removed.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Integer, Select, bindparam, tuple_

from gateway.errors import InvalidPage

DEFAULT_PAGE_SIZE: Final = 20
MAX_PAGE_SIZE: Final = 100

MAX_BIGINT: Final = (1 << 63) - 1


def read_datetime(text: str) -> datetime:
    """Read a datetime from a cursor. Raises ``OverflowError`` where it has no equivalent in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def read_text(text: object) -> str:
    """Read text from a cursor. PostgreSQL refuses NUL, so it is a ``ValueError``."""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError
    return text


def read_integer(number: object) -> int:
    """Read an integer from a cursor, from 0 to the largest that a BIGINT column holds."""
    if not isinstance(number, int) or not 0 <= number <= MAX_BIGINT:
        raise ValueError
    return number


def read_uuid(text: str) -> UUID:
    """Read a UUID from a cursor."""
    return UUID(hex=text)


class SortKey(NamedTuple):
    """A column to sort by, its name on the rows, and how to read its value from a cursor."""

    column: ColumnElement[Any]
    name: str
    read: Callable[[Any], Any]

    def value(self, row: Any) -> Any:
        """Return the value that *row* is sorted by. Null sorts as empty text."""
        value = getattr(row, self.name)
        return "" if value is None else value


class WindowShape(NamedTuple):
    """The properties of a window that change the text of its query."""

    has_after: bool
    has_before: bool
    is_backward: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Pagination arguments: the ``first`` rows after a cursor, or the ``last`` before one.

    After the Relay cursor connections specification.
    """

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    max_size: int = MAX_PAGE_SIZE

    def __post_init__(self) -> None:
        """Raise `InvalidPage` for a size out of range, or for first and last together."""
        if self.first is not None and self.last is not None:
            raise InvalidPage("Ask for the first or for the last, not for both.")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 1 <= size <= self.max_size:
                raise InvalidPage(
                    f"{name} must be between 1 and {self.max_size}, and it is {size}."
                )

    @property
    def is_backward(self) -> bool:
        """Whether it is backward pagination: counted from the end of the list."""
        return self.last is not None

    @property
    def shape(self) -> WindowShape:
        """The part of the window that its query's text depends on."""
        return WindowShape(self.after is not None, self.before is not None, self.is_backward)

    @property
    def size(self) -> int:
        """The maximum number of rows on the page."""
        return self.last or self.first or DEFAULT_PAGE_SIZE


@dataclass(frozen=True, slots=True)
class KeysetOrder:
    """A total order of rows, by columns that are never null. The last column is unique."""

    label: str
    keys: Sequence[SortKey]
    descending: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The columns that a row needs for its cursor."""
        return frozenset(key.name for key in self.keys)

    def cursor(self, row: Any) -> str:
        """Return the cursor of *row*."""
        values = [self.label, *(key.value(row) for key in self.keys)]
        # str: orjson does not know asyncpg's own UUID class.
        return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).rstrip(b"=").decode()

    def read_cursor(self, cursor: str, argument: str) -> list[Any]:
        """Return the values in *cursor*; raise `InvalidPage` if it is not one of this order."""
        label, values = _decode(cursor, argument)
        if label != self.label:
            raise InvalidPage(f"{argument} is a cursor of another order or list.")
        try:
            return [key.read(value) for key, value in zip(self.keys, values, strict=True)]
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise InvalidPage(f"{argument} is not a cursor of this list.") from None

    def paginate(self, query: Select[Any], shape: WindowShape) -> Select[Any]:
        """Return *query* for windows of this shape; `parameters` gives the values of a window."""
        if shape.has_after:
            query = query.where(self._beyond("after", ahead=not self.descending))
        if shape.has_before:
            query = query.where(self._beyond("before", ahead=self.descending))
        descending = self.descending is not shape.is_backward
        columns = [key.column for key in self.keys]
        ordered = query.order_by(*(c.desc() if descending else c.asc() for c in columns))
        return ordered.limit(bindparam("size", type_=Integer()))

    def parameters(self, window: Window) -> dict[str, Any]:
        """Return the bind parameters of a page's query. Raises `InvalidPage`.

        The limit is one row more than the window's size: the extra row tells that more follow.
        """
        parameters: dict[str, Any] = {"size": window.size + 1}
        for argument, cursor in (("after", window.after), ("before", window.before)):
            if cursor is not None:
                values = self.read_cursor(cursor, argument)
                parameters |= {f"{argument}_{n}": value for n, value in enumerate(values)}
        return parameters

    def _beyond(self, argument: str, *, ahead: bool) -> ColumnElement[bool]:
        """Compare the row of sort columns with the cursor's, as SQL row values."""
        columns = [key.column for key in self.keys]
        at = tuple_(*(bindparam(f"{argument}_{n}", type_=c.type) for n, c in enumerate(columns)))
        return tuple_(*columns) > at if ahead else tuple_(*columns) < at


def _decode(cursor: str, argument: str) -> tuple[str, list[Any]]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        label, *values = orjson.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error):
        raise InvalidPage(f"{argument} is not a cursor of this list.") from None
    return str(label), values


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page in the order of the list, and whether other pages precede or follow."""

    rows: Sequence[Any]
    order: KeysetOrder
    has_next: bool
    has_previous: bool

    @classmethod
    def of(cls, fetched: Sequence[Any], order: KeysetOrder, window: Window) -> "Page":
        """Make a page of the rows that the query of `KeysetOrder.paginate` returned."""
        has_more = len(fetched) > window.size
        rows = list(fetched[: window.size])
        if window.is_backward:
            return cls(rows[::-1], order, window.before is not None, has_more)
        return cls(rows, order, has_more, window.after is not None)
