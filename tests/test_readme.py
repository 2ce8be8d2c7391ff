"""The README: its session is held with the real application, and it names every command."""

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from gateway.cli import app
from tests.conftest import ON_SQLITE

README = (Path(__file__).parent.parent / "README.md").read_text()
EXCHANGE = re.compile(r"```sh\n(curl .*?)```\s*```(?:json|text)\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A command of the README, and what it says is answered."""

    arguments: list[str]
    answer: str

    async def held(self, client: httpx.AsyncClient, number_id: str) -> httpx.Response:
        """Send what curl would send where $ID is *number_id*."""
        body, header = self._option("-d").replace("$ID", number_id), self._option("-H")
        headers = dict([header.split(": ")]) if header else {}
        method, path = "POST" if body else "GET", urlsplit(f"//{self.arguments[2]}").path
        return await client.request(method, path, content=body, headers=headers)

    def _option(self, name: str) -> str:
        found = name in self.arguments
        return self.arguments[self.arguments.index(name) + 1] if found else ""


SESSION = [Exchange(shlex.split(command), answer) for command, answer in EXCHANGE.findall(README)]


def pattern(answer: str) -> re.Pattern[str]:
    """Return what matches the answer, where … stands for any text within quotes."""
    literal = re.escape(compact(answer)).replace("…", '[^"]+')
    return re.compile(literal)


def compact(answer: str) -> str:
    """Write JSON on one line, its fields in their order; leave other text alone."""
    if not answer.startswith("{"):
        return answer
    return json.dumps(json.loads(answer), ensure_ascii=False)


@ON_SQLITE
@pytest.mark.anyio
async def test_the_session_goes_as_it_is_told(client: httpx.AsyncClient) -> None:
    for exchange in SESSION:
        response = await exchange.held(client, await the_id(client))

        found = compact(response.text)
        assert pattern(exchange.answer).fullmatch(found), f"{exchange.answer}\n{found}"


async def the_id(client: httpx.AsyncClient) -> str:
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
