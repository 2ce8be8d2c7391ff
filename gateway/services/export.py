"""Export: all numbers of a project as CSV, page by page, so that memory does not grow with them."""

from collections.abc import AsyncIterator
from typing import Final

from gateway.domain.caller import Caller
from gateway.domain.commands.listing import (
    NO_FILTER,
    NumberFilter,
    NumberOrder,
    OrderDirection,
    OrderField,
)
from gateway.domain.csv_rows import writer
from gateway.domain.enums import Scope
from gateway.models.pagination import Window
from gateway.services.phone_numbers import PhoneNumbers

_PAGE: Final = 500
_BY_NUMBER: Final = NumberOrder(field=OrderField.NUMBER, direction=OrderDirection.ASC)


async def csv_of(
    numbers: PhoneNumbers, caller: Caller, filter_: NumberFilter = NO_FILTER
) -> AsyncIterator[str]:
    """Yield the header, then the numbers that match, by number. Needs the scope numbers:read.

    Without handlers:reveal, secrets in URLs are masked. A number that is imported or released
    meanwhile may be in it or not; every other is in it once.
    """
    caller.require_scope(Scope.NUMBERS_READ)
    reveals, cursor = caller.has_scope(Scope.HANDLERS_REVEAL), None
    text, has_next = writer.header(), True
    while has_next:
        window = Window(first=_PAGE, after=cursor, max_size=_PAGE)
        page = await numbers.page(caller, window, filter_, _BY_NUMBER)
        yield text + writer.lines(page.rows, reveals=reveals)
        text, has_next = "", page.has_next
        cursor = page.order.cursor(page.rows[-1]) if page.rows else None
