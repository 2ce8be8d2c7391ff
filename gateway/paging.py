"""Pages by keyset: a page starts where another ended, so the thousandth costs what the first does.

A cursor holds the order it belongs to, the value that the order goes by, and the row's id. The
id breaks ties: every row is on exactly one page, whatever comes and goes meanwhile.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, literal, tuple_

from gateway.errors import InvalidPage

USUAL: Final = 20
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: the ``first`` after a cursor, or the ``last`` before one."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        """Raise `InvalidPage` for what no page can be."""
        if self.first is not None and self.last is not None:
            raise InvalidPage("Ask for the first or for the last, not for both.")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 1 <= size <= MOST:
                raise InvalidPage(f"{name} must be between 1 and {MOST}, and it is {size}.")

    @property
    def backwards(self) -> bool:
        """Whether the page is counted from the end."""
        return self.last is not None

    @property
    def size(self) -> int:
        """How many rows at most."""
        return self.last or self.first or USUAL


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of rows: by one column that is never null, then by id."""

    name: str
    column: ColumnElement[Any]
    id: ColumnElement[UUID]
    descending: bool = False

    @property
    def _label(self) -> str:
        return f"{self.name}:{'desc' if self.descending else 'asc'}"

    def cursor(self, row: Any) -> str:
        """Return the cursor of *row*, which has the order's column under the order's name."""
        value = getattr(row, self.name)
        text = value.isoformat() if isinstance(value, datetime) else value
        key = orjson.dumps([self._label, text, row.id.hex])
        return base64.urlsafe_b64encode(key).rstrip(b"=").decode()

    def position(self, cursor: str, argument: str) -> tuple[Any, UUID]:
        """Return the value and id that *cursor* holds; raise `InvalidPage` if it is not ours."""
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            label, value, number_id = orjson.loads(base64.urlsafe_b64decode(padded))
            at = datetime.fromisoformat(value) if self._is_moment else str(value)
            position = at, UUID(hex=number_id)
        except (ValueError, TypeError, AttributeError, binascii.Error):
            raise InvalidPage(f"{argument} is not a cursor of this list.") from None
        if label != self._label:
            raise InvalidPage(f"{argument} is a cursor of another order ({label}).")
        return position

    @property
    def _is_moment(self) -> bool:
        return self.column.type.python_type is datetime

    def select(self, query: Select[Any], window: Window) -> Select[Any]:
        """Return *query* for the rows of *window*, and one more to tell whether others follow."""
        for argument, cursor, beyond in (
            ("after", window.after, not self.descending),
            ("before", window.before, self.descending),
        ):
            if cursor is not None:
                query = query.where(self._beyond(self.position(cursor, argument), ahead=beyond))
        down = self.descending is not window.backwards
        keys = (k.desc() if down else k.asc() for k in (self.column, self.id))
        return query.order_by(*keys).limit(window.size + 1)

    def _beyond(self, position: tuple[Any, UUID], *, ahead: bool) -> ColumnElement[bool]:
        key = tuple_(self.column, self.id)
        at = tuple_(literal(position[0], self.column.type), literal(position[1], self.id.type))
        return key > at if ahead else key < at


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
