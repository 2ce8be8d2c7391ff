"""Exhaustiveness check: a table that misses a member stops the process when it is imported."""

from collections.abc import Collection, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def exhaustive(what: str, table: Mapping[K, V], members: Collection[K]) -> Mapping[K, V]:
    """Return *table*; raise `TypeError` unless its keys are exactly the *members*.

    *what* names the table in the error, such as "Filter conditions".
    """
    missing, unknown = set(members) - table.keys(), table.keys() - set(members)
    if missing or unknown:
        raise TypeError(f"{what}: {_named(missing)} missing, {_named(unknown)} unknown.")
    return table


def _named(members: Collection[object]) -> str:
    names = sorted(getattr(member, "__name__", str(member)) for member in members)
    return ", ".join(names) or "none"
