"""Benchmark data: the same phone numbers in a database for each server."""

import base64
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Insert, create_engine, insert, select, text

from bench.scenarios import ASKED, BEGAN, FIRST, NUMBERS
from gateway.database import migrate
from gateway.database.database import connect
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.models.tables import METADATA
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects

PROJECT: Final = UUID(int=1)
Handlers = tuple[dict[str, Any], dict[str, Any]]  # of calls, and of messages
_FAMILIES: Final = 100  # of the 10,000: a million

# Each number a hundred times, and its copies beside it in time. A tenth is answered by a Relay
# topic, a fifth by nothing, the others by a webhook; two of a hundred are Canadian. Their ids are
# those of the originals, in a version of their own.
_MULTIPLY: Final = """
WITH RECURSIVE family(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM family WHERE n + 1 < ?),
webhook AS (SELECT call_handler AS h FROM phone_number
            WHERE call_handler_kind = 'laml_webhooks' LIMIT 1)
INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, message_handler, release_protected, version,
    created_at, updated_at
)
SELECT
    substr(id, 1, 12) || '8' || substr(id, 14, 15) || printf('%04x', n), project_id,
    '+' || (substr(number, 2) + ? * n),
    number_type, iif(n % 50 = 5, 'CA', 'US'), capabilities, name, tags, call_receive_mode,
    CASE WHEN n % 5 = 0 THEN call_handler WHEN n % 5 < 4 THEN h END, message_handler,
    0, 1, strftime('%Y-%m-%d %H:%M:', created_at) || printf('%02d.%06d', n % 60, n), updated_at
FROM phone_number, family, webhook
"""
_KEPT: Final = """
SELECT count(*), sum(version - 1), sum(CASE
    WHEN version > 1 AND name LIKE 'Renamed %' THEN 0
    WHEN version = 1 AND name IN ('Desk ' || place, 'Line ' || place) THEN 0
    ELSE 1 END),
    (SELECT count(*) FROM phone_number_event), (SELECT sum(length) FROM event_stream)
FROM (SELECT version, name, CAST(substr(number, 2) AS BIGINT) - {FIRST} AS place
      FROM phone_number) AS kept
"""


class Data(NamedTuple):
    """A database, a token for its project, and ids of numbers to request."""

    file: Path
    token: str
    ids: Sequence[str]


class Kept(NamedTuple):
    """The rows after a run; *wrong* are numbers with a name that was not sent.

    *events* are counted, and *length* is the last position that was given to one.
    """

    imported: int
    updated: int
    wrong: int
    events: int
    length: int


async def filled(file: Path, handlers: Callable[[int], Handlers] | None = None) -> Data:
    """Create a database with the numbers, and the handlers that each place has."""
    opened = connect(f"sqlite:///{file}")
    await migrate.migrate(opened)
    # Never a whole second: servers write those in different ways, all of them right.
    start, ticks = BEGAN + timedelta(microseconds=1), count()
    numbers = PhoneNumbers(opened, now=lambda: start + timedelta(seconds=next(ticks)))
    projects = Projects(opened)
    await projects.create("bench", PROJECT)
    caller = Caller(PROJECT, "bench", ALL_SCOPES)
    for place in range(0, NUMBERS, 500):
        batch = [_command(place + n, (handlers or few)(place + n)) for n in range(500)]
        await numbers.import_all(caller, batch)
    token = await projects.mint(PROJECT, "bench", ALL_SCOPES)
    await opened.close()
    return Data(file, token.text, _ids(file))


def backed_up(file: Path, copy: Path) -> Path:
    """Copy the database by SQLite's backup API, and return the copy."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL")
    return copy


def multiplied(data: Data, file: Path) -> Data:
    """Create a database of a million numbers from 10,000, without tags and events."""
    with closing(sqlite3.connect(backed_up(data.file, file))) as db:
        db.execute("PRAGMA cache_size=-1000000")  # a gigabyte: indexes are not written in order
        db.execute("PRAGMA synchronous=OFF")
        db.execute(_MULTIPLY, (_FAMILIES, NUMBERS))
        db.commit()
        db.execute("ANALYZE")
    return data._replace(file=file)


async def copied(file: Path, url: str) -> None:
    """Copy all rows of a file to an empty database at *url*."""
    opened = connect(url)
    await migrate.migrate(opened)
    with create_engine(f"sqlite:///{file}").connect() as source:
        for table in METADATA.sorted_tables:
            written = [column for column in table.c if column.computed is None]
            rows = [dict(row) for row in source.execute(select(*written)).mappings()]
            if rows:
                await opened.write(partial(_insert, insert(table), rows))
    await opened.close()


def _insert(statement: Insert, rows: list[dict[str, Any]], db: Connection) -> None:
    db.execute(statement, rows)


async def kept(url: str) -> Kept:
    """Return the rows written to the database at *url* since it was filled."""
    opened = connect(url)
    query = text(_KEPT.replace("{FIRST}", str(FIRST)))
    numbers, updated, wrong, *events = await opened.read(lambda db: db.execute(query).one())
    await opened.close()
    return Kept(numbers - NUMBERS, updated, wrong, *(count - NUMBERS for count in events))


def _ids(file: Path) -> list[str]:
    """Return the GraphQL ids of some numbers."""
    with closing(sqlite3.connect(file)) as db:
        found = db.execute("SELECT id FROM phone_number ORDER BY number LIMIT ?", (ASKED,))
        return [_global(UUID(key)) for (key,) in found]


def _global(key: UUID) -> str:
    return base64.urlsafe_b64encode(f"PhoneNumber:{key}".encode()).decode()


def few(place: int) -> Handlers:
    """Return the handlers of a number, of the 71 that all numbers share."""
    webhook = {"laml_webhooks": {"request_url": f"https://example.com/{place % 40}"}}
    call = webhook if place % 2 else {"relay_topic": {"topic": f"desk-{place % 30}"}}
    other = {"relay_application": {"application": "support"}}
    return call, other if place % 3 else webhook


def different(place: int) -> Handlers:
    """Return the handlers of a number, which no other number has."""
    call, message = (f"https://example.com/{what}/{place}" for what in ("call", "message"))
    return {"laml_webhooks": {"request_url": call}}, {"laml_webhooks": {"request_url": message}}


def _command(place: int, handlers: Handlers) -> ImportNumber:
    call, message = handlers
    asked = {
        "number": f"+{FIRST + place}",
        "number_type": "longcode",
        "name": f"Desk {place}",
        "tags": ["support", "eu"],
        "call_handler": call,
        "message_handler": message,
    }
    return ImportNumber.of(asked, STRICT)
