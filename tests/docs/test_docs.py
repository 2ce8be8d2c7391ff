"""The guides: what they show works, and what they point at is there."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from gateway.database.database import connect
from gateway.services.projects import ALL_SCOPES, Projects
from tests import environments, servers
from tests.conftest import PROJECT, migrate

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("clients/*/*.md")]
WHOLE = re.compile(r"\{|query|mutation")
SCHEMA = build_schema((ROOT / "schema/schema.graphql").read_text())


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def test_every_document_in_the_guides_is_valid() -> None:
    shown = [(page.name, text) for page in PAGES for text in blocks(page, "graphql")]
    whole = [(name, text) for name, text in shown if WHOLE.match(text)]

    tried = [(name, validate(SCHEMA, parse(text))) for name, text in whole]
    assert [(name, errors) for name, errors in tried if errors] == []
    assert len(tried) >= 3


def test_every_link_leads_somewhere() -> None:
    links = [
        (page, target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
        if "://" not in target
    ]

    assert [(page.name, to) for page, to in links if not (page.parent / to).exists()] == []
    assert len(links) > 20


def test_the_sdk_does_what_the_guide_shows(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    programs = environments.made("rest", request.config.cache)
    url = f"sqlite:///{tmp_path}/numbers.db"
    token = asyncio.run(minted(url))
    [shown] = blocks(ROOT / "docs/rest.md", "python")

    with servers.serving(tmp_path / "log", database_url=url) as server:
        host = server.url.removeprefix("http://")
        named = f"PROJECT, TOKEN, HOST = {str(PROJECT)!r}, {token!r}, {host!r}\n"
        run = subprocess.run(
            [str(programs / "python"), "-c", named + shown],
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    assert run.stdout.splitlines()[-1:] == [
        "+14155550123 laml_webhooks https://example.com/voice"
    ], run.stderr


async def minted(url: str) -> str:
    await migrate(url)
    opened = connect(url)
    token = await Projects(opened).mint(PROJECT, "guide", ALL_SCOPES)
    await opened.close()
    return token.text
