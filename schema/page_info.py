"""Where a page lies, the same for every list."""

from typing import Self

import strawberry

from gateway.models.pagination import Page


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """What the Relay specification asks for."""

    has_next_page: bool = strawberry.field(description="Whether more follow endCursor.")
    has_previous_page: bool = strawberry.field(description="Whether more precede startCursor.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the page's first entry, for before. Null on an empty page. "
        "Example: WyJldmVudHMiLDQyXQ"
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the page's last entry, for after. Null on an empty page. "
        "Example: WyJldmVudHMiLDQyXQ"
    )

    @classmethod
    def of(cls, page: Page) -> Self:
        """Show where *page* lies."""
        rows, cursor = page.rows, page.order.cursor
        return cls(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursor(rows[0]) if rows else None,
            end_cursor=cursor(rows[-1]) if rows else None,
        )
