"""Rate limit: each token has a bucket, and responses show what remains in it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.auth.rate_limit import RateLimiter
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.errors import RateLimited
from gateway.services.projects import Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

pytestmark = pytest.mark.anyio

LIST = {"query": "{ phoneNumbers(first: 9) { nodes { id } } }"}
NOTHING = {"query": "{ nothing }"}


@ON_SQLITE
async def test_a_token_with_an_empty_bucket_is_429_and_others_are_not(
    database: str, opened: Database
) -> None:
    projects = Projects(opened)
    tokens = [await projects.mint(PROJECT, name, [Scope.NUMBERS_READ]) for name in ("a", "b")]
    first, second = ({"Authorization": f"Bearer {token.text}"} for token in tokens)

    async with client_of(Settings(database_url=database, rate_limit=25)) as client:
        answers = [await client.post("/graphql", json=LIST, headers=first) for _ in range(3)]
        other = await client.post("/graphql", json=LIST, headers=second)

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    cost = answers[0].json()["extensions"]["cost"]
    assert cost == {"requested": 11, "allowed": 5000, "remaining": 14}
    assert answers[0].headers["ratelimit-limit"] == "25"
    assert answers[0].headers["ratelimit-remaining"] == "14"
    assert int(answers[0].headers["ratelimit-reset"]) > 0
    assert int(answers[2].headers["retry-after"]) > 0
    assert answers[2].json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
    assert other.status_code == 200


@ON_SQLITE
async def test_invalid_documents_are_charged_too(database: str) -> None:
    limited = Settings(database_url=database, open_access=True, rate_limit=2)

    async with client_of(limited) as client:
        answers = [await client.post("/graphql", json=NOTHING) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]


@ON_SQLITE
async def test_without_a_limit_nothing_is_charged(database: str) -> None:
    unlimited = Settings(database_url=database, open_access=True, rate_limit=0)

    async with client_of(unlimited) as client:
        answer = await client.post("/graphql", json=LIST)

    assert answer.json()["extensions"]["cost"] == {"requested": 11, "allowed": 5000}
    assert "ratelimit-limit" not in answer.headers


async def test_no_request_costs_more_than_a_full_bucket() -> None:
    limiter = RateLimiter(Settings(rate_limit=100))

    state = await limiter.charge("a", 5000)

    assert state is not None
    assert state.remaining == 0
    with pytest.raises(RateLimited):
        await limiter.charge("a", 1)


async def test_without_a_reachable_redis_requests_pass() -> None:
    pytest.importorskip("redis")
    limiter = RateLimiter(Settings(rate_limit=1, rate_limit_redis="redis://127.0.0.1:1"))

    assert [await limiter.charge("a", 1) for _ in range(3)] == [None, None, None]


async def test_results_of_subscriptions_leave_half_of_the_bucket_to_requests() -> None:
    limiter = RateLimiter(Settings(rate_limit=100))

    delivered = [await limiter.charge("a", 25, reserves=True) for _ in range(2)]
    with pytest.raises(RateLimited) as waiting:
        await limiter.charge("a", 25, reserves=True)
    asked = await limiter.charge("a", 50)

    assert [state.remaining for state in (*delivered, asked) if state] == [75, 50, 0]
    assert waiting.value.retry_after_seconds == 15
    with pytest.raises(RateLimited):
        await limiter.charge("a", 1)


async def test_a_result_that_costs_more_than_half_a_bucket_waits_for_a_full_one() -> None:
    limiter = RateLimiter(Settings(rate_limit=100))

    state = await limiter.charge("a", 90, reserves=True)

    assert state and state.remaining == 50
    with pytest.raises(RateLimited):
        await limiter.charge("a", 90, reserves=True)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The URL of a Redis that only this test uses."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            while not listens(port):
                assert server.poll() is None
                time.sleep(0.02)
            yield f"redis://127.0.0.1:{port}"
        finally:
            server.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def test_processes_that_share_a_redis_share_the_buckets(redis: str) -> None:
    settings = Settings(rate_limit=10, rate_limit_redis=redis)
    first, second = RateLimiter(settings), RateLimiter(settings)

    states = [await first.charge("a", 4), await second.charge("a", 4)]

    assert [state.remaining for state in states if state] == [6, 2]
    with pytest.raises(RateLimited):
        await first.charge("a", 4)
    assert await second.charge("b", 5, reserves=True)
    with pytest.raises(RateLimited):
        await first.charge("b", 1, reserves=True)
    assert await first.charge("b", 5)
    for limiter in (first, second):  # throttled-py names no way to close its connections
        shared: Any = limiter._redis  # noqa: SLF001
        await shared._store._backend.get_client().connection_pool.disconnect()  # noqa: SLF001
