"""More requests than a process can answer: some wait, the rest is told to come back."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send

from gateway.http.middleware import RequestMiddleware
from gateway.http.overload import Overload
from gateway.settings import Settings

pytestmark = pytest.mark.anyio


class Slow:
    """An application that answers when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.running = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if scope["path"] != "/healthz":
                await self.go.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.running -= 1


Ask = Callable[[str], Coroutine[Any, Any, httpx2.Response]]


def asking(app: Slow, **limits: Any) -> Ask:
    return asking_of(edge_of(app, **limits))


def edge_of(app: Slow, **limits: Any) -> RequestMiddleware:
    return RequestMiddleware(app, Overload({"/other": b"none of ours"}), Settings(**limits))


def asking_of(edge: RequestMiddleware) -> Ask:
    async def ask(path: str) -> httpx2.Response:
        transport = httpx2.ASGITransport(edge)
        async with httpx2.AsyncClient(transport=transport, base_url="http://numbergate") as client:
            return await client.get(path)

    return ask


def scope() -> Scope:
    return {"type": "http", "method": "POST", "path": "/graphql", "headers": []}


async def ignore(_: Message) -> None:
    """Take an answer."""


async def begun(tasks: int) -> None:
    """Let what was started come as far as it can."""
    for _ in range(20 * tasks):
        await asyncio.sleep(0)


async def test_what_is_too_much_is_503_at_once_and_health_is_not_held_up() -> None:
    app = Slow()
    ask = asking(app, running_requests=2, waiting_requests=1)
    tasks = [asyncio.create_task(ask("/graphql")) for _ in range(3)]
    await begun(3)

    refused, health = await ask("/graphql"), await ask("/healthz")
    app.go.set()
    answers = await asyncio.gather(*tasks)

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["errors"][0]["extensions"] == {"code": "OVERLOADED"}
    assert health.status_code == 200
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert app.most == 3  # two that were asked, and health


async def test_who_waits_too_long_is_503_and_takes_no_place() -> None:
    app = Slow()
    ask = asking(app, running_requests=1, waiting_seconds=0.01)
    first = asyncio.create_task(ask("/graphql"))
    await begun(1)

    waited = await ask("/graphql")
    app.go.set()
    answers = [await first, await ask("/graphql")]

    assert waited.status_code == 503
    assert [answer.status_code for answer in answers] == [200, 200]


async def test_a_client_that_goes_away_frees_its_place() -> None:
    app = Slow()
    ask = asking(app, running_requests=1)
    gone = asyncio.create_task(ask("/graphql"))
    await begun(1)

    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    app.go.set()

    assert (await ask("/graphql")).status_code == 200


async def test_requests_that_never_wait_are_counted_too() -> None:
    app = Slow()
    app.go.set()
    ask = asking(app, running_requests=1, waiting_requests=1)

    answers = await asyncio.gather(*(ask("/graphql") for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503, 503]


async def test_a_door_of_another_shape_refuses_in_its_own() -> None:
    app = Slow()
    app.go.set()
    ask = asking(app, running_requests=1, waiting_requests=0)

    _, usual, other = await asyncio.gather(*map(ask, ("/graphql", "/graphql", "/other/door")))

    assert usual.json()["errors"][0]["extensions"] == {"code": "OVERLOADED"}
    assert (other.status_code, other.content) == (503, b"none of ours")


async def test_a_body_that_has_not_come_takes_no_place() -> None:
    app, never = Slow(), asyncio.Event()
    app.go.set()
    edge = edge_of(app, running_requests=1)

    async def nothing() -> Message:
        await never.wait()
        raise AssertionError

    slow = asyncio.ensure_future(edge(scope(), nothing, ignore))
    await begun(1)
    answer = await asking_of(edge)("/graphql")

    assert answer.status_code == 200
    slow.cancel()


async def test_who_takes_the_answer_slowly_takes_no_place() -> None:
    app, never = Slow(), asyncio.Event()
    app.go.set()
    edge = edge_of(app, running_requests=1)

    async def body() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def stuck(_: Message) -> None:
        await never.wait()

    slow = asyncio.ensure_future(edge(scope(), body, stuck))
    await begun(1)
    answer = await asking_of(edge)("/graphql")

    assert answer.status_code == 200
    assert app.most == 2
    slow.cancel()
