"""A project that is attached to the platform of `tests.upstream.platform`, as clients see it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import httpx2

from gateway.database.database import connect
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from tests import servers
from tests.canaries import PLATFORM_PROJECT, PLATFORM_TOKEN
from tests.conftest import PROJECT, ask, client_of
from tests.upstream.chaos import KEY, platform

FIELDS: Final = """id number name tags version releaseProtected callHandlerKind
  provisioning { status code message attempts upstreamId requested { field before after } }"""
_PROBLEM: Final = """... on Problem { code message }
  ... on Rejected { retryable retryAfterSeconds }
  ... on ValidationFailed { fieldErrors { path code message } }"""
_CHANGED: Final = f"""phoneNumber {{ {FIELDS} }} warnings {{ code }} replayed"""
IMPORT: Final = f"""mutation ($input: ImportPhoneNumberInput!) {{
  importPhoneNumber(input: $input) {{
  __typename ... on ImportPhoneNumberSuccess {{ {_CHANGED} }} {_PROBLEM} }} }}"""
UPDATE: Final = f"""mutation ($input: UpdatePhoneNumberInput!) {{
  updatePhoneNumber(input: $input) {{
  __typename {_PROBLEM}
  ... on UpdatePhoneNumberSuccess {{ {_CHANGED} changes {{ field before after }} }} }} }}"""
RELEASE: Final = f"""mutation ($input: ReleasePhoneNumberInput!) {{
  releasePhoneNumber(input: $input) {{ __typename ... on ReleasePhoneNumberSuccess {{
    number phoneNumber {{ {FIELDS} }} warnings {{ code }} replayed }} {_PROBLEM} }} }}"""
ATTACH: Final = """mutation ($input: AttachUpstreamInput!) { attachUpstream(input: $input) {
  __typename ... on AttachUpstreamSuccess { upstream { space secretHint status code } }
  ... on Problem { code message } } }"""
READ: Final = f"query ($id: ID!) {{ phoneNumber(id: $id) {{ {FIELDS} }} }}"
LIST: Final = """query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter, first: 50) {
  nodes { number } } }"""
EVENTS: Final = """{ phoneNumberEvents(first: 100) { nodes { type number actor requestId
  changes { field before after } } } }"""
NUMBER: Final = "+14155550123"
# Nothing is carried within a short answer where the platform says 429; a long one always ends.
SOON: Final = {"upstream_answer_seconds": 0.3}
LIMITED: Final = "429"


@dataclass
class Attached:
    """A client of a project, and the platform that the project is attached to."""

    client: httpx2.AsyncClient
    space: str

    async def control(self, what: str, body: Any = None) -> Any:
        """Tell the platform something; return its records and the calls so far."""
        async with httpx2.AsyncClient(timeout=60) as client:
            return (await client.post(f"http://{self.space}/_{what}", json=body)).json()

    async def ask(self, document: str, **input_: Any) -> Any:
        """Send one mutation, and return what it answers."""
        body = await ask(self.client, document, input=input_)
        assert "errors" not in body, body
        [answer] = body["data"].values()
        return answer

    async def attach(self) -> Any:
        """Attach the project, or renew its token."""
        given = {"projectId": str(PLATFORM_PROJECT), "apiToken": PLATFORM_TOKEN}
        return await self.ask(ATTACH, space=self.space, **given)

    async def imported(self, **input_: Any) -> Any:
        """Import a number; return the whole answer."""
        return await self.ask(IMPORT, **{"number": NUMBER, "numberType": "LONGCODE"} | input_)

    async def active(self, **input_: Any) -> Any:
        """Import a number, and return it once the platform has it."""
        answer = await self.imported(**input_)
        return await self.until("ACTIVE", answer["phoneNumber"]["id"])

    async def read(self, id_: str) -> Any:
        """Return the number, or None."""
        return (await ask(self.client, READ, id=id_))["data"]["phoneNumber"]

    async def until(self, status: str, id_: str) -> Any:
        """Wait until the number has this *status*, and return it."""
        found = lambda n: n is not None and n["provisioning"]["status"] == status  # noqa: E731
        return await self.wait(id_, found)

    async def wait(self, id_: str, is_found: Callable[[Any], bool]) -> Any:
        """Wait until the number is as it is sought."""
        end = time.monotonic() + servers.LIMIT
        while not is_found(number := await self.read(id_)):
            assert time.monotonic() < end, number
            await asyncio.sleep(0.05)
        return number

    async def known(self, code: str, id_: str) -> Any:
        """Wait until it is known why the number is pending, by this *code*, and return it."""
        return await self.wait(id_, lambda n: n["provisioning"]["code"] == code)

    async def held(self) -> None:
        """Have the platform limit the rate until `released`: each change is tried once."""
        await self.control("pause", 300)
        await self.control("always", LIMITED)

    async def released(self) -> None:
        """Have the platform answer again, and what waits for it tried again at once."""
        await self.control("pause", None)
        await self.control("always", "")
        await self.attach()

    async def wait_listed(self, number: str) -> None:
        """Wait until the platform has confirmed what was asked of the number."""
        end = time.monotonic() + servers.LIMIT
        while number not in await self.numbers(provisioning=["ACTIVE"]):
            assert time.monotonic() < end, number
            await asyncio.sleep(0.05)

    async def numbers(self, **filter_: Any) -> list[str]:
        """Return the numbers that the filter lets through."""
        body = await ask(self.client, LIST, filter=filter_)
        return [node["number"] for node in body["data"]["phoneNumbers"]["nodes"]]

    async def events(self) -> list[Any]:
        """Return all events, oldest first."""
        nodes: list[Any] = (await ask(self.client, EVENTS))["data"]["phoneNumberEvents"]["nodes"]
        return nodes

    async def statuses(self) -> list[tuple[str, list[Any]]]:
        """Return the type of each event, and what it says of provisioning."""
        return [(event["type"], _provisioning(event)) for event in await self.events()]


def _provisioning(event: Any) -> list[tuple[str | None, str | None]]:
    changes = event["changes"]
    return [(c["before"], c["after"]) for c in changes if c["field"] == "provisioning"]


@asynccontextmanager
async def attached(database: str, **given: Any) -> AsyncIterator[Attached]:
    """Run the application on a database whose project is attached to a platform."""
    with platform() as space:
        usual = {"upstream_call_seconds": 20, "upstream_answer_seconds": 60}
        settings = Settings(
            database_url=database, secret_keys=SecretKeys.read(KEY), upstream_hosts=space,
            **(usual | given),
        )  # fmt: skip
        async with client_of(settings) as client:
            client.headers["Authorization"] = f"Bearer {await token_of(database, PROJECT)}"
            world = Attached(client, space)
            answer = await world.attach()
            assert answer["__typename"] == "AttachUpstreamSuccess", answer
            yield world


async def token_of(database: str, project: UUID) -> str:
    """Return a token of the project with all scopes."""
    opened = connect(database)
    minted = await Projects(opened).mint(project, "tester", ALL_SCOPES)
    await opened.close()
    return minted.text
