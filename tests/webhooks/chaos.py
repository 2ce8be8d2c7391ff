"""Chaos: two workers on one database, killed at random, and a receiver that spoils its answers.

`bench.webhooks` runs it longer.
"""

import asyncio
import contextlib
import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select
from standardwebhooks import Webhook

from gateway.database.database import Database, connect
from gateway.database.events import STREAMS
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.webhooks import CreateWebhookEndpoint
from gateway.domain.enums import DeliveryStatus
from gateway.domain.validation_policy import STRICT, ValidationPolicy
from gateway.services.phone_numbers import PhoneNumbers
from gateway.webhooks.endpoints import DELIVERIES, ENDPOINTS
from gateway.webhooks.messages import message_id
from tests import servers
from tests.canaries import leaks
from tests.conftest import CALLER, PROJECT
from tests.receiver import Answer, Receiver, Request, receiving
from tests.upstream.chaos import KEY
from tests.webhooks.services import webhook_endpoints

_PAUSES: Final = " ".join(["0", *["1"] * 19])  # seconds; usual ones take days
_PRIVATE: Final = ValidationPolicy(private_urls=True)


@dataclass
class Report:
    """How a run went."""

    events: int
    kills: int
    received: int = 0
    distinct: int = 0
    missing: int = 0
    unverified: int = 0
    attempts: int = 0
    statuses: dict[str, int] = field(default_factory=dict[str, int])
    drained: bool = False
    leaks: list[str] = field(default_factory=list[str])


@dataclass
class Spoiling:
    """Verifies each message by the library, and spoils half of the answers."""

    secret: str
    taken: Counter[str] = field(default_factory=Counter[str])
    unverified: int = 0
    rng: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311

    def answer(self, request: Request) -> Answer:
        """Take a message or not, and say so or not."""
        try:
            Webhook(self.secret).verify(request.body, request.headers)
        except Exception:  # noqa: BLE001  # whatever it is, it was not verified
            self.unverified += 1
        chance = self.rng.random()
        if chance < 0.2:
            return Answer(hangs_up=True)  # not taken
        self.taken[request.headers["webhook-id"]] += 1
        if chance < 0.4:
            return Answer(hangs_up=True)  # taken, and not said
        return Answer(500 if chance < 0.5 else 204)


@dataclass
class Workers:
    """Two workers on one database; each start has a log of its own."""

    folder: Path
    settings: dict[str, str]
    program: str = servers.PROGRAM
    running: list[servers.Process] = field(default_factory=list[servers.Process])
    logs: list[Path] = field(default_factory=list[Path])

    def start(self) -> None:
        """Start one more."""
        self.logs.append(self.folder / f"worker{len(self.logs)}.log")
        env = servers.environment(self.settings)
        with self.logs[-1].open("wb") as lines:
            if self.program == servers.PROGRAM:
                process = servers.forked(("work",), env, lines, lines)
            else:
                process = servers.fresh(("work",), env, lines, lines, program=self.program)
        self.running.append(process)

    def kill(self) -> None:
        """Kill the older one, and start another."""
        with servers.ending(self.running.pop(0)):
            self.start()

    def end(self) -> None:
        """Leave none behind."""
        for process in self.running:
            with servers.ending(process):
                pass


async def chaos(
    database: str, folder: Path, events: int, kills: int, program: str = servers.PROGRAM
) -> Report:
    """Run it all on a migrated database with one project."""
    report, opened = Report(events, kills), connect(database, busy_seconds=60)
    configured = {
        "database_url": database,
        "secret_keys": KEY,
        "allow_private_urls": "true",
        "webhook_seconds": "1",
        "webhook_retries": _PAUSES,
        "busy_seconds": "60",
    }
    async with receiving() as receiver:
        spoiling = Spoiling(await _endpoint(opened, receiver))
        receiver.answer = spoiling.answer
        workers = Workers(folder, configured, program)
        try:
            workers.start()
            workers.start()
            await _run(opened, workers, report)
            report.drained = await _drained(opened)
        finally:
            await asyncio.to_thread(workers.end)
    await opened.read(lambda db: _count(db, report))
    _compare(report, spoiling)
    report.leaks = [line for log in workers.logs for line in leaks(log.read_text())]
    await opened.close()
    return report


async def _endpoint(opened: Database, receiver: Receiver) -> str:
    """Create an endpoint of the receiver, and return its secret."""
    asked = CreateWebhookEndpoint.of({"url": receiver.url}, _PRIVATE)
    return (await webhook_endpoints(opened).create(CALLER, asked)).secret


async def _run(opened: Database, workers: Workers, report: Report) -> None:
    """Let events happen while workers are killed."""
    numbers, rng = PhoneNumbers(opened), random.Random(report.kills)  # noqa: S311
    asked = (f"+1415{place:07d}" for place in range(2_000_000, 2_000_000 + report.events))
    share = -(-report.events // max(report.kills, 1))
    for _ in range(report.kills):
        for number in itertools.islice(asked, share):
            values = {"number": number, "number_type": "longcode"}
            await numbers.import_number(CALLER, ImportNumber.of(values, STRICT))
        await asyncio.sleep(rng.uniform(0.3, 1.5))
        await asyncio.to_thread(workers.kill)


async def _drained(opened: Database) -> bool:
    """Wait until nothing is due; return whether that came."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(servers.LIMIT):
            while await opened.read(_is_open):
                await asyncio.sleep(0.2)
            return True
    return False


def _is_open(db: Connection) -> bool:
    behind = select(ENDPOINTS.c.id).join(STREAMS, STREAMS.c.project_id == ENDPOINTS.c.project_id)
    is_behind = db.scalar(behind.where(STREAMS.c.length > ENDPOINTS.c.position)) is not None
    due = select(DELIVERIES.c.position).where(DELIVERIES.c.status == DeliveryStatus.DUE).limit(1)
    return is_behind or db.scalar(due) is not None


def _count(db: Connection, report: Report) -> None:
    by_status = select(DELIVERIES.c.status, func.count()).group_by(DELIVERIES.c.status)
    report.statuses = {status.value: count for status, count in db.execute(by_status)}
    report.attempts = db.scalar(select(func.sum(DELIVERIES.c.attempts))) or 0


def _compare(report: Report, spoiling: Spoiling) -> None:
    expected = {message_id(PROJECT, position + 1) for position in range(report.events)}
    report.received, report.distinct = sum(spoiling.taken.values()), len(spoiling.taken)
    report.missing, report.unverified = len(expected - spoiling.taken.keys()), spoiling.unverified


def wrong(report: Report) -> Sequence[Any]:
    """Return what is wrong with a run."""
    is_other = report.distinct != report.events
    found: dict[str, Any] = {
        "missing": report.missing,
        "other ids": is_other,
        "unverified": report.unverified,
    }
    found |= {"not drained": not report.drained, "leaks": report.leaks}
    found |= {"dead": report.statuses.get("dead", 0)}
    return [(name, value) for name, value in found.items() if value]
