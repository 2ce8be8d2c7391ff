"""`releasePhoneNumber` as clients see it."""

import pytest

from tests.conftest import Execute
from tests.documents import imported, release, update

pytestmark = pytest.mark.anyio

READ = """
query ($id: ID!) {
  phoneNumber(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id }
  phoneNumbers(filter: {tagsAll: ["a"]}) { totalCount }
  phoneNumberEvents { nodes { type phoneNumber { id } } }
}
"""


async def test_a_released_number_is_gone_and_its_history_stays(execute: Execute) -> None:
    number = await imported(execute, tags=["a"])

    answer = await release(execute, id=number["id"])

    found = await execute(READ, id=number["id"])
    assert answer == {
        "__typename": "ReleasePhoneNumberSuccess",
        "id": number["id"],
        "number": "+14155550123",
        "replayed": False,
    }
    assert (found["phoneNumber"], found["node"], found["nodes"]) == (None, None, [None])
    assert found["phoneNumbers"]["totalCount"] == 0
    assert found["phoneNumberEvents"]["nodes"] == [
        {"type": "IMPORTED", "phoneNumber": None},
        {"type": "RELEASED", "phoneNumber": None},
    ]


async def test_importing_it_again_gives_another_id(execute: Execute) -> None:
    first = await imported(execute)
    await release(execute, id=first["id"])

    second = await imported(execute)

    assert second["number"] == first["number"]
    assert (second["id"] != first["id"], second["version"]) == (True, 1)


async def test_a_protected_number_refuses(execute: Execute) -> None:
    number = await imported(execute)
    await update(execute, id=number["id"], releaseProtected=True)

    refused = await release(execute, id=number["id"])
    await update(execute, id=number["id"], releaseProtected=False)
    done = await release(execute, id=number["id"])

    assert (refused["code"], refused["retryable"]) == ("release_protected", False)
    assert done["__typename"] == "ReleasePhoneNumberSuccess"


async def test_another_version_is_not_released(execute: Execute) -> None:
    number = await imported(execute)
    await update(execute, id=number["id"], name="Desk")

    refused = await release(execute, id=number["id"], expectedVersion=1)
    done = await release(execute, id=number["id"], expectedVersion=2)

    assert refused["current"] == {"version": 2}
    assert done["__typename"] == "ReleasePhoneNumberSuccess"


async def test_released_twice_is_not_found_unless_the_key_says_that_it_is_once(
    execute: Execute,
) -> None:
    number = await imported(execute)
    asked = {"id": number["id"], "idempotencyKey": "k"}

    first, again = await release(execute, **asked), await release(execute, **asked)
    twice = await release(execute, id=number["id"])

    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["number"] == first["number"]
    assert (twice["__typename"], twice["id"]) == ("NumberNotFound", number["id"])


async def test_an_id_of_something_else_is_explained(execute: Execute) -> None:
    answer = await release(execute, id="x", idempotencyKey="")

    assert answer["fieldErrors"] == [
        {"path": ["input", "id"], "code": "invalid_id"},
        {"path": ["input", "idempotencyKey"], "code": "blank"},
    ]
