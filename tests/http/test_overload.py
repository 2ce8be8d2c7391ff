"""Admission control: requests beyond the limits wait, or get 503 with Retry-After."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send

from gateway.concurrency.admission import AdmissionControl
from gateway.http.middleware import RequestMiddleware
from gateway.http.overload import Overload

pytestmark = pytest.mark.anyio


class Slow:
    """An application that responds once `go` is set."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.running = self.max_running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.running += 1
        self.max_running = max(self.max_running, self.running)
        try:
            if scope["path"] != "/healthz":
                await self.go.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.running -= 1


Get = Callable[[str], Coroutine[Any, Any, httpx2.Response]]


def client_of(app: Slow, **limits: Any) -> Get:
    return client_of_middleware(middleware_of(app, **limits))


def middleware_of(
    app: Slow,
    running_requests: int = 64,
    waiting_requests: int = 128,
    waiting_seconds: float = 60,
) -> RequestMiddleware:
    admission = AdmissionControl(running_requests, waiting_requests, waiting_seconds)
    return RequestMiddleware(app, Overload({"/other": b"another format"}), admission, 262_144)


def client_of_middleware(middleware: RequestMiddleware) -> Get:
    async def get(path: str) -> httpx2.Response:
        transport = httpx2.ASGITransport(middleware)
        async with httpx2.AsyncClient(transport=transport, base_url="http://numbergate") as client:
            return await client.get(path)

    return get


def scope() -> Scope:
    return {"type": "http", "method": "POST", "path": "/graphql", "headers": []}


async def ignore(_: Message) -> None:
    """Accept a response."""


async def let_start(tasks: int) -> None:
    """Run the event loop until the tasks wait for something."""
    for _ in range(20 * tasks):
        await asyncio.sleep(0)


async def test_a_request_beyond_the_limits_is_503_at_once_and_health_checks_pass() -> None:
    app = Slow()
    get = client_of(app, running_requests=2, waiting_requests=1)
    tasks = [asyncio.create_task(get("/graphql")) for _ in range(3)]
    await let_start(3)

    rejected, health = await get("/graphql"), await get("/healthz")
    app.go.set()
    responses = await asyncio.gather(*tasks)

    assert rejected.status_code == 503
    assert rejected.headers["retry-after"] == "1"
    assert rejected.json()["errors"][0]["extensions"] == {"code": "OVERLOADED"}
    assert health.status_code == 200
    assert [response.status_code for response in responses] == [200, 200, 200]
    assert app.max_running == 3  # two of three requests, and health


async def test_a_request_that_waits_too_long_is_503_and_takes_no_slot() -> None:
    app = Slow()
    get = client_of(app, running_requests=1, waiting_seconds=0.01)
    first = asyncio.create_task(get("/graphql"))
    await let_start(1)

    waited = await get("/graphql")
    app.go.set()
    responses = [await first, await get("/graphql")]

    assert waited.status_code == 503
    assert [response.status_code for response in responses] == [200, 200]


async def test_a_client_that_disconnects_frees_its_slot() -> None:
    app = Slow()
    get = client_of(app, running_requests=1)
    gone = asyncio.create_task(get("/graphql"))
    await let_start(1)

    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    app.go.set()

    assert (await get("/graphql")).status_code == 200


async def test_requests_that_never_await_anything_are_limited_too() -> None:
    app = Slow()
    app.go.set()
    get = client_of(app, running_requests=1, waiting_requests=1)

    responses = await asyncio.gather(*(get("/graphql") for _ in range(5)))

    assert sorted(response.status_code for response in responses) == [200, 200, 503, 503, 503]


async def test_each_api_gets_the_503_in_its_own_format() -> None:
    app = Slow()
    app.go.set()
    get = client_of(app, running_requests=1, waiting_requests=0)

    _, graphql, other = await asyncio.gather(*map(get, ("/graphql", "/graphql", "/other/path")))

    assert graphql.json()["errors"][0]["extensions"] == {"code": "OVERLOADED"}
    assert (other.status_code, other.content) == (503, b"another format")


async def test_a_request_whose_body_has_not_arrived_takes_no_slot() -> None:
    app, never = Slow(), asyncio.Event()
    app.go.set()
    middleware = middleware_of(app, running_requests=1)

    async def nothing() -> Message:
        await never.wait()
        raise AssertionError

    slow = asyncio.ensure_future(middleware(scope(), nothing, ignore))
    await let_start(1)
    response = await client_of_middleware(middleware)("/graphql")

    assert response.status_code == 200
    slow.cancel()


async def test_a_client_that_reads_slowly_takes_no_slot() -> None:
    app, never = Slow(), asyncio.Event()
    app.go.set()
    middleware = middleware_of(app, running_requests=1)

    async def body() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def stuck(_: Message) -> None:
        await never.wait()

    slow = asyncio.ensure_future(middleware(scope(), body, stuck))
    await let_start(1)
    response = await client_of_middleware(middleware)("/graphql")

    assert response.status_code == 200
    assert app.max_running == 2
    slow.cancel()
