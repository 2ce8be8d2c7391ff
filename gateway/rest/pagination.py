"""Pagination: the query parameters of lists, and the links to the next and previous page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from gateway.domain.commands.listing import NO_FILTER, NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.errors import FieldFailure, Invalid
from gateway.models.pagination import Page, Window

DEFAULT_PAGE_SIZE: Final = 50
MAX_PAGE_SIZE: Final = 1000
_FILTERS: Final = {"filter_number": "number_contains", "filter_name": "name_contains"}
PARAMETERS: Final = (*_FILTERS, "page_number", "page_size", "page_token")
_INTEGER: Final = re.compile("-?[0-9]{1,9}")
_AFTER, _BEFORE = "PA", "PB"  # prefixes of page tokens: the direction


@dataclass(frozen=True, slots=True)
class ListRequest:
    """The parameters of a list: filters, page number, page size and page token."""

    path: str
    filters: Mapping[str, str]
    number: int
    size: int
    token: str | None

    @classmethod
    def of(cls, path: str, query: Mapping[str, str]) -> "ListRequest":
        """Parse the query parameters. Raises `Invalid`."""
        filters = {name: query[name] for name in _FILTERS if query.get(name, "").strip()}
        number, size = (
            _integer(query, "page_number", 0),
            _integer(query, "page_size", DEFAULT_PAGE_SIZE),
        )
        token = query.get("page_token") or None
        if number < 0:
            raise _invalid("page_number", "out_of_range", "This must be at least 0.")
        if number and token is None:
            raise _invalid("page_token", "required", "A page after the first needs its token.")
        if not 1 <= size <= MAX_PAGE_SIZE:
            raise _invalid(
                "page_size", "out_of_range", f"This must be between 1 and {MAX_PAGE_SIZE}."
            )
        return cls(path, filters, number, size, token)

    def window(self) -> Window:
        """Return the page size and cursor. Raises `Invalid` for a malformed token."""
        direction, cursor = (self.token or _AFTER)[:2], (self.token or "")[2:] or None
        if direction not in {_AFTER, _BEFORE} or (self.token and not cursor):
            raise _invalid("page_token", "unknown_value", "This is not a page token.")
        if direction == _BEFORE:
            return Window(last=self.size, before=cursor, max_size=MAX_PAGE_SIZE)
        return Window(first=self.size, after=cursor, max_size=MAX_PAGE_SIZE)

    def number_filter(self) -> NumberFilter | None:
        """Return the filter; None for text that no number or no name can contain."""
        if not self.filters:
            return NO_FILTER
        values = {_FILTERS[name]: text for name, text in self.filters.items()}
        try:
            return NumberFilter.of(values, STRICT)
        except Invalid:
            return None

    def links(self, page: Page | None) -> dict[str, str]:
        """Return the links of *page*. The last page has no next, the first no prev."""
        links = {"self": self._link(self.number, self.token), "first": self._link(0, None)}
        if page is None or not page.rows:
            return links
        if page.has_next:
            token = _AFTER + page.order.cursor(page.rows[-1])
            links["next"] = self._link(self.number + 1, token)
        if page.has_previous:
            token = _BEFORE + page.order.cursor(page.rows[0])
            links["prev"] = self._link(max(self.number - 1, 0), token)
        return links

    def _link(self, number: int, token: str | None) -> str:
        query: dict[str, Any] = {**self.filters, "page_number": number, "page_size": self.size}
        return f"{self.path}?{urlencode(query | ({'page_token': token} if token else {}))}"


def _integer(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name) or str(default)
    if not _INTEGER.fullmatch(text):
        raise _invalid(name, "wrong_type", "This must be a whole number.")
    return int(text)


def _invalid(name: str, code: str, message: str) -> Invalid:
    return Invalid(FieldFailure((name,), code, message))
