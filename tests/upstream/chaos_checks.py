"""Checks of a chaos run: responses to clients, rows, and the platform's records have to agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Told:
    """What clients asked for, and what the responses said."""

    asked: set[str] = field(default_factory=set[str])
    released: set[str] = field(default_factory=set[str])  # asked to be
    done: set[str] = field(default_factory=set[str])
    refused: set[str] = field(default_factory=set[str])
    answers: Counter[str] = field(default_factory=Counter[str])


def violations(told: Told, rows: Sequence[Any], records: Sequence[dict[str, Any]]) -> list[str]:
    """Return what is wrong between the responses to clients, the rows, and the platform."""
    there: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        there.setdefault(record["number"], []).append(record)
    live = {row.number: row for row in rows if row.provisioning == "active"}
    wrong = [f"doubled {number}" for number, copies in there.items() if len(copies) > 1]
    wrong += [f"lost {number}" for number in live if number not in there]
    wrong += [f"no row {number}" for number in there if number not in live]
    wrong += [f"differs {n}" for n, row in live.items() if n in there and _differs(row, there[n])]
    gone = told.done - told.released - there.keys()
    wrong += [f"told done {number}" for number in gone]
    return wrong + [f"told refused {number}" for number in told.refused & there.keys()]


def _differs(row: Any, copies: Sequence[dict[str, Any]]) -> bool:
    mine = next((c for c in copies if c["id"] == row.upstream_id), None)
    topic = row.call_handler.topic if row.call_handler else None
    return mine is None or (mine["name"], mine.get("call_relay_topic")) != (row.name, topic)
