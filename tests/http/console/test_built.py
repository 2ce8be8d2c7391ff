"""The build of the console: the committed one, its size, its licences, and what axe says of it."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import ON_SQLITE
from tests.http.console.site import ROOT, SOURCE, STATIC, Site, settled
from tests.http.test_explorer import contents

FIRST_LOAD = 300_000  # bytes, compressed
PAGES = (
    "",
    "/numbers",
    "/numbers/new",
    "/activity",
    "/jobs",
    "/connections",
    "/webhooks",
    "/platform",
    "/nowhere",
)


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


@ON_SQLITE
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(
    built: Path, browser: Browser, site: Site, scheme: str
) -> None:
    axe = (built / "source/node_modules/axe-core/axe.min.js").read_text()
    id_ = site.imported("+14155550100", tags=["support"])
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = site.visit(context).page
    found: dict[str, list[str]] = {}

    for path in (*PAGES, f"/numbers/{id_}", f"/numbers/{id_}?tab=history"):
        page.goto(site.url + path)
        settled(page)
        page.evaluate(axe)
        violations = page.evaluate("axe.run().then(({ violations }) => violations)")
        found[path] = [f"{v['id']}: {v['nodes'][0]['html']}" for v in violations]
    context.close()

    assert {path: said for path, said in found.items() if said} == {}
    assert len(found) == len(PAGES) + 2


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
