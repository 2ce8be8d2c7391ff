"""Chaos: two servers on one database, killed at random, before a platform that spoils answers.

`bench.chaos` runs it longer.
"""

import asyncio
import contextlib
import itertools
import math
import os
import random
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import httpx2
from sqlalchemy import Connection, select

from gateway.assembly import Assembly
from gateway.database.database import Database, connect
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, fetch_rows, row_shape
from gateway.domain.commands.upstream import AttachUpstream
from gateway.models.upstream import ChangeState
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from gateway.upstream.changes import CHANGES
from tests import canaries, servers, untraced
from tests.canaries import leaks
from tests.conftest import CALLER
from tests.servers import Server
from tests.upstream.chaos_checks import Told, violations

SHARE: Final = 0.5  # of the platform's changes that are spoilt
LIVES: Final = 8  # numbers at once
KEY: Final = f"k1:{b64encode(os.urandom(32)).decode()}"
PROJECT: Final = canaries.PLATFORM_PROJECT
TOKEN: Final = canaries.PLATFORM_TOKEN
_AGAIN: Final = {"change_pending", "unavailable", "upstream_busy"}
_DRAIN_SECONDS: Final = 180.0
_IMPORT: Final = """
mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) {
  __typename ... on ImportPhoneNumberSuccess { phoneNumber { id provisioning { status } } }
  ... on Problem { code } } }
"""
_UPDATE: Final = """
mutation ($input: UpdatePhoneNumberInput!) { updatePhoneNumber(input: $input) {
  __typename ... on UpdatePhoneNumberSuccess { phoneNumber { id provisioning { status } } }
  ... on Problem { code } } }
"""
_RELEASE: Final = """
mutation ($input: ReleasePhoneNumberInput!) { releasePhoneNumber(input: $input) {
  __typename ... on ReleasePhoneNumberSuccess { phoneNumber { id provisioning { status } } }
  ... on Problem { code } } }
"""


@dataclass
class Servers:
    """Two servers on one database; each start has a log of its own."""

    folder: Path
    settings: dict[str, str]
    program: str
    running: list[Server] = field(default_factory=list[Server])
    logs: list[Path] = field(default_factory=list[Path])

    def start(self) -> None:
        """Start one more."""
        self.logs.append(self.folder / f"server{len(self.logs)}.log")
        with self.logs[-1].open("wb") as lines:
            process = self._begin(lines)
        with servers.ending_on_failure(process):
            self.running.append(Server(process, self.logs[-1]))

    def kill(self) -> None:
        """Kill the older one, and start another."""
        self.running.pop(0).kill()
        self.start()

    def _begin(self, lines: IO[bytes]) -> servers.Process:
        arguments, env = ("serve", "--port", "0"), servers.environment(self.settings)
        if self.program == servers.PROGRAM:
            return servers.forked(arguments, env, lines, lines)
        return servers.fresh(arguments, env, lines, lines, program=self.program)

    def end(self) -> None:
        """Leave none behind."""
        for server in self.running:
            server.kill()


@contextlib.contextmanager
def platform(seed: int = 1) -> Generator[str]:
    """Run the platform; yield its host and port."""
    command = [sys.executable, "-m", "tests.upstream.platform", str(seed)]
    env = untraced.without()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout
    try:
        yield f"127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def settings(database: str, space: str) -> dict[str, str]:
    """Return the settings of servers that are attached to *space*; times are a tenth of usual."""
    return {
        "database_url": database,
        "open_access": "true",
        "secret_keys": KEY,
        "upstream_hosts": space,
        "upstream_call_seconds": "1",
        "upstream_answer_seconds": "1.5",
        "upstream_sync_seconds": "3600",
        "rate_limit": "0",
    }


async def attach(database: str, space: str) -> None:
    """Attach the database's project to the platform, however slow the machine is."""
    configured = Settings(
        database_url=database, secret_keys=SecretKeys.read(KEY), upstream_hosts=space,
        busy_seconds=60, upstream_call_seconds=30,
    )  # fmt: skip
    asked = {"space": space, "project_id": str(PROJECT), "api_token": TOKEN}
    assembly = Assembly(configured)
    try:
        await assembly.upstreams.attach(CALLER, AttachUpstream.of(asked, configured.policy))
    finally:
        await assembly.close()


class Life:
    """A number as a client lives with it: imported, changed, perhaps released."""

    def __init__(self, run: Servers, told: Told, number: str) -> None:
        self.run, self.told, self.number = run, told, number
        self.random = random.Random(number)  # noqa: S311  # no secret

    async def live(self, stop: asyncio.Event) -> None:
        """Ask for one thing after the other; what is lost is asked for again with its key."""
        self.told.asked.add(self.number)
        handler = {"relayTopic": {"topic": "t0"}} if self.random.random() < 0.7 else None
        asked = {"number": self.number, "numberType": "LONGCODE", "callHandler": handler}
        id_ = await self._ask(_IMPORT, "import", asked, stop)
        for turn in range(self.random.randint(0, 2) if id_ else 0):
            handler = {"relayTopic": {"topic": f"t{turn}"}}
            changed = {"id": id_, "name": f"n{turn}", "callHandler": handler}
            await self._ask(_UPDATE, "update", changed, stop)
        if id_ and self.random.random() < 0.3:
            self.told.released.add(self.number)
            await self._ask(_RELEASE, "release", {"id": id_}, stop)

    async def _ask(self, document: str, kind: str, asked: Any, stop: asyncio.Event) -> str | None:
        """Ask until there is an answer, or the run ends; return the id where it succeeded."""
        key = f"{self.number}-{self.random.random()}"
        variables = {"input": asked | {"idempotencyKey": key}}
        while not stop.is_set():
            answer = await self._answer(document, variables)
            if answer is None or answer.get("code") in _AGAIN:
                await asyncio.sleep(0.3)
                continue
            return self._note(kind, answer)
        return None

    async def _answer(self, document: str, variables: Any) -> dict[str, Any] | None:
        server = self.random.choice(self.run.running)
        try:
            async with httpx2.AsyncClient(timeout=15) as client:
                body = {"query": document, "variables": variables}
                response = await client.post(f"{server.url}/graphql", json=body)
                [answer] = response.json()["data"].values()
        except (httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError):
            return None
        found: dict[str, Any] = answer
        return found

    def _note(self, kind: str, answer: dict[str, Any]) -> str | None:
        number = answer.get("phoneNumber") or {}
        status = (number.get("provisioning") or {}).get("status", "ACTIVE")
        succeeded = answer["__typename"].endswith("Success")
        self.told.answers[f"{kind} {status if succeeded else answer['code']}"] += 1
        if kind == "import" and succeeded and status == "ACTIVE":
            self.told.done.add(self.number)
        if kind == "import" and not succeeded:
            self.told.refused.add(self.number)
        found: str | None = number.get("id")
        return found


async def run(told: Told, servers_: Servers, kills: int, seconds: float) -> int:
    """Let clients live while servers are killed so many times; return how often they were.

    After the *seconds* no other server is killed.
    """
    numbers = (f"+1415{place:07d}" for place in itertools.count(2_000_000))
    stop = asyncio.Event()
    living = [asyncio.create_task(_lives(servers_, told, numbers, stop)) for _ in range(LIVES)]
    rng, end, killed = random.Random(kills), time.monotonic() + seconds, 0  # noqa: S311  # no secret
    while killed < kills and time.monotonic() < end:
        await asyncio.sleep(rng.uniform(0.5, 2.0))
        while len(told.asked) <= 2 * (killed + 1):  # a slow machine needs more time for the work
            await asyncio.sleep(0.1)
        await asyncio.to_thread(servers_.kill)
        killed += 1
    stop.set()
    await asyncio.gather(*living)
    return killed


async def _lives(
    servers_: Servers, told: Told, numbers: Iterator[str], stop: asyncio.Event
) -> None:
    while not stop.is_set():
        await Life(servers_, told, next(numbers)).live(stop)


async def drained(database: Database) -> bool:
    """Wait until no change is open; return whether that came."""
    query = select(CHANGES.c.id).where(CHANGES.c.state == ChangeState.OPEN).limit(1)
    end = time.monotonic() + _DRAIN_SECONDS
    while await database.read(lambda db: db.scalar(query) is not None):
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.5)
    return True


async def rows(database: Database) -> Sequence[Any]:
    """Return the live rows."""

    def read(db: Connection) -> Sequence[Any]:
        query = select(*row_shape(ALL_COLUMNS).selected).where(NUMBERS.c.released_at.is_(None))
        return fetch_rows(query, {}, db, ALL_COLUMNS)

    return await database.read(read)


@dataclass
class Report:
    """How a run went."""

    kills: int
    numbers: int
    answers: dict[str, int]
    drained: bool
    violations: list[str]


async def chaos(
    database: str,
    folder: Path,
    kills: int,
    program: str = servers.PROGRAM,
    seconds: float = math.inf,
) -> Report:
    """Run it all on a migrated database with one project."""
    with platform() as space:
        configured = settings(database, space)
        await attach(database, space)
        httpx2.post(f"http://{space}/_share", json=SHARE)
        servers_, told = Servers(folder, configured, program), Told()
        try:
            servers_.start()
            servers_.start()
            killed = await run(told, servers_, kills, seconds)
            httpx2.post(f"http://{space}/_share", json=0)
            opened = connect(database)
            ended = await drained(opened)
            records = httpx2.post(f"http://{space}/_state", json=None).json()["records"]
            wrong = violations(told, await rows(opened), records)
            wrong += [f"leaked {line}" for log in servers_.logs for line in leaks(log.read_text())]
            await opened.close()
        finally:
            servers_.end()
    return Report(killed, len(told.asked), dict(told.answers), ended, wrong)
