"""Text inside a million numbers and names on SQLite: a page, a count, and the start of a bulk job.

    python -m bench.text_search --file /tmp/million.db

Fills the file if it is not there. Prints the median processor time of five, in milliseconds, and
how many numbers match. The start of a job is the statement that keeps the numbers that match now,
in a transaction that is rolled back; of more than 100,000 it would be refused.
"""

import argparse
import asyncio
import contextlib
import statistics
import time
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, text

from bench.pages import CALLER, fill
from gateway.database import bulk_job_rows, phone_number_filters, text_index
from gateway.database.database import Database, connect
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.services.phone_numbers import PhoneNumbers

TEXTS: Final[dict[str, dict[str, Any]]] = {
    "number with 987654": {"number_contains": "987654"},
    "search (987) 654": {"search": "(987) 654"},
    "name with needle": {"name_contains": "needle"},
    "name with Desk 99999": {"name_contains": "Desk 99999"},
    "name with zebra": {"name_contains": "zebra"},
    "number with 555": {"number_contains": "555"},
    "search 123": {"search": "123"},
    "name with Desk": {"name_contains": "Desk"},
    "number with 55": {"number_contains": "55"},
}
_TIMES: Final = 5
_MOST_ROWS: Final = 100_000  # of a bulk job


class _Undone(Exception):
    """Rolls a transaction back."""


async def page(opened: Database, asked: NumberFilter) -> float:
    """Return the processor time of a page of 50, in milliseconds."""
    began = time.process_time()
    await PhoneNumbers(opened).page(CALLER, Window(first=50), asked)
    return (time.process_time() - began) * 1000


async def count(opened: Database, asked: NumberFilter) -> float:
    """Return the processor time of a count."""
    began = time.process_time()
    await PhoneNumbers(opened).count(CALLER, asked)
    return (time.process_time() - began) * 1000


async def start(opened: Database, asked: NumberFilter) -> float:
    """Return the processor time in which a bulk job finds and keeps its numbers."""
    took = 0.0

    def keep(db: Connection) -> None:
        nonlocal took
        db.execute(text("PRAGMA defer_foreign_keys = ON"))  # there is no row of the job
        began = time.thread_time()
        found = text_index.narrowed_within(db, CALLER.project_id, asked)
        values = phone_number_filters.parameters(found) | {"project": CALLER.project_id}
        query = phone_number_filters.matches_query(found)
        bulk_job_rows.insert_matches(db, uuid4(), query, values)
        took = (time.thread_time() - began) * 1000
        raise _Undone

    with contextlib.suppress(_Undone):
        await opened.write(keep)
    return took


async def measure(opened: Database, asked: NumberFilter) -> str:
    """Return the cells of one text."""
    total = await PhoneNumbers(opened).count(CALLER, asked)
    measured = [page, count, *([start] if total <= _MOST_ROWS else [])]
    medians = [
        statistics.median([await one(opened, asked) for _ in range(_TIMES)]) for one in measured
    ]
    cells = [f"{median:.1f}" for median in medians]
    return " | ".join([f"{total:,}", *cells, *["refused"] * (3 - len(cells))])


async def main() -> None:
    """Fill the database if there is none, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    given = parser.parse_args()
    is_new = not given.file.exists()
    opened = connect(f"sqlite:///{given.file}", scan_seconds=60)
    if is_new:
        await fill(opened, given.rows)
    print("| text | match | page | count | start of a job |\n|---|---|---|---|---|")
    for name, wanted in TEXTS.items():
        print(f"| {name} | {await measure(opened, NumberFilter.of(wanted, STRICT))} |", flush=True)
    await opened.close()


if __name__ == "__main__":
    asyncio.run(main())
