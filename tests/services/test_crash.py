"""Crash recovery: a server that is killed loses no write that it has confirmed.

Real processes are ended by kill -9 while they import. The checker itself is shown to fail.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection, select, text

from gateway.database.database import Database
from gateway.database.phone_numbers import NUMBERS
from tests import servers

pytestmark = pytest.mark.anyio

CRASHES = 3
CLIENTS = 12
ANSWERS = 20  # that clients have been given when the server is killed
IMPORT = """
mutation ($number: String!) {
  importPhoneNumber(input: {number: $number, numberType: LONGCODE, idempotencyKey: $number}) {
    __typename
    ... on ImportPhoneNumberSuccess { phoneNumber { uuid } }
  }
}
"""


@dataclass
class Book:
    """The requests of clients, and the responses that they got."""

    numbers: Iterator[int] = field(default_factory=lambda: count(4_152_000_000))
    asked: list[str] = field(default_factory=list)
    answered: dict[str, str] = field(default_factory=dict)

    @property
    def unanswered(self) -> list[str]:
        """The numbers whose request had no response."""
        return [number for number in self.asked if number not in self.answered]


def violations(book: Book, found: list[tuple[str, str]]) -> list[str]:
    """Return the contradictions between the responses and the numbers that were *found*."""
    there = set(found)
    lost = [f"{n} was answered and is lost" for n in book.answered.items() if n not in there]
    times = Counter(number for number, _ in found)
    twice = [f"{n} is there {times[n]} times" for n in times if times[n] > 1]
    unasked = [f"{n} was never asked for" for n in times if n not in set(book.asked)]
    return lost + twice + unasked


async def call(client: httpx2.AsyncClient, document: str, **variables: Any) -> dict[str, Any]:
    response = await client.post("/graphql", json={"query": document, "variables": variables})
    data: dict[str, Any] = response.json()["data"]
    return data


async def add(client: httpx2.AsyncClient, book: Book, number: str) -> bool:
    """Import the number; note and return whether it was answered with success."""
    answer = (await call(client, IMPORT, number=number))["importPhoneNumber"]
    if answer["__typename"] != "ImportPhoneNumberSuccess":
        return False
    book.answered[number] = answer["phoneNumber"]["uuid"]
    return True


async def work(client: httpx2.AsyncClient, book: Book) -> None:
    """Import one number after another until the server is gone."""
    while True:
        number = f"+1{next(book.numbers)}"
        book.asked.append(number)
        try:
            assert await add(client, book, number)
        except httpx2.TransportError:
            return


async def crash(server: servers.Server, book: Book) -> None:
    """Let clients work, and kill the server meanwhile."""
    async with httpx2.AsyncClient(base_url=server.url) as client:
        before = len(book.answered)
        clients = [asyncio.create_task(work(client, book)) for _ in range(CLIENTS)]
        async with asyncio.timeout(servers.LIMIT):
            while len(book.answered) < before + ANSWERS:
                await asyncio.sleep(0.01)
        server.kill()
        await asyncio.gather(*clients)


async def settle(client: httpx2.AsyncClient, book: Book) -> None:
    """Ask again, with the same keys, for whatever was not answered."""
    async with asyncio.timeout(servers.LIMIT):
        while book.unanswered:
            for number in book.unanswered:
                await add(client, book, number)
            await asyncio.sleep(0.05)  # PostgreSQL is still ending the requests that died


async def kept(opened: Database) -> list[tuple[str, str]]:
    """Return every number and its id, as the database has them."""
    query = select(NUMBERS.c.number, NUMBERS.c.id).where(NUMBERS.c.released_at.is_(None))
    rows = await opened.read(lambda db: db.execute(query).all())
    return [(number, str(id_)) for number, id_ in rows]


async def test_what_was_answered_survives_kill_9_and_what_was_not_happens_once(
    database: str, opened: Database, tmp_path: Path
) -> None:
    book = Book()
    for _ in range(CRASHES):
        with servers.serving(tmp_path / "log", database_url=database) as server:
            await crash(server, book)
    unanswered = len(book.unanswered)

    with servers.serving(tmp_path / "log", database_url=database) as server:
        async with httpx2.AsyncClient(base_url=server.url) as client:
            after_crashes = violations(book, await kept(opened))
            await settle(client, book)
            settled = await kept(opened)

    assert unanswered >= CRASHES
    assert len(book.answered) >= CRASHES * ANSWERS
    assert after_crashes[:5] == []
    assert violations(book, settled)[:5] == []
    assert {number for number, _ in settled} == set(book.asked)


@pytest.mark.parametrize(
    ("damage", "violation"),
    [
        ("DELETE FROM phone_number WHERE number = '+14152000001'", "is lost"),
        ("UPDATE phone_number SET number = '+14152000009' WHERE number = '+14152000001'", "asked"),
        ("UPDATE phone_number SET number = '+14152000002' WHERE number = '+14152000001'", "times"),
    ],
)
async def test_the_checker_finds_what_a_crash_could_do(
    client: httpx2.AsyncClient, opened: Database, damage: str, violation: str
) -> None:
    book = Book(asked=["+14152000001", "+14152000002"])
    await settle(client, book)
    before = violations(book, await kept(opened))

    def break_it(db: Connection) -> None:
        db.execute(text("DROP INDEX uq_phone_number_live"))
        db.execute(text(damage))

    await opened.write(break_it)

    after = violations(book, await kept(opened))
    assert before == []
    assert any(violation in found for found in after)
