"""The guides: what they show works, and what they point at is there."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from gateway.database.database import connect
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
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


def test_every_link_leads_to_a_file_and_a_heading_in_it() -> None:
    links = [
        (page, *target)
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", page.read_text())
        if "://" not in target[0]
    ]

    broken = [(p.name, to, at) for p, to, at in links if not leads(p, to, at)]
    assert broken == []
    assert len(links) > 50


def leads(page: Path, target: str, heading: str) -> bool:
    """Tell whether the file is there, and the heading in it, if one is named."""
    found = page.parent / target if target else page
    return found.exists() and (not heading or heading in slugs(found))


def slugs(page: Path) -> set[str]:
    """Return the anchors of the page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_path_that_is_named_exists() -> None:
    named = [
        (page.name, path)
        for page in PAGES
        for path in re.findall(
            r"`((?:gateway|schema|resolvers|tests|bench|docs|clients)/[\w./-]*)`", page.read_text()
        )
    ]

    assert [(page, path) for page, path in named if not (ROOT / path).exists()] == []
    assert len(named) > 40


def test_the_map_of_the_gateway_is_complete() -> None:
    [map_] = re.findall(
        r"^gateway/\n(.*?)^schema/",
        (ROOT / "CONTRIBUTING.md").read_text(),
        re.MULTILINE | re.DOTALL,
    )
    parts = [*(ROOT / "gateway").glob("[a-z]*.py"), *(ROOT / "gateway").glob("*/__init__.py")]

    names = {p.name if p.name != "__init__.py" else f"{p.parent.name}/" for p in parts}

    assert [name for name in names if f" {name} " not in map_] == []
    assert len(names) > 15


def test_every_make_target_that_is_named_exists() -> None:
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {t for page in PAGES for t in re.findall(r"`make ([a-z-]+)", page.read_text())}

    assert named - known == set()
    assert len(named) > 10


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= 12_000


def test_the_figures_of_the_readme_are_those_of_the_benchmark() -> None:
    figures = re.findall(r"\d+\.\d\d \([\d.]+ to [\d.]+\)", (ROOT / "README.md").read_text())
    measured = (ROOT / "docs/benchmark.md").read_text()

    assert [figure for figure in figures if figure not in measured] == []
    assert len(figures) >= 2


def test_the_limits_are_the_defaults_of_the_code() -> None:
    page = (ROOT / "docs/limits.md").read_text()
    rows = re.findall(r"\| `NUMBERGATE_(\w+)` \| ([\d,]+) \|$", page, re.MULTILINE)
    limits = {name for name in Settings.model_fields if name.startswith("limit_")}

    shown = {name.lower(): int(value.replace(",", "")) for name, value in rows}

    assert shown == {name: Settings.model_fields[name].default for name in shown}
    assert limits <= set(shown)


# Words that were replaced everywhere; the standard term stands beside each. "nobody" is a user.
REPLACED = {
    "whoever": "who, or a caller", "nobody": "no one, or none", "doors?": "API, or endpoint",
    "dear(er|est)?": "expensive", "abreast": "in cohorts", "forgo": "do without",
    "bells?": "signal, or notification", "patience": "a limit in seconds",
    "shel(f|ves)": "cache, or store", "at hand": "ready, or cached", "in vain": "without success",
    "lets? in": "admits, or accepts", "(is|are|was|were|be|been) told": "is notified, or learns",
    "places? for work": "slot",
}  # fmt: skip
_ANY = "|".join(REPLACED).replace(" ", r"[\s_]+")
REPLACEABLE = re.compile(rf'(?<![a-z])(?!nobody")({_ANY})(?![a-z])', re.IGNORECASE)


def own_texts() -> Iterator[Path]:
    """Yield the files that are written here by hand: the documents, and all code."""
    yield from PAGES
    for folder in ("gateway", "schema", "resolvers", "bench", "tests"):
        for path in (ROOT / folder).rglob("*.*"):
            is_code = path.suffix in {".py", ".ts", ".tsx", ".html"}
            is_ours = not {"node_modules", "static"} & set(path.parts) and path != Path(__file__)
            if is_code and is_ours:
                yield path


def test_documents_and_code_use_the_words_of_the_field() -> None:
    found = [
        (str(path.relative_to(ROOT)), match[0])
        for path in own_texts()
        for match in REPLACEABLE.finditer(path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize("text", ["Nobody waits", "_PATIENCE = 1", "is\ntold", "a Bell"])
def test_a_word_that_was_replaced_is_found(text: str) -> None:
    assert REPLACEABLE.search(text)


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
