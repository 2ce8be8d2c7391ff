"""A delivery begins with the commit of its event: no poll is waited for."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from gateway.assembly import Assembly
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.webhooks import CreateWebhookEndpoint
from gateway.domain.validation_policy import STRICT
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from gateway.webhooks.queues import WebhookQueue
from gateway.workers.queue import Job
from gateway.workers.runner import Runner
from tests.conftest import CALLER
from tests.receiver import receiving
from tests.servers import LIMIT
from tests.upstream.chaos import KEY

pytestmark = pytest.mark.anyio

NEVER = 1e6  # seconds until a queue is looked at again by itself


@pytest.fixture
def settings(database: str) -> Settings:
    keys = SecretKeys.read(KEY)
    return Settings(
        database_url=database, secret_keys=keys, allow_private_urls=True, busy_seconds=60
    )


@pytest.fixture
async def assembly(settings: Settings) -> AsyncIterator[Assembly]:
    assembly = Assembly(settings)
    yield assembly
    await assembly.close()


async def test_an_event_wakes_the_worker_of_its_process(
    assembly: Assembly, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, asleep = WebhookQueue.is_due, asyncio.Event()

    async def noted(queue: WebhookQueue) -> bool:
        is_due = await look(queue)
        asleep.set()  # nothing is awaited between a look that finds nothing and the pause
        return is_due

    monkeypatch.setattr(WebhookQueue, "is_due", noted)
    monkeypatch.setattr(assembly.workers.engine, "_pause", NEVER)
    async with receiving() as receiver:
        created = CreateWebhookEndpoint.of({"url": receiver.url}, settings.policy)
        await assembly.webhooks.create(CALLER, created)
        assembly.workers.engine.start()
        await asyncio.wait_for(asleep.wait(), LIMIT)
        number = {"number": "+14155550123", "number_type": "longcode"}
        await assembly.numbers.import_number(CALLER, ImportNumber.of(number, STRICT))
        await receiver.wait(lambda: bool(receiver.requests))


class Restless:
    """A queue where something is made due while it is looked at for the first time."""

    name = "restless"

    def __init__(self) -> None:
        self.runner = Runner([self], pause=NEVER)
        self.looks, self.looked = 0, asyncio.Event()

    async def is_due(self) -> bool:
        self.looks += 1
        if self.looks == 1:
            self.runner.wake()
        else:
            self.looked.set()
        return False

    async def claim(self, most: int) -> list[Job]:
        raise AssertionError(most)


async def test_what_is_made_due_during_a_look_has_another_look() -> None:
    queue = Restless()
    queue.runner.start()

    await asyncio.wait_for(queue.looked.wait(), LIMIT)
    await queue.runner.stop(0)
