"""The list of ``numbergate numbers list``. It imports what reads numbers, and no more."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from gateway.cli import session
from gateway.domain.caller import Caller
from gateway.domain.commands.listing import NO_FILTER, NumberFilter
from gateway.domain.validation_policy import ValidationPolicy
from gateway.models.pagination import MAX_PAGE_SIZE, Window
from gateway.models.phone_number import PhoneNumber
from gateway.services.number_reads import NumberReads

T = TypeVar("T")
Reading = Callable[[NumberReads, Caller], Awaitable[T]]


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers, and whether more of them exist than were read."""

    rows: Sequence[PhoneNumber]
    has_more: bool


def policy() -> ValidationPolicy:
    """Return the validation rules that this deployment chooses."""
    return session.read_settings().policy


def list_numbers(filters: dict[str, Any], limit: int) -> Reading[NumberList]:
    """Return the action that lists the newest *limit* numbers, page by page."""

    async def action(numbers: NumberReads, caller: Caller) -> NumberList:
        number_filter = NumberFilter.of(filters, policy()) if filters else NO_FILTER
        rows: list[PhoneNumber] = []
        cursor, has_more = None, True
        while has_more and len(rows) < limit:
            size = min(MAX_PAGE_SIZE, limit - len(rows))
            page = await numbers.page(caller, Window(first=size, after=cursor), number_filter)
            rows += page.rows
            has_more = page.has_next
            cursor = page.order.cursor(page.rows[-1]) if page.rows else None
        return NumberList(rows, has_more)

    return action
