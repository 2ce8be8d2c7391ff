"""The issuer's keys: a slow, endless or failing provider holds up no request but its own."""

import asyncio
import json
import resource
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from gateway.auth import jwks
from gateway.auth.jwks import JWKSCache
from gateway.database.database import Database
from gateway.errors import Unavailable
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from tests.auth.test_jwt import AUDIENCE, ISSUER, KEY, NEXT, public, signed
from tests.conftest import ON_SQLITE, PROJECT, client_of
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

Respond = Callable[[asyncio.StreamWriter], Awaitable[None]]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
QUERY = {"query": "{ phoneNumbers { totalCount } }"}


class Provider:
    """A server of keys, which the test makes misbehave."""

    def __init__(self, respond: Respond) -> None:
        self.respond, self.fetches, self.url = respond, 0, ""
        self.was_asked = asyncio.Event()
        self.connections = set[asyncio.Task[None]]()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Respond, and close the connection; a client may have gone before."""
        await reader.readuntil(b"\r\n\r\n")
        self.fetches += 1
        self.was_asked.set()
        with suppress(ConnectionError):
            await self.respond(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a connection in a task that the test ends."""
        self.connections.add(asyncio.create_task(self.serve(reader, writer)))


@asynccontextmanager
async def provider_of(respond: Respond) -> AsyncGenerator[Provider]:
    provider = Provider(respond)
    server = await asyncio.start_server(provider.accept, "127.0.0.1", 0)
    provider.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/keys"
    yield provider
    server.close()
    await asyncio.wait_for(asyncio.gather(*provider.connections), LIMIT)


async def drip(writer: asyncio.StreamWriter) -> None:
    """Send a byte before each read times out, for ever."""
    writer.write(HEAD)
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def flood(writer: asyncio.StreamWriter) -> None:
    """Send 600 MB of keys."""
    writer.write(HEAD + b'{"keys":[')
    for _ in range(600):
        writer.write(b'{"kty":"oct","k":"AAAA"},' * 40_000)
        await writer.drain()


def sending(text: str) -> Respond:
    async def respond(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + text.encode())
        await writer.drain()

    return respond


def settings_of(url: str, database: str, **others: Any) -> Settings:
    return Settings(
        database_url=database,
        jwt_keys=url,
        jwt_issuer=ISSUER,
        jwt_audience=AUDIENCE,
        waiting_seconds=60,
        **others,
    )


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@ON_SQLITE
async def test_own_tokens_do_not_wait_for_a_provider_that_drips(
    database: str, opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fetch never ends here, so nothing that waits for it can be answered."""
    monkeypatch.setattr(jwks, "FETCH_SECONDS", LIMIT)
    token = (await Projects(opened).mint(PROJECT, "own", ALL_SCOPES)).text
    async with (
        provider_of(drip) as provider,
        client_of(settings_of(provider.url, database, running_requests=16)) as client,
        asyncio.timeout(LIMIT),
    ):
        unsigned = [
            asyncio.create_task(client.post("/graphql", json=QUERY, headers=bearer(signed())))
            for _ in range(80)
        ]
        await provider.was_asked.wait()
        own = await client.post("/graphql", json=QUERY, headers=bearer(token))
        answered = set[asyncio.Task[Any]]()
        while len(answered) < 78:  # all but those that may wait
            await asyncio.sleep(0.05)
            answered = {task for task in unsigned if task.done()}
        for task in unsigned:
            task.cancel()
        await asyncio.wait(unsigned)

    assert own.json()["data"] == {"phoneNumbers": {"totalCount": 0}}
    assert {task.result().status_code for task in answered} == {503}
    assert provider.fetches == 1


async def test_a_fetch_ends_after_its_whole_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte arrives in time: only a limit of the whole ends it."""
    monkeypatch.setattr(jwks, "FETCH_SECONDS", 0.5)

    async with provider_of(drip) as provider, asyncio.timeout(LIMIT):
        with pytest.raises(Unavailable):
            await JWKSCache(provider.url, time.monotonic, 8).keys_for("first")


async def test_endless_keys_are_not_read() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with provider_of(flood) as provider, asyncio.timeout(LIMIT):
        with pytest.raises(Unavailable):
            await JWKSCache(provider.url, time.monotonic, 8).keys_for("first")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert grown < 50 * 1024  # KiB


@pytest.mark.parametrize(
    "text",
    [
        "[]", "5", '{"keys": 5}', '{"keys": [5]}', '{"keys": [{"kty": "none"}]}', "{", "\0",
        json.dumps({"keys": json.loads(public(KEY))["keys"] * 101}),
    ],
)  # fmt: skip
async def test_a_provider_may_send_anything(text: str) -> None:
    async with provider_of(sending(text)) as provider:
        with pytest.raises(Unavailable):
            await JWKSCache(provider.url, time.monotonic, 8).keys_for("first")


async def test_a_known_key_never_waits_and_its_last_set_is_kept() -> None:
    now = 0.0
    async with provider_of(sending(public(KEY))) as provider:
        cache = JWKSCache(provider.url, lambda: now, 8)
        await cache.keys_for("first")
        provider.respond = drip
        now = 4_000.0

        async with asyncio.timeout(LIMIT):
            found = [await cache.keys_for("first") for _ in range(3)]
        while provider.fetches < 2:
            await asyncio.sleep(0.01)
        await cache.close()

    assert [len(keys.keys) for keys in found] == [1, 1, 1]


async def test_unknown_keys_fetch_every_30_seconds_and_a_lack_of_keys_every_second() -> None:
    now = 0.0
    async with provider_of(sending("")) as provider:
        cache = JWKSCache(provider.url, lambda: now, 8)
        for _ in range(5):
            with pytest.raises(Unavailable):
                await cache.keys_for("first")
        now, provider.respond = 1.5, sending(public(KEY))
        for place in range(5):
            await cache.keys_for(f"unknown {place}")
        now = 32.0
        for place in range(5):
            await cache.keys_for(f"unknown {place}")

    assert provider.fetches == 3


async def test_a_file_of_keys_is_limited_too(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(public(KEY, NEXT) + " " * jwks.MAX_BYTES)

    with pytest.raises(Unavailable):
        await JWKSCache(str(keys), time.monotonic, 8).keys_for("first")
