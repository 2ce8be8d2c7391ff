"""Fixtures: a browser, and the console on each database.

The browser's driver runs an event loop in this thread: what needs one of its own runs before it
starts, or in another thread.
"""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import Visit, chromium
from tests.conftest import create_database
from tests.http.console import site as sites
from tests.http.console.site import Served, Site


@pytest.fixture(scope="module")
def browser(sqlite_template: Path, postgres_server: Path) -> Iterator[Browser]:
    assert sqlite_template.exists() and postgres_server.exists()
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    postgres_server: Path,
) -> str:
    """The URL of a database with the newest tables, which the tests of a module share."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("sqlite") / "numbers.db"
        return f"sqlite:///{shutil.copy(sqlite_template, file)}"
    name = f"test_{uuid4().hex}"
    with ThreadPoolExecutor(1) as thread:
        made = create_database(postgres_server, name, "numbers_template")
        thread.submit(asyncio.run, made).result()
    return f"postgresql://postgres@/{name}?host={postgres_server}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def options() -> dict[str, str]:
    """The settings of the server; a module overrides this fixture to change them."""
    return {}


@pytest.fixture(scope="module")
def served(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    database: str,
    options: dict[str, str],
) -> Iterator[Served]:
    """One server for the tests of a module, each of which has a project of its own."""
    assert browser.is_connected()
    with sites.serving(tmp_path_factory.mktemp("served"), database, **options) as started:
        yield started


@pytest.fixture
def site(served: Served) -> Site:
    return served.project()


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Visit:
    """Return the overview, signed in."""
    return site.visit(context)


@pytest.fixture
def page(visit: Visit) -> Page:
    """Return the same as a page."""
    return visit.page
