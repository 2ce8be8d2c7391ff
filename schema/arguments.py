"""Arguments of lists: the page size, and the cursors between which a page lies."""

from typing import Annotated, Any, Final

import strawberry

_EVENT: Final = "WyJldmVudHMiLDQyXQ"
First = Annotated[int, strawberry.argument(description="The page size, 1 to 100.")]


def after(entries: str, example: str = _EVENT) -> Any:
    """Return the argument ``after`` of a list of *entries*."""
    return strawberry.argument(
        description=f"Return the {entries} after this cursor: the endCursor of the page before. "
        f'Example: "{example}"'
    )


def before(entries: str, example: str = _EVENT) -> Any:
    """Return the argument ``before`` of a list of *entries*."""
    return strawberry.argument(
        description=f"Return the {entries} before this cursor: the startCursor of the page after. "
        f'Example: "{example}"'
    )
