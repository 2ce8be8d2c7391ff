"""Relay PageInfo, the same for every connection."""

from typing import Self

import strawberry

from gateway.models.pagination import Page


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    """After the GraphQL Cursor Connections specification."""

    has_next_page: bool = strawberry.field(
        description="Whether the list has more entries after endCursor."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether the list has more entries before startCursor."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first entry. Pass it as before to get the previous page. "
        'Null on an empty page. Example: "WyJldmVudHMiLDQyXQ"'
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last entry. Pass it as after to get the next page. Null on "
        'an empty page. Example: "WyJldmVudHMiLDQyXQ"'
    )

    @classmethod
    def of(cls, page: Page) -> Self:
        """Return the position of *page*."""
        rows, cursor = page.rows, page.order.cursor
        return cls(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=cursor(rows[0]) if rows else None,
            end_cursor=cursor(rows[-1]) if rows else None,
        )
