"""startUpdateJob: the same changes of all numbers that match, each with its version and event."""

from typing import Any

import httpx2
import pytest

from gateway.settings import Settings
from tests import bulk_jobs
from tests.bulk_jobs import START_UPDATE, counts, done, rows, started
from tests.conftest import ask, client_of

pytestmark = pytest.mark.anyio

OLD, NEW = "old.example.com", "new.example.com"
NUMBERS = """{ phoneNumbers(first: 100, orderBy: {field: NUMBER, direction: ASC}) { nodes {
  id number tags version releaseProtected callHandlerKind
  callHandler { ... on LamlWebhooksCallHandler { requestUrl fallbackUrl } }
  messageHandler { ... on LamlWebhooksMessageHandler { requestUrl } } } } }"""
EVENTS = """{ phoneNumberEvents(first: 100, types: [UPDATED]) { nodes { number actor
  changes { field before after } } } }"""
UPDATE = 'mutation ($id: ID!) { updatePhoneNumber(input: {id: $id, name: "Mine"}) { __typename } }'


def number(place: int) -> str:
    return f"+1415312{place:04}"


def hooked(place: int, host: str, **more: Any) -> dict[str, Any]:
    hooks = {
        "requestUrl": f"https://user:pass@{host}:8443/voice?x=1",
        "fallbackUrl": f"https://{OLD}/b",
    }
    fields = {"number": number(place), "numberType": "LONGCODE"}
    return fields | {"callHandler": {"lamlWebhooks": hooks}} | more


@pytest.fixture
async def numbers(client: httpx2.AsyncClient) -> None:
    """Three numbers: two that point at the old host, and one that does not."""
    messages = {"lamlWebhooks": {"requestUrl": f"https://{OLD}/sms"}}
    given = [
        hooked(0, OLD, tags=["legacy", "eu"], messageHandler=messages),
        hooked(1, "other.example.com"),
        {"number": number(2), "numberType": "LONGCODE", "tags": ["legacy"]},
    ]
    job = await done(client, source={"rows": given})
    assert counts(job) == {"imported": 3}


async def listed(client: httpx2.AsyncClient) -> list[Any]:
    nodes: list[Any] = (await ask(client, NUMBERS))["data"]["phoneNumbers"]["nodes"]
    return nodes


async def events(client: httpx2.AsyncClient) -> list[Any]:
    nodes: list[Any] = (await ask(client, EVENTS))["data"]["phoneNumberEvents"]["nodes"]
    return nodes


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("text", [{"search": "(312) 0001"}, {"numberContains": "120001"}])
async def test_numbers_are_found_by_text_inside_them(
    client: httpx2.AsyncClient, text: dict[str, str]
) -> None:
    job = await done(client, START_UPDATE, filter=text, patch={"addTags": ["found"]})

    assert (job["total"], counts(job)) == (1, {"updated": 1})
    assert [n["number"] for n in await listed(client) if "found" in n["tags"]] == [number(1)]


MOVE = {"filter": {"handlerUrlHost": OLD}, "patch": {"replaceUrlHost": {"old": OLD, "new": NEW}}}


@pytest.mark.usefixtures("numbers")
async def test_hosts_are_replaced_in_all_urls_and_nothing_else_of_them(
    client: httpx2.AsyncClient,
) -> None:
    job = await done(client, START_UPDATE, **MOVE)

    first, second, third = await listed(client)
    assert (job["total"], counts(job)) == (2, {"updated": 2})
    assert first["callHandler"]["requestUrl"].endswith(f"@{NEW}:8443/voice?x=1")
    assert first["callHandler"]["fallbackUrl"] == f"https://{NEW}/b"
    assert first["messageHandler"]["requestUrl"] == f"https://{NEW}/sms"
    assert second["callHandler"]["requestUrl"].endswith("@other.example.com:8443/voice?x=1")
    assert [n["version"] for n in (first, second, third)] == [2, 2, 1]
    told = await events(client)
    assert {e["number"] for e in told} == {number(0), number(1)}
    assert OLD in str(told[0]["changes"][0]["before"])
    assert NEW in str(told[0]["changes"][0]["after"])
    assert "pass" not in str(told)


@pytest.mark.usefixtures("numbers")
async def test_tags_are_added_and_removed_and_handlers_replaced(
    client: httpx2.AsyncClient,
) -> None:
    patch = {
        "addTags": ["moved", "eu"],
        "removeTags": ["legacy"],
        "callHandler": {"relayTopic": {"topic": "office"}},
        "messageHandler": None,
        "releaseProtected": True,
    }

    job = await done(client, START_UPDATE, filter={"tagsAll": ["legacy"]}, patch=patch)

    first, second, third = await listed(client)
    assert counts(job) == {"updated": 2}
    assert (first["tags"], third["tags"]) == (["eu", "moved"], ["moved", "eu"])
    assert (first["callHandlerKind"], first["messageHandler"]) == ("RELAY_TOPIC", None)
    assert (third["callHandlerKind"], third["releaseProtected"]) == ("RELAY_TOPIC", True)
    assert second["tags"] == []


@pytest.mark.usefixtures("numbers")
async def test_a_dry_run_changes_nothing_and_the_second_run_nothing_more(
    client: httpx2.AsyncClient,
) -> None:
    patch = {"addTags": ["eu"]}
    before = await listed(client)

    dry = await done(client, START_UPDATE, filter={}, patch=patch, dryRun=True)
    after_dry = await listed(client)
    real = await done(client, START_UPDATE, filter={}, patch=patch)
    again = await done(client, START_UPDATE, filter={}, patch=patch)

    assert counts(dry) == counts(real) == {"updated": 2, "unchanged": 1}
    assert after_dry == before
    assert counts(again) == {"unchanged": 3}
    assert len(await events(client)) == 2


@pytest.mark.usefixtures("numbers")
async def test_a_handler_that_does_not_fit_fails_its_own_row(client: httpx2.AsyncClient) -> None:
    only_sms = {"number": number(3), "numberType": "LONGCODE", "capabilities": ["SMS"]}
    await done(client, source={"rows": [only_sms]})
    patch = {"callHandler": {"relayTopic": {"topic": "office"}}}

    job = await done(client, START_UPDATE, filter={}, patch=patch)

    [failed] = await bulk_jobs.rows(client, job["id"], "FAILED")
    assert counts(job) == {"updated": 3, "failed": 1}
    assert (failed["number"], failed["fieldErrors"][0]["code"]) == (number(3), "capability_missing")


async def test_a_number_that_changed_since_the_start_is_left_alone(database: str) -> None:
    idle = Settings(database_url=database, open_access=True, work=False)
    async with client_of(idle.model_copy(update={"work": True})) as client:
        given = [{"number": number(n), "numberType": "LONGCODE"} for n in range(2)]
        await done(client, source={"rows": given})

    async with client_of(idle) as client:
        answer = await started(client, START_UPDATE, filter={}, patch={"addTags": ["moved"]})
        await ask(client, UPDATE, id=(await listed(client))[0]["id"])

    async with client_of(idle.model_copy(update={"work": True})) as client:
        job = await bulk_jobs.ended(client, answer["job"]["id"])
        fates = await rows(client, job["id"])
        there = await listed(client)

    assert {r["number"]: r["code"] for r in fates} == {
        number(0): "version_conflict",
        number(1): None,
    }
    assert [n["tags"] for n in there] == [[], ["moved"]]


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        ({}, "empty"),
        ({"addTags": []}, "empty"),
        ({"addTags": ["a"], "removeTags": ["a"]}, "duplicate"),
        ({"releaseProtected": None}, "not_nullable"),
        ({"replaceUrlHost": {"old": "a b", "new": "c"}}, "invalid_characters"),
    ],
)
async def test_a_patch_that_says_nothing_or_two_things_starts_no_job(
    client: httpx2.AsyncClient, patch: dict[str, Any], code: str
) -> None:
    answer = await started(client, START_UPDATE, filter={}, patch=patch)

    assert answer["fieldErrors"][0]["code"] == code
    assert answer["fieldErrors"][0]["path"][:2] == ["input", "patch"]


@pytest.mark.usefixtures("numbers")
async def test_a_host_that_handlers_must_not_have_fails_the_rows(
    client: httpx2.AsyncClient,
) -> None:
    patch = {"replaceUrlHost": {"old": OLD, "new": "127.0.0.1"}}

    job = await done(client, START_UPDATE, filter={"handlerUrlHost": OLD}, patch=patch)

    assert counts(job) == {"failed": 2}
    assert OLD in str(await listed(client))
