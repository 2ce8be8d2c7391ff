"""Pages by keyset: a page starts where another ended, so the thousandth costs what the first does.

A cursor holds the order it belongs to and the values of the ordered columns. The last of them is
unique: every row is on exactly one page, whatever comes and goes meanwhile.
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

_MOST_NUMBER: Final = 1 << 63


def moment(text: str) -> datetime:
    """Read a moment from a cursor; some are before or after everything that UTC can write."""
    return datetime.fromisoformat(text).astimezone(UTC)


def words(text: object) -> str:
    """Read text from a cursor; PostgreSQL takes no NUL."""
    if not isinstance(text, str) or "\0" in text:
        raise ValueError
    return text


def whole(number: object) -> int:
    """Read a whole number from a cursor, of those that a database column holds."""
    if not isinstance(number, int) or not 0 <= number < _MOST_NUMBER:
        raise ValueError
    return number


def uuid(text: str) -> UUID:
    """Read an id from a cursor."""
    return UUID(hex=text)


class SortKey(NamedTuple):
    """A column to order by, what rows call it, and how a cursor's value of it is read."""

    column: ColumnElement[Any]
    name: str
    read: Callable[[Any], Any]

    def value(self, row: Any) -> Any:
        """Return what *row* is ordered by; no text is blank text."""
        found = getattr(row, self.name)
        return "" if found is None else found


class WindowShape(NamedTuple):
    """What of a window changes the query that reads it."""

    after: bool
    before: bool
    backwards: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: the ``first`` after a cursor, or the ``last`` before one."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None
    most: int = MAX_PAGE_SIZE

    def __post_init__(self) -> None:
        """Raise `InvalidPage` for what no page can be."""
        if self.first is not None and self.last is not None:
            raise InvalidPage("Ask for the first or for the last, not for both.")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 1 <= size <= self.most:
                raise InvalidPage(f"{name} must be between 1 and {self.most}, and it is {size}.")

    @property
    def backwards(self) -> bool:
        """Whether the page is counted from the end."""
        return self.last is not None

    @property
    def form(self) -> WindowShape:
        """Whether it has cursors, and from where it is counted."""
        return WindowShape(self.after is not None, self.before is not None, self.backwards)

    @property
    def size(self) -> int:
        """How many rows at most."""
        return self.last or self.first or DEFAULT_PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of rows: by columns that are never null, the last of them unique."""

    label: str
    keys: Sequence[SortKey]
    descending: bool = False

    @property
    def names(self) -> frozenset[str]:
        """What rows need to have, so that they have cursors."""
        return frozenset(key.name for key in self.keys)

    def cursor(self, row: Any) -> str:
        """Return the cursor of *row*."""
        values = [self.label, *(key.value(row) for key in self.keys)]
        # str: asyncpg's UUID is a class of its own, which orjson does not know.
        return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).rstrip(b"=").decode()

    def position(self, cursor: str, argument: str) -> list[Any]:
        """Return the values that *cursor* holds; raise `InvalidPage` if it is not of this order."""
        label, values = _open(cursor, argument)
        if label != self.label:
            raise InvalidPage(f"{argument} is a cursor of another order or list.")
        try:
            return [key.read(value) for key, value in zip(self.keys, values, strict=True)]
        except (ValueError, TypeError, AttributeError, OverflowError):
            raise InvalidPage(f"{argument} is not a cursor of this list.") from None

    def select(self, query: Select[Any], form: WindowShape) -> Select[Any]:
        """Return *query* for a window of this form; what `values` returns is left open."""
        if form.after:
            query = query.where(self._beyond("after", ahead=not self.descending))
        if form.before:
            query = query.where(self._beyond("before", ahead=self.descending))
        down = self.descending is not form.backwards
        columns = [key.column for key in self.keys]
        ordered = query.order_by(*(c.desc() if down else c.asc() for c in columns))
        return ordered.limit(bindparam("size", type_=Integer()))

    def values(self, window: Window) -> dict[str, Any]:
        """Return the values of a page's query. Raises `InvalidPage`.

        It reads one row more than the window's, which tells whether others follow.
        """
        found: dict[str, Any] = {"size": window.size + 1}
        for argument, cursor in (("after", window.after), ("before", window.before)):
            if cursor is not None:
                position = self.position(cursor, argument)
                found |= {f"{argument}_{place}": value for place, value in enumerate(position)}
        return found

    def _beyond(self, argument: str, *, ahead: bool) -> ColumnElement[bool]:
        columns = [key.column for key in self.keys]
        at = tuple_(*(bindparam(f"{argument}_{n}", type_=c.type) for n, c in enumerate(columns)))
        return tuple_(*columns) > at if ahead else tuple_(*columns) < at


def _open(cursor: str, argument: str) -> tuple[str, list[Any]]:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        label, *values = orjson.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError, binascii.Error):
        raise InvalidPage(f"{argument} is not a cursor of this list.") from None
    return str(label), values


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order that was asked for, and what lies around them."""

    rows: Sequence[Any]
    order: Order
    has_next: bool
    has_previous: bool

    @classmethod
    def of(cls, found: Sequence[Any], order: Order, window: Window) -> "Page":
        """Make a page of what `Order.select` found."""
        more = len(found) > window.size
        rows = list(found[: window.size])
        if window.backwards:
            return cls(rows[::-1], order, window.before is not None, more)
        return cls(rows, order, more, window.after is not None)
