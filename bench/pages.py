"""Pages of a long list: their time, and the query plans of the database.

    make bench-pages
    make bench-pages BENCH="--url postgresql://user@host/empty_database"

Fills an empty database, then reads the first page, page 1,000, and a page with each filter, five
times each; prints the median in milliseconds and the plan.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text

from gateway.database import migrate
from gateway.database.database import Database, connect
from gateway.database.phone_number_filters import page_query, parameters
from gateway.database.phone_numbers import LABELS, NUMBERS, PUBLIC_COLUMNS, labels_of
from gateway.domain.caller import Caller
from gateway.domain.commands.listing import NEWEST_FIRST, NO_FILTER, NumberFilter, NumberOrder
from gateway.domain.enums import Capability
from gateway.domain.handlers.calls import LamlWebhooksCallHandler, RelayTopicCallHandler
from gateway.domain.validation_policy import STRICT
from gateway.models.number_origin import NumberOrigin
from gateway.models.pagination import Window
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES

CALLER = Caller(UUID(int=1), "bench", ALL_SCOPES)
BATCH = 10_000
START = datetime(2026, 1, 1, tzinfo=UTC)
HANDLERS = (
    LamlWebhooksCallHandler(request_url="https://example.com/voice"),
    LamlWebhooksCallHandler(request_url="https://rare.example.com/voice"),
    RelayTopicCallHandler(topic="office"),
    None,
)
FILTERS: dict[str, dict[str, Any]] = {
    "number type, 2 %": {"number_type": "tollfree"},
    "capabilities, half": {"capabilities_all": ["fax"]},
    "country, 1 %": {"country_codes": ["CA"]},
    "call kind, 10 %": {"call_handler_kinds": ["relay_topic"]},
    "call kind, none": {"call_handler_kinds": ["call_queue"]},
    "no call handler, 5 %": {"has_call_handler": False},
    "some call handler": {"has_call_handler": True},
    "host, 0.1 %": {"handler_url_host": "rare.example.com"},
    "host, 85 %": {"handler_url_host": "example.com"},
    "tag, 1 %": {"tags_all": ["rare"]},
    "two countries": {"country_codes": ["CA", "GB"]},
    "two call kinds": {"call_handler_kinds": ["call_queue", "relay_topic"]},
    "two tags": {"tags_all": ["common", "rare"]},
    "number from +1415555": {"number_contains": "+14155550"},
    "number with 987654": {"number_contains": "987654"},
    "search (987) 654": {"search": "(987) 654"},
    "search +1 415 555": {"search": "+1 415 5550"},
    "search needle": {"search": "needle"},
    "hundred ids": {"ids": [UUID(int=n) for n in range(100)]},
    "any of two tags, 1 %": {"tags_any": ["rare", "rarer"]},
    "any of two tags, all": {"tags_any": ["common", "rare"]},
    "protected, 0.1 %": {"release_protected": True},
    "fax, 0.1 %": {"call_receive_mode": "fax"},
    "name with needle": {"name_contains": "needle"},
    "created after": {"created_after": START + timedelta(days=1)},
    "updated after": {"updated_after": START + timedelta(days=1)},
    "connection, 0.1 %": {"connection_id": UUID(int=2)},
    "connection, none": {"connection_id": UUID(int=3)},
    "tag and country": {"tags_all": ["rare"], "country_codes": ["CA"]},
}
ORDERS = {
    f"order {field} {direction}": {"field": field, "direction": direction}
    for field in ("created_at", "updated_at", "number", "name")
    for direction in ("asc", "desc")
}


def rows(count: int) -> Iterator[list[dict[str, Any]]]:
    """Yield batches of rows."""
    chance = random.Random(1)  # noqa: S311  # the same data each time
    for start in range(0, count, BATCH):
        yield [_row(n, chance) for n in range(start, min(start + BATCH, count))]


def _row(n: int, chance: random.Random) -> dict[str, Any]:
    handler = chance.choices(HANDLERS, (849, 1, 100, 50))[0]
    at = START + timedelta(milliseconds=100 * n)
    return {
        "id": uuid4(),
        "project_id": CALLER.project_id,
        "number": f"+1{2_000_000_000 + n * 7919 % 7_999_999_999}",
        "number_type": "tollfree" if chance.random() < 0.02 else "longcode",
        "country_code": "CA" if chance.random() < 0.01 else "US",
        "capabilities": list(Capability) if n % 2 else [Capability.VOICE],
        "name": f"needle {n}" if n % 10_000 == 0 else f"Desk {n}",
        "tags": ["common", "rare"] if n % 100 == 0 else ["common"],
        "call_receive_mode": "fax" if n % 1000 == 7 else "voice",
        "call_handler": handler,
        "release_protected": n % 1000 == 3,
        "version": 1,
        "created_at": at,
        "updated_at": at,
    }


async def fill(opened: Database, count: int) -> None:
    """Migrate the database, and insert the rows."""
    await migrate.migrate(opened)
    for batch in rows(count):
        await opened.write(lambda db, b=batch: _write(db, b))
    await opened.write(lambda db: run_unlimited(db, "ANALYZE"))


def run_unlimited(db: Connection, sql: str = "SELECT 1") -> None:
    """Run a statement, and let PostgreSQL take its time for it and for the transaction."""
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL statement_timeout = 0"))
    db.execute(text(sql))


def _write(db: Connection, batch: list[dict[str, Any]]) -> None:
    run_unlimited(db)
    db.execute(insert(NUMBERS), batch)
    db.execute(insert(LABELS), [found for row in batch for found in labels_of(_Row(row))])
    db.execute(insert(NumberOrigin), [_origin(n, row) for n, row in enumerate(batch[::10])])


def _origin(n: int, row: dict[str, Any]) -> dict[str, Any]:
    """Return the origin of a number: one of ten came from some connection, few from this one."""
    return {
        "number_id": row["id"],
        "project_id": CALLER.project_id,
        "connection_id": UUID(int=4 if n % 100 else 2),
        "external_id": row["number"],
        "fingerprint": "",
        "reported": {},
        "losses": [],
    }


class _Row(SimpleNamespace):
    """A row as the service reads it."""

    message_handler = None
    released_at = None

    def __init__(self, row: dict[str, Any]) -> None:
        super().__init__(**row)


async def measure(opened: Database) -> None:
    """Time each query, and print its plan."""
    numbers = PhoneNumbers(opened)
    middle = await _cursor_of_page(numbers, 1000)
    cases = [("first page", {}, NEWEST_FIRST, None), ("page 1,000", {}, NEWEST_FIRST, middle)]
    cases += [(name, wanted, NEWEST_FIRST, None) for name, wanted in FILTERS.items()]
    cases += [(n, {}, NumberOrder.model_validate(o), None) for n, o in ORDERS.items()]
    for name, wanted, order, after in cases:
        asked = NumberFilter.of(wanted, STRICT) if wanted else NO_FILTER
        window = Window(first=50, after=after)
        milliseconds = await _median(numbers, window, asked, order)
        print(f"{milliseconds:9.2f} ms  {name}")
        for line in await opened.read(lambda db, q=(asked, order, window): _plan(db, *q)):
            print(f"              {line}")
    began = time.perf_counter()
    total = await numbers.count(CALLER)
    print(f"{(time.perf_counter() - began) * 1000:9.2f} ms  totalCount of {total:,}")


async def _cursor_of_page(numbers: PhoneNumbers, page: int) -> str | None:
    cursor = None
    for _ in range(page - 1):
        found = await numbers.page(CALLER, Window(first=50, after=cursor))
        cursor = found.order.cursor(found.rows[-1])
    return cursor


async def _median(
    numbers: PhoneNumbers, window: Window, asked: NumberFilter, order: NumberOrder
) -> float:
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        await numbers.page(CALLER, window, asked, order)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000


def _plan(db: Connection, asked: NumberFilter, ordered: NumberOrder, window: Window) -> list[str]:
    query, order = page_query(asked, ordered, window.shape, PUBLIC_COLUMNS)
    values = order.parameters(window) | parameters(asked) | {"project": CALLER.project_id}
    compiled = query.compiled(db.dialect)
    explain = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN (COSTS OFF)"
    found = db.exec_driver_sql(f"{explain} {compiled.text}", compiled.arguments(values))
    return [str(row[-1]) for row in found]


async def main() -> None:
    """Fill the database, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--url")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        opened = connect(given.url or f"sqlite:///{folder}/pages.db", scan_seconds=60)
        began = time.perf_counter()
        await fill(opened, given.rows)
        print(f"{given.rows:,} rows written in {time.perf_counter() - began:.0f} s")
        await measure(opened)
        await opened.close()


if __name__ == "__main__":
    asyncio.run(main())
