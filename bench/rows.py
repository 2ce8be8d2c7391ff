"""ORM entities against rows of SQLAlchemy Core, in one process on a temporary SQLite file.

CPU time is measured, because both wait equally long for the disk to commit. The two alternate, and
the ratio is taken within a round.
"""

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, select
from sqlmodel import Session

from bench.summary import spread
from gateway.database import migrate, phone_numbers
from gateway.database.database import connect
from gateway.domain.enums import CallReceiveMode, Capability, NumberType
from gateway.domain.handlers.calls import LamlWebhooksCallHandler
from gateway.models.phone_number import PhoneNumber

ROUNDS, TIMES, PAGE = 9, 300, 50
PROJECT = UUID(int=1)


class Rows:
    """The two ways to write a row, and the two ways to read fifty."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._places = engine, count(14153120000)

    def add_entity(self) -> None:
        """Add an entity to a session, and commit."""
        with Session(self._engine, expire_on_commit=False) as session:
            session.add(PhoneNumber(**self._row()))
            session.commit()

    def insert_row(self) -> None:
        """Insert into the table, and read the row back, as the service does."""
        with self._engine.begin() as db:
            _look(phone_numbers.insert_number(db, self._row()))

    def read_entities(self) -> None:
        """Select fifty entities."""
        with Session(self._engine) as session:
            _check(session.execute(select(PhoneNumber).limit(PAGE)).scalars().all())

    def read_rows(self) -> None:
        """Select fifty rows, every column, as the service does."""
        with self._engine.connect() as db:
            query = select(*phone_numbers.row_shape(phone_numbers.ALL_COLUMNS).selected).limit(PAGE)
            _check(phone_numbers.fetch_rows(query, {}, db, phone_numbers.ALL_COLUMNS))

    def _row(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "id": uuid4(),
            "project_id": PROJECT,
            "number": f"+{next(self._places)}",
            "number_type": NumberType.LONGCODE,
            "country_code": "US",
            "capabilities": list(Capability),
            "name": "Front desk",
            "tags": [],
            "call_receive_mode": CallReceiveMode.VOICE,
            "call_handler": LamlWebhooksCallHandler(request_url="https://example.com/voice"),
            "message_handler": None,
            "release_protected": False,
            "version": 1,
            "created_at": now,
            "updated_at": now,
        }


def _look(row: Any) -> None:
    """Read every value, because rows convert values lazily."""
    for name in phone_numbers.ALL_COLUMNS:
        getattr(row, name)


def _check(page: Sequence[Any]) -> None:
    for row in page:
        _look(row)
    if len(page) != PAGE:
        raise SystemExit(f"{PAGE} rows were to be read, not {len(page)}.")


def milliseconds(work: Callable[[], None]) -> float:
    """Return the CPU time of one run of *work*, in milliseconds."""
    began = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - began) * 1000 / TIMES


def compare(name: str, entities: Callable[[], None], rows: Callable[[], None]) -> None:
    """Print the time of both, and their ratio."""
    for work in (entities, rows):
        milliseconds(work)
    found = [(milliseconds(entities), milliseconds(rows)) for _ in range(ROUNDS)]
    orm, core = ([pair[side] for pair in found] for side in (0, 1))
    ratios = [slow / fast for slow, fast in found]
    print(f"| {name} | {spread(orm, 3)} | {spread(core, 3)} | {spread(ratios, 2)} |")


async def _migrate(url: str) -> None:
    opened = connect(url)
    await migrate.migrate(opened)
    await opened.close()


def main() -> None:
    """Measure writing, then reading."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'rows.db')}"
        asyncio.run(_migrate(url))
        rows = Rows(create_engine(url))
        print("| what | entities, CPU ms | rows, CPU ms | ratio |\n|---|---|---|---|")
        compare("write one", rows.add_entity, rows.insert_row)
        compare(f"read {PAGE}", rows.read_entities, rows.read_rows)


if __name__ == "__main__":
    main()
