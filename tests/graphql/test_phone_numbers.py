"""Queries of numbers: one by id, uuid or number, several by id, and lists by pages."""

import httpx2
import pytest

from gateway.graphql_jit.fallback import Fallback
from gateway.settings import Settings
from tests.conftest import Execute, ask, client_of
from tests.documents import imported
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = pytest.mark.anyio

UNKNOWN = "11111111-1111-4111-8111-111111111111"
ONE = """
query ($id: ID, $number: String) {
  phoneNumber(id: $id, number: $number) {
    id uuid number callHandler { __typename } isValid
    national: numberFormatted(format: NATIONAL)
    link: numberFormatted(format: RFC3966)
    numberFormatted
  }
}
"""
BARE = """
query ($id: ID!) {
  phoneNumber(id: $id) {
    name nextBilledAt e911AddressId e911Status callHandlerKind messageHandlerKind
    callHandlerResourceId messageHandlerResourceId callHandler { __typename }
    messageHandler { __typename }
  }
}
"""
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on PhoneNumber { number } } }"
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
PAGE = """
query ($first: Int, $after: String, $last: Int, $before: String) {
  phoneNumbers(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { number } }
    nodes { number }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}
"""


async def test_a_number_is_found_by_its_id_its_uuid_and_itself(execute: Execute) -> None:
    number = await imported(execute)

    found = [
        (await execute(ONE, **by))["phoneNumber"]
        for by in (
            {"id": number["id"]},
            {"id": number["uuid"]},
            {"id": number["uuid"].upper()},
            {"number": number["number"]},
        )
    ]

    assert found == [found[0]] * 4
    assert found[0] == {
        "id": number["id"],
        "uuid": number["uuid"],
        "number": "+14155550123",
        "callHandler": None,
        "isValid": True,
        "national": "(415) 555-0123",
        "link": "tel:+1-415-555-0123",
        "numberFormatted": "+1 415-555-0123",
    }


async def test_what_a_number_does_not_have_is_null(
    execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await imported(execute)
    monkeypatch.setattr(Fallback, "execute_root", None)  # the compiled code does not bail out

    found = (await execute(BARE, id=number["id"]))["phoneNumber"]

    assert found == dict.fromkeys(found)


@pytest.mark.parametrize("by", [{"id": UNKNOWN}, {"number": "+14155550123"}])
async def test_what_is_not_there_is_null(execute: Execute, by: dict[str, str]) -> None:
    assert (await execute(ONE, **by))["phoneNumber"] is None


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ({}, "VALIDATION_FAILED"),
        ({"id": UNKNOWN, "number": "+14155550123"}, "VALIDATION_FAILED"),
        ({"number": "4155550123"}, "VALIDATION_FAILED"),
        ({"id": "nonsense"}, "INVALID_ID"),
        ({"id": "VG9rZW46MTExMTExMTEtMTExMS00MTExLTgxMTEtMTExMTExMTExMTEx"}, "INVALID_ID"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_names_no_number_is_explained(
    client: httpx2.AsyncClient, by: dict[str, str], code: str
) -> None:
    answer = await ask(client, ONE, **by)

    assert answer["data"] == {"phoneNumber": None}
    assert answer["errors"][0]["extensions"]["code"] == code


async def test_nodes_come_in_the_order_of_their_ids(execute: Execute) -> None:
    first = await imported(execute)
    second = await imported(execute, number="+14155550124")

    found = await execute(NODES, ids=[second["id"], UNKNOWN, first["id"], second["id"]])
    node = await execute(NODE, id=first["id"])

    second_node = {"__typename": "PhoneNumber", "number": "+14155550124"}
    first_node = {"__typename": "PhoneNumber", "number": "+14155550123"}
    assert found["nodes"] == [second_node, None, first_node, second_node]
    assert node["node"] == {"__typename": "PhoneNumber", "id": first["id"]}


@pytest.mark.parametrize("malformed", ["nonsense", "VG9rZW46MTExMTExMTEtMTExMS00MTExLTgxMTEtMTE="])
async def test_a_malformed_id_among_others_is_a_null_and_an_error_of_its_own(
    execute: Execute, client: httpx2.AsyncClient, malformed: str
) -> None:
    number = await imported(execute)

    answer = await ask(client, NODES, ids=[number["id"], malformed, UNKNOWN])

    [error] = answer["errors"]
    known = {"__typename": "PhoneNumber", "number": "+14155550123"}
    assert answer["data"]["nodes"] == [known, None, None]
    assert (error["path"], error["extensions"]) == (["nodes", 1], {"code": "INVALID_ID"})


async def test_pages_forward_hold_every_number_once_whatever_is_added(execute: Execute) -> None:
    wanted = [f"+1415555{n:04d}" for n in range(45)]
    for number in wanted:
        await imported(execute, number=number)

    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await execute(PAGE, first=10, after=after))["phoneNumbers"]
        await imported(execute, number=f"+1212555{len(seen):04d}")
        seen += [edge["node"]["number"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        assert page["nodes"] == [edge["node"] for edge in page["edges"]]

    assert seen == wanted[::-1]


async def test_pages_backward_are_the_same_pages(execute: Execute) -> None:
    for n in range(7):
        await imported(execute, number=f"+1415555{n:04d}")

    forward = (await execute(PAGE, first=7))["phoneNumbers"]
    end = (await execute(PAGE, last=3))["phoneNumbers"]
    before = (await execute(PAGE, last=4, before=end["pageInfo"]["startCursor"]))["phoneNumbers"]

    assert before["edges"] + end["edges"] == forward["edges"]
    assert (before["pageInfo"]["hasPreviousPage"], end["pageInfo"]["hasPreviousPage"]) == (
        False,
        True,
    )
    assert (before["pageInfo"]["hasNextPage"], end["pageInfo"]["hasNextPage"]) == (True, False)
    assert forward["totalCount"] == 7


async def test_an_empty_list_has_no_cursors(execute: Execute) -> None:
    page = (await execute(PAGE))["phoneNumbers"]

    assert page == {
        "edges": [],
        "nodes": [],
        "pageInfo": {
            "hasNextPage": False,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
        "totalCount": 0,
    }


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ({"first": 0}, "between 1 and 100"),
        ({"first": 101}, "101"),
        ({"last": -1}, "-1"),
        ({"first": 1, "last": 1}, "not for both"),
        ({"after": "x"}, "after is not a cursor"),
        ({"before": ""}, "before is not a cursor"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_no_page_can_be_is_explained(
    client: httpx2.AsyncClient, window: dict[str, object], said: str
) -> None:
    answer = await ask(client, PAGE, **window)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_PAGE"
    assert said in error["message"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_more_ids_than_a_page_holds_are_explained(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, NODES, ids=[UNKNOWN] * 101)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_PAGE"
    assert "101" in error["message"] and "100" in error["message"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_number_is_found_under_a_stricter_policy_than_its_own(settings: Settings) -> None:
    number = "+49152234333323"
    strict = settings.model_copy(update={"require_assigned": True})
    async with client_of(settings) as client:
        asked = {"number": number, "numberType": "LONGCODE"}
        await ask(client, IMPORT, input=asked)

    async with client_of(strict) as client:
        found = await ask(client, ONE, number=number)

    assert found["data"]["phoneNumber"]["number"] == number
