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
from tests.http.console.site import Site


@pytest.fixture(scope="module")
def browser(sqlite_template: Path, postgres_server: Path) -> Iterator[Browser]:
    assert sqlite_template.exists() and postgres_server.exists()
    with chromium() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, sqlite_template: Path, postgres_server: Path
) -> str:
    """The URL of an empty database with the newest tables."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'numbers.db')}"
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


@pytest.fixture
def site(browser: Browser, tmp_path: Path, database: str) -> Iterator[Site]:
    assert browser.is_connected()
    with sites.serving(tmp_path, database) as served:
        yield served


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Visit:
    """Return the overview, signed in."""
    return site.visit(context)


@pytest.fixture
def page(visit: Visit) -> Page:
    """Return the same as a page."""
    return visit.page
