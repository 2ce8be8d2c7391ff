"""The README: its session is held with the real application, and it names every command."""

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

from gateway.cli import app
from gateway.database.database import Database
from gateway.services.projects import DEFAULT_SCOPES, Projects
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

README = (Path(__file__).parents[2] / "README.md").read_text()
AUTHORIZATION = "Bearer $NUMBERGATE_TOKEN"
EXCHANGE = re.compile(r"```sh\n(curl .*?)```\s*```(?:json|text)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command of the README, and what it says is answered."""

    arguments: list[str]
    answer: str

    async def held(self, client: httpx2.AsyncClient, number_id: str) -> httpx2.Response:
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


SESSION = [Exchange(shlex.split(command), answer) for command, answer in EXCHANGE.findall(README)]


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
@pytest.mark.anyio
async def test_the_session_goes_as_it_is_told(client: httpx2.AsyncClient) -> None:
    for exchange in SESSION:
        response = await exchange.held(client, await the_id(client))

        found = compact(response.text)
        assert pattern(exchange.answer).fullmatch(found), f"{exchange.answer}\n{found}"


async def the_id(client: httpx2.AsyncClient) -> str:
    """Ask as the README's shell does for the id that it keeps; blank before there is one."""
    [asked] = re.findall(r"^ID=.* -d '(.*)' \| cut -d'\"' -f8\)$", README, re.MULTILINE)
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/graphql", content=asked, headers=headers)
    return answer.text.split('"')[7] if "id" in answer.text else ""


def test_every_curl_command_is_part_of_the_session() -> None:
    shown = re.findall(r"^curl ", README, re.MULTILINE)

    assert len(SESSION) == len(shown) >= 6
    assert all(exchange.arguments[:2] == ["curl", "-s"] for exchange in SESSION)


def test_every_command_of_the_terminal_is_named() -> None:
    names = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]

    unnamed = [name for name in names if f"`numbergate {name.replace('_', '-')}`" not in README]

    assert len(names) > 2
    assert unnamed == []
