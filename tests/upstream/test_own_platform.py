"""numbergate as the platform of another numbergate: a real server that speaks the SDK's shape."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from gateway.database.database import connect
from gateway.domain import platform_record
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from gateway.upstream.client import Platform, connection_pool
from gateway.upstream.outcomes import Done
from tests import servers
from tests.conftest import PROJECT, ask, client_of, migrate
from tests.graphql.test_handlers import SIDES, filled
from tests.upstream.chaos import KEY

pytestmark = pytest.mark.anyio

NUMBER = "id number name version provisioning { status code message requested { field after } }"
ATTACH = """mutation ($input: AttachUpstreamInput!) { attachUpstream(input: $input) { __typename
  ... on AttachUpstreamSuccess { upstream { space secretHint status } }
  ... on Problem { code message } } }"""
IMPORT = f"""mutation ($input: ImportPhoneNumberInput!) {{ importPhoneNumber(input: $input) {{
  __typename ... on ImportPhoneNumberSuccess {{ phoneNumber {{ {NUMBER} }} warnings {{ code }} }}
  ... on Problem {{ code message }}
  ... on ValidationFailed {{ fieldErrors {{ path code message }} }} }} }}"""
UPDATE = f"""mutation ($input: UpdatePhoneNumberInput!) {{ updatePhoneNumber(input: $input) {{
  __typename ... on UpdatePhoneNumberSuccess {{ phoneNumber {{ {NUMBER} }} changes {{ field }} }}
  ... on Problem {{ code message }}
  ... on ValidationFailed {{ fieldErrors {{ path code message }} }} }} }}"""
LISTED = "{ phoneNumbers(first: 5) { nodes { id number provisioning { status } } } }"
RELEASE = """mutation ($input: ReleasePhoneNumberInput!) { releasePhoneNumber(input: $input) {
  __typename ... on ReleasePhoneNumberSuccess { number phoneNumber { id } warnings { code } }
  ... on Problem { code message } } }"""


@dataclass
class Pair:
    """A client of ours, a client of the platform's REST API, and the platform's token."""

    ours: httpx2.AsyncClient
    theirs: httpx2.AsyncClient
    token: str
    space: str

    async def ask(self, document: str, **input_: Any) -> Any:
        """Send one mutation, and return what it answers."""
        body = await ask(self.ours, document, input=input_)
        assert "errors" not in body, body
        [answer] = body["data"].values()
        return answer

    async def record(self, number: str) -> Any:
        """Return the platform's record of a number."""
        answer = await self.theirs.get("/phone_numbers", params={"filter_number": number})
        [found] = answer.json()["data"]
        return found


@pytest.fixture
async def pair(database: str, tmp_path: Path) -> AsyncIterator[Pair]:
    """Two instances: one on the *database*, attached to another on a file of its own."""
    url = f"sqlite:///{tmp_path}/platform.db"
    await migrate(url)
    opened = connect(url)
    token = (await Projects(opened).mint(PROJECT, "gateway", ALL_SCOPES)).text
    await opened.close()
    with servers.serving(tmp_path / "log", database_url=url, open_access="false") as platform:
        async with _attached(database, platform.url, token) as pair:
            yield pair


@asynccontextmanager
async def _attached(database: str, url: str, token: str) -> AsyncIterator[Pair]:
    space = url.removeprefix("http://")
    settings = Settings(
        database_url=database,
        secret_keys=SecretKeys.read(KEY),
        upstream_hosts=space,
        upstream_call_seconds=60,
        upstream_answer_seconds=60,
        operation_seconds=300,
        allow_private_urls=True,  # which the platform refuses
    )
    opened = connect(database)
    ours = (await Projects(opened).mint(PROJECT, "tester", ALL_SCOPES)).text
    await opened.close()
    auth = (str(PROJECT), token)
    async with (
        client_of(settings) as client,
        httpx2.AsyncClient(base_url=f"{url}/api/relay/rest", auth=auth, timeout=60) as theirs,
    ):
        client.headers["Authorization"] = f"Bearer {ours}"
        pair = Pair(client, theirs, token, space)
        attached = await pair.ask(ATTACH, space=space, projectId=str(PROJECT), apiToken=token)
        assert attached["__typename"] == "AttachUpstreamSuccess", attached
        yield pair


def handlers() -> Iterator[tuple[str, Any]]:
    """Yield every settable kind of both sides, filled in, by the setting."""
    for side, kinds in SIDES.items():
        for model in kinds.values():
            if model.settable:
                yield f"{side}_handler", model.from_stored(filled(model))


async def test_every_settable_kind_is_there_and_back_as_it_was(pair: Pair) -> None:
    known: dict[str, Any] = {}
    posted = {"number": "+14155550125", "number_type": "longcode"}
    record = (await pair.theirs.post("/imported_phone_numbers", json=posted)).json()
    back = []

    for setting, handler in handlers():
        body = platform_record.to_update(known, {setting: handler})
        answer = await pair.theirs.put(f"/phone_numbers/{record['id']}", json=body)
        assert answer.status_code == 200, answer.text
        known[setting] = handler
        back.append(platform_record.read(answer.json(), {})[setting] == handler)
        assert platform_record.holds(answer.json(), known)

    assert (len(back), all(back)) == (18, True)


async def test_an_import_is_there_with_its_settings_and_an_update_and_a_release_follow(
    pair: Pair,
) -> None:
    handler = {"lamlWebhooks": {"requestUrl": "https://user:secret-word@example.com/in"}}
    asked = {"number": "+14155550123", "numberType": "LONGCODE", "name": "Desk"}

    imported = await pair.ask(IMPORT, **asked, callHandler=handler)
    record = await pair.record("+14155550123")
    number = imported["phoneNumber"]
    updated = await pair.ask(UPDATE, id=number["id"], name=None, tags=["ours"])
    released = await pair.ask(RELEASE, id=number["id"])

    assert number["provisioning"] == {
        "status": "ACTIVE", "code": None, "message": None, "requested": [],
    }  # fmt: skip
    assert (record["name"], record["call_handler"]) == ("Desk", "laml_webhooks")
    assert record["call_request_url"] == "https://user:secret-word@example.com/in"
    assert [change["field"] for change in updated["changes"]] == ["tags", "name"]
    assert released == {
        "__typename": "ReleasePhoneNumberSuccess", "number": "+14155550123",
        "phoneNumber": None, "warnings": [],
    }  # fmt: skip
    gone = await pair.theirs.get("/phone_numbers", params={"filter_number": "+14155550123"})
    assert gone.json()["data"] == []


async def test_a_number_made_just_now_is_taken_over(pair: Pair) -> None:
    taken = {"number": "+14155550124", "number_type": "longcode"}
    await pair.theirs.post("/imported_phone_numbers", json=taken)

    # It was made just now, perhaps by a request of ours: it is taken over, not refused.
    adopted = await pair.ask(IMPORT, number="+14155550124", numberType="LONGCODE")

    assert adopted["__typename"] == "ImportPhoneNumberSuccess"
    assert adopted["phoneNumber"]["provisioning"]["status"] == "ACTIVE"


async def test_a_list_comes_page_by_page_to_its_end(pair: Pair) -> None:
    numbers = [f"+141555502{place:02d}" for place in range(25)]
    for number in numbers:
        posted = {"number": number, "number_type": "longcode"}
        answer = await pair.theirs.post("/imported_phone_numbers", json=posted)
        assert answer.status_code == 201, answer.text
    pool = connection_pool(60)
    platform = Platform(pool, pair.space, str(PROJECT), pair.token)

    pages = [page async for page in platform.pages(page_size=10)]
    found = await platform.find(numbers[0])
    await pool.aclose()

    assert [len(page.records) for page in pages] == [10, 10, 5]
    assert sorted(r["number"] for page in pages for r in page.records) == numbers
    assert all(page.at for page in pages)
    assert isinstance(found, Done) and found.record["number"] == numbers[0]


async def test_a_refusal_names_the_field_of_ours_that_it_is_about(pair: Pair) -> None:
    private = {"lamlWebhooks": {"requestUrl": "https://intranet.corp/in"}}
    asked = {"number": "+14155550126", "numberType": "LONGCODE"}

    refused = await pair.ask(IMPORT, **asked, callHandler=private)
    known = (await ask(pair.ours, LISTED))["data"]["phoneNumbers"]["nodes"]
    [made] = known
    changed = await pair.ask(UPDATE, id=made["id"], callHandler=private)

    [import_error], [update_error] = refused["fieldErrors"], changed["fieldErrors"]
    path = ["input", "callHandler", "lamlWebhooks", "requestUrl"]
    assert import_error["path"] == update_error["path"] == path
    assert import_error["code"] == "upstream_refused"
    assert "url_is_unsafe" in import_error["message"] or "private" in import_error["message"]
    assert made["provisioning"]["status"] == "FAILED"


async def test_the_token_is_verified_and_shown_by_its_end_alone(pair: Pair) -> None:
    refused = await pair.ask(
        ATTACH, space=pair.space, projectId=str(PROJECT), apiToken="ng_000000000000_wrong"
    )
    elsewhere = await pair.ask(
        ATTACH, space="169.254.169.254", projectId=str(PROJECT), apiToken=pair.token
    )
    shown = (await ask(pair.ours, "{ upstream { space secretHint status code } }"))["data"]

    assert refused["code"] == "connection_refused"
    assert elsewhere["code"] == "validation_failed"
    assert shown["upstream"] == {
        "space": pair.space, "secretHint": f"…{pair.token[-4:]}", "status": "ACTIVE", "code": None,
    }  # fmt: skip
