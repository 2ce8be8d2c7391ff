"""Concurrent imports: a number is imported once, a key is used once, and no server error occurs."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterable
from typing import Any, TypeVar
from uuid import UUID

import httpx2
import pytest

from tests.conftest import ask
from tests.servers import LIMIT

pytestmark = pytest.mark.anyio

T = TypeVar("T")
LONDON = "+442079460000"
SUCCESS = "ImportPhoneNumberSuccess"
IMPORT = """
mutation ($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    __typename
    ... on ImportPhoneNumberSuccess { replayed phoneNumber { uuid } }
    ... on NumberTaken { existing { uuid } }
    ... on IdempotencyConflict { reason }
    ... on Problem { code }
  }
}
"""
NUMBERS = "{ phoneNumbers(first: 100) { totalCount nodes { uuid number } } }"


async def in_flight(limit: int, calls: Iterable[Awaitable[T]]) -> list[T]:
    """Await all the *calls*, at most *limit* of them at any time."""
    free = asyncio.Semaphore(limit)

    async def one(call: Awaitable[T]) -> T:
        async with free:
            return await call

    return await asyncio.gather(*map(one, calls))


async def add(client: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
    """Import a number; return the member of the union that answers."""
    asked = {"number": LONDON, "numberType": "LONGCODE", **more}
    body = await ask(client, IMPORT, input=asked)
    assert "errors" not in body, body
    answer: dict[str, Any] = body["data"]["importPhoneNumber"]
    return answer


def uuids(answers: Iterable[dict[str, Any]]) -> set[UUID]:
    """Return the ids of the numbers that the answers are about."""
    found = (a.get("phoneNumber") or a.get("existing") for a in answers)
    return {UUID(number["uuid"]) for number in found if number}


async def test_of_200_imports_of_a_number_one_succeeds(client: httpx2.AsyncClient) -> None:
    calls = [add(client, name=f"Caller {n}") for n in range(200)]

    answers = await in_flight(16, calls)

    kept = (await ask(client, NUMBERS))["data"]["phoneNumbers"]
    types = Counter(answer["__typename"] for answer in answers)
    assert types == {"ImportPhoneNumberSuccess": 1, "NumberTaken": 199}
    assert kept["totalCount"] == 1
    assert uuids(answers) == {UUID(kept["nodes"][0]["uuid"])}


async def test_of_50_requests_with_one_key_one_happens(client: httpx2.AsyncClient) -> None:
    calls = [add(client, idempotencyKey="order-1") for _ in range(50)]

    answers = await in_flight(50, calls)

    kept = (await ask(client, NUMBERS))["data"]["phoneNumbers"]
    outcomes = Counter(a.get("reason") or ("again" if a["replayed"] else "first") for a in answers)
    assert outcomes["first"] == 1
    assert outcomes.keys() <= {"first", "again", "IN_PROGRESS"}
    assert kept["totalCount"] == 1
    assert uuids(answers) == {UUID(kept["nodes"][0]["uuid"])}


async def test_who_asks_again_while_it_is_in_progress_gets_the_answer_in_the_end(
    client: httpx2.AsyncClient,
) -> None:
    async def insist() -> dict[str, Any]:
        while (answer := await add(client, idempotencyKey="order-1"))["__typename"] != SUCCESS:
            await asyncio.sleep(0.01)
        return answer

    async with asyncio.timeout(LIMIT):
        answers = await in_flight(20, [insist() for _ in range(20)])

    assert [answer["replayed"] for answer in answers].count(False) == 1
    assert len(uuids(answers)) == 1


async def test_keys_for_one_number_are_one_success_and_otherwise_taken(
    client: httpx2.AsyncClient,
) -> None:
    calls = [add(client, idempotencyKey=f"order-{n % 10}") for n in range(50)]

    answers = await in_flight(16, calls)

    won = [a for a in answers if a["__typename"] == "ImportPhoneNumberSuccess"]
    others = {a["__typename"] for a in answers} - {"ImportPhoneNumberSuccess"}
    assert [a["replayed"] for a in won].count(False) == 1
    assert others <= {"NumberTaken", "IdempotencyConflict"}
    assert len(uuids(answers)) == 1


async def test_different_numbers_do_not_disturb_each_other(client: httpx2.AsyncClient) -> None:
    calls = [add(client, number=f"+4420794600{n:02}") for n in range(100)]

    answers = await in_flight(32, calls)

    kept = (await ask(client, NUMBERS))["data"]["phoneNumbers"]
    assert {a["__typename"] for a in answers} == {"ImportPhoneNumberSuccess"}
    assert kept["totalCount"] == len({n["number"] for n in kept["nodes"]}) == 100
    assert uuids(answers) == {UUID(n["uuid"]) for n in kept["nodes"]}
