"""What the servers of a comparison know: the same numbers, in a database of each one's own."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import create_engine, insert, select

from gateway import revisions, store
from gateway.commands import Caller, ImportNumber
from gateway.models import Table
from gateway.numbers import PhoneNumbers
from gateway.policy import STRICT
from gateway.projects import FULL, Projects

PROJECT: Final = UUID(int=1)
NUMBERS: Final = 10_000


async def filled(file: Path) -> str:
    """Make a database with the numbers, and return a token for its project."""
    opened = store.connect(f"sqlite:///{file}")
    await revisions.migrate(opened)
    start, ticks = datetime(2026, 1, 1, 12, 0, 0, 1, tzinfo=UTC), count()
    numbers = PhoneNumbers(opened, now=lambda: start + timedelta(seconds=next(ticks)))
    projects = Projects(opened)
    await projects.create("bench", PROJECT)
    caller = Caller(PROJECT, "bench", FULL)
    for place in range(0, NUMBERS, 500):
        batch = [_command(place + n) for n in range(500)]
        await numbers.import_all(caller, batch)
    token = await projects.mint(PROJECT, "bench", FULL)
    await opened.close()
    return token.text


def backed_up(file: Path, copy: Path) -> None:
    """Make another database of the same content, by SQLite's own means."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")


async def copied(file: Path, url: str) -> None:
    """Copy everything in a file to an empty database at *url*."""
    opened = store.connect(url)
    await revisions.migrate(opened)
    with create_engine(f"sqlite:///{file}").connect() as source:
        for table in Table.metadata.sorted_tables:
            written = [column for column in table.c if column.computed is None]
            rows = [dict(row) for row in source.execute(select(*written)).mappings()]
            if rows:
                await opened.write(lambda db, t=table, r=rows: db.execute(insert(t), r))
    await opened.close()


def _command(place: int) -> ImportNumber:
    webhook = {"laml_webhooks": {"request_url": f"https://example.com/{place % 40}"}}
    call = webhook if place % 2 else {"relay_topic": {"topic": f"desk-{place % 30}"}}
    other = {"relay_application": {"application": "support"}}
    asked = {
        "number": f"+{14153120000 + place}",
        "number_type": "longcode",
        "name": f"Desk {place}",
        "tags": ["support", "eu"],
        "call_handler": call,
        "message_handler": other if place % 3 else webhook,
    }
    return ImportNumber.of(asked, STRICT)
