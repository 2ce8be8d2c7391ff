"""Global object identification: the interface Node, and ids that name an object of any type."""

from typing import Final

import strawberry

ID: Final = (
    "The global id: opaque, and unique among all types. Pass it to node, or as the id of inputs."
)


@strawberry.interface(description="An object with a global id, which the query node looks up.")
class Node:
    """The interface of Relay's global object identification."""

    id: strawberry.ID = strawberry.field(description=ID)
