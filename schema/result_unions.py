"""Result unions: one for each mutation, named for it and described in the same words."""

from typing import Any

import strawberry


def result_of(field: str, outcome: str) -> Any:
    """Return the union of the results of a mutation: *outcome* names success and failure."""
    name = f"{field[0].upper()}{field[1:]}Result"
    return strawberry.union(name, description=f"The result of {field}: {outcome}.")
