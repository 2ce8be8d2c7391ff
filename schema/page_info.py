"""Relay PageInfo, the same for every connection."""

from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

import strawberry

from gateway.models.pagination import Page

_Edge = TypeVar("_Edge")


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


def page_info_field(
    description: str = "Whether more pages precede or follow, and the cursors to get them.",
) -> Any:
    """Make the field ``pageInfo`` of a connection that has a *page*."""

    def resolve(self: Any) -> PageInfo:
        return PageInfo.of(self.page)

    return strawberry.field(resolver=resolve, description=description)


def edges_of(edge: Callable[..., _Edge], nodes: Iterable[Any], page: Page) -> list[_Edge]:
    """Return the edges of a page: its *nodes*, each with the cursor of its row."""
    cursors = map(page.order.cursor, page.rows)
    return [edge(node=node, cursor=c) for node, c in zip(nodes, cursors, strict=True)]
