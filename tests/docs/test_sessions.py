"""The README and docs/session.md: their requests are sent to the real application in order."""

import itertools
import json
import re
import shlex
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from gateway.database.database import Database
from gateway.services.projects import DEFAULT_SCOPES, Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

ROOT = Path(__file__).parents[2]
# Each page, and how many requests it shows at least.
PAGES = {"README.md": 2, "docs/session.md": 8}
AUTHORIZATION = "Bearer $NUMBERGATE_TOKEN"
EXCHANGE = re.compile(r"```sh\n(curl .*?)```\s*```(?:json|text)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request of a page as a curl command, and the response that the page shows."""

    arguments: list[str]
    answer: str

    async def send(self, client: httpx2.AsyncClient, number_id: str) -> httpx2.Response:
        """Send what curl would send where $ID is *number_id*."""
        body = "".join(self._options("-d")).replace("$ID", number_id)
        method, path = "POST" if body else "GET", urlsplit(f"//{self.arguments[2]}").path
        return await client.request(method, path, content=body, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        """Return the headers, the token left to the client."""
        headers = dict(header.split(": ") for header in self._options("-H"))
        assert headers.pop("Authorization", AUTHORIZATION) == AUTHORIZATION
        return headers

    def _options(self, name: str) -> list[str]:
        pairs = itertools.pairwise(self.arguments)
        return [value for option, value in pairs if option == name]


def session(page: str) -> list[Exchange]:
    """Return the requests of *page*, in their order."""
    found = EXCHANGE.findall((ROOT / page).read_text())
    return [Exchange(shlex.split(command), answer) for command, answer in found]


def pattern(answer: str) -> re.Pattern[str]:
    """Return what matches the answer, where … stands for any text within quotes."""
    literal = re.escape(compact(answer)).replace("…", '[^"]+')
    return re.compile(literal)


def compact(answer: str) -> str:
    """Write JSON on one line, its fields in their order and without its cost; leave other text."""
    if not answer.startswith("{"):
        return answer
    told = {name: part for name, part in json.loads(answer).items() if name != "extensions"}
    return json.dumps(told, ensure_ascii=False)


@pytest.fixture
async def client(database: str, opened: Database) -> AsyncIterator[httpx2.AsyncClient]:
    """A client with the token that a first start makes."""
    minted = await Projects(opened).mint(PROJECT, "first", DEFAULT_SCOPES)
    async with client_of(Settings(database_url=database)) as client:
        client.headers["Authorization"] = f"Bearer {minted.text}"
        yield client


@ON_SQLITE
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.anyio
async def test_the_responses_are_those_that_the_page_shows(
    client: httpx2.AsyncClient, page: str
) -> None:
    for exchange in session(page):
        response = await exchange.send(client, await number_id(client))

        found = compact(response.text)
        assert pattern(exchange.answer).fullmatch(found), f"{exchange.answer}\n{found}"


async def number_id(client: httpx2.AsyncClient) -> str:
    """Ask for the id as the shell of docs/session.md does; blank before the number exists."""
    text = (ROOT / "docs/session.md").read_text()
    [asked] = re.findall(r"^ID=.* -d '(.*)' \| cut -d'\"' -f8\)$", text, re.MULTILINE)
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/graphql", content=asked, headers=headers)
    return answer.text.split('"')[7] if "id" in answer.text else ""


@pytest.mark.parametrize(("page", "least"), PAGES.items())
def test_every_curl_command_is_part_of_a_session(page: str, least: int) -> None:
    shown = re.findall(r"^curl ", (ROOT / page).read_text(), re.MULTILINE)

    assert len(session(page)) == len(shown) >= least
    assert all(exchange.arguments[:2] == ["curl", "-s"] for exchange in session(page))
