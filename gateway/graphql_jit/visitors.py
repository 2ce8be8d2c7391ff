"""Visitors of a syntax tree, which leave nothing for the garbage collector.

A visitor of graphql-core keeps its bound methods, which reference the visitor: a cycle. Where each
request has a new document, collecting those cycles takes 40 % of the CPU, and stops all threads.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import Node, Visitor, visit

Keys = Mapping[str, tuple[str, ...]]


def visit_once(
    node: Node, visitor: Visitor, within: Iterable[Visitor] = (), keys: Keys | None = None
) -> None:
    """Visit a node and what is below it; then the visitor, and those *within* it, cannot be used.

    *keys* are the attributes to visit, by the kind of a node; without them, all.
    """
    keys_: Any = keys
    try:
        visit(node, visitor, keys_)
    finally:
        for used in (visitor, *within):
            used.enter_leave_map.clear()
