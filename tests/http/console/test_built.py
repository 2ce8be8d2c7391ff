"""The build of the console: the committed one, its size, its licences, and what axe says of it."""

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import Visit
from tests.http.console.pages import OPENED, ROUTES, filled, follow
from tests.http.console.site import ROOT, SOURCE, STATIC, Served
from tests.http.console.twilio import provider
from tests.http.test_explorer import contents
from tests.upstream.chaos import platform

RUN = (
    "axe.run(RULES).then(({ violations }) => "
    "violations.map(({ id, nodes: [{ html }] }) => `${id}: ${html}`))"
)
FIRST_LOAD = 300_000  # bytes, compressed


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the console from a copy of its source; return the copy."""
    if shutil.which("npm") is None:
        pytest.skip("no Node on this machine: it builds the console")
    folder = tmp_path_factory.mktemp("console")
    for part in ("gateway/http/console/source", "schema", ".ci"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("node_modules"))
    ran = subprocess.run(
        [folder / ".ci/console"], capture_output=True, check=False, text=True, timeout=1200
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "gateway/http/console"


def test_the_committed_build_is_what_the_source_builds(built: Path) -> None:
    assert contents(built / "static") == contents(STATIC)
    assert contents(built / "source/src/gql") == contents(SOURCE / "src/gql")


@pytest.fixture(scope="module")
def axe(built: Path) -> str:
    """The script of axe, from what the build has installed."""
    return (built / "source/node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="module")
def space(database: str) -> Iterator[str]:
    """A platform for each database: it is of one project."""
    assert database
    with platform() as host:
        yield host


@pytest.fixture(scope="module")
def options(space: str) -> Iterator[dict[str, str]]:
    """Let the server attach projects to a platform, and read an account."""
    with provider() as account:
        yield account.options | {"upstream_hosts": space}


def test_every_page_has_no_violation_fits_a_phone_and_asks_no_other_host(
    axe: str, context: BrowserContext, browser: Browser, served: Served, space: str
) -> None:
    site = served.project()
    routes = filled(site, space)
    guest = Visit.of(browser.new_context(), site.url)
    guest.page.wait_for_selector("h1")
    guest.page.evaluate(axe)
    found = {"sign-in": violations(guest.page)}
    guest.page.context.close()
    visit = site.visit(context)
    page = visit.page
    page.evaluate(axe)

    for path in [*sorted(chain.from_iterable(routes.values())), "/nowhere"]:
        follow(page, site.url + path)
        found[path] = violations(page)
    for name, opened in OPENED.items():
        opened(page, site, routes["/numbers/$id"][0])
        found[name] = violations(page)

    assert {path: said for path, said in found.items() if said} == {}
    assert set(routes) == ROUTES
    assert (visit.complaints, visit.foreign, guest.foreign) == ([], [], [])


def violations(page: Page) -> list[str]:
    """Return what axe finds on a wide page, light and dark, and whether a phone is too narrow."""
    page.emulate_media(color_scheme="dark")
    broken: list[str] = page.evaluate(RUN.replace("RULES", "{ runOnly: ['color-contrast'] }"))
    page.emulate_media(color_scheme="light")
    broken += page.evaluate(RUN.replace("RULES", "{}"))
    page.set_viewport_size({"width": 360, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return broken + ([f"{width} px"] if width > 360 else [])


def test_the_first_load_is_small() -> None:
    document = (STATIC / "index.html").read_text()
    names = re.findall(r'"\./console/assets/([^"]+)"', document)

    styles = b"".join(asset(name) for name in names if name.endswith(".css")).decode()
    names += re.findall(r"url\(\./([^)]+)\)", styles)
    size = sum((STATIC / f"console/assets/{name}.gz").stat().st_size for name in names)

    assert len(names) > 3
    assert size < FIRST_LOAD


def asset(name: str) -> bytes:
    return gzip.decompress((STATIC / f"console/assets/{name}.gz").read_bytes())


def test_the_licences_of_what_is_bundled_are_in_the_package() -> None:
    licences = (STATIC / "licenses.md").read_text()
    bundled = json.loads((SOURCE / "package.json").read_text())["dependencies"]

    missing = [name for name in bundled if f"## {name} " not in licences]

    assert len(bundled) > 8
    assert missing == []


def test_the_guides_code_is_the_consoles() -> None:
    guide = (ROOT / "docs/frontend.md").read_text()
    blocks = re.findall(r"```(?:tsx?|graphql)\n(.*?)```", guide, re.DOTALL)
    written = [*SOURCE.glob("*.ts"), *SOURCE.glob("src/**/*.ts*"), *SOURCE.glob("src/operations/*")]
    sources = [lines(path.read_text()) for path in written]

    foreign = [block for block in blocks if not any(lines(block) in s for s in sources)]

    assert len(blocks) > 8
    assert foreign == []


def lines(code: str) -> str:
    """Return it without indentation, which a guide leaves away."""
    return "\n".join(line.strip() for line in code.strip().splitlines())


def test_the_lock_names_no_package_host() -> None:
    lock = json.loads((SOURCE / "package-lock.json").read_text())

    named = [name for name, package in lock["packages"].items() if "resolved" in package]

    assert len(lock["packages"]) > 50
    assert named == []
