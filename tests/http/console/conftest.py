"""Fixtures: a browser, and the console on each database.

The browser's driver runs an event loop in this thread: what needs one of its own runs before it
starts, or in another thread.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import Visit, chromium
from tests.conftest import create_database
from tests.http.console import site as sites
from tests.http.console.site import Served, Site

Serve = Callable[[str, dict[str, str]], AbstractContextManager[Served]]


@pytest.fixture(scope="package")
def browser(sqlite_template: Path, postgres_server: Path) -> Iterator[Browser]:
    assert sqlite_template.exists() and postgres_server.exists()
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of the database."""
    kind: str = request.param
    return kind


@pytest.fixture(scope="package")
def serve(
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    postgres_server: Path,
) -> Serve:
    """Serve the console on a database of a kind, with some settings besides the usual ones."""
    assert browser.is_connected()

    def new_database(kind: str, folder: Path) -> str:
        if kind == "sqlite":
            return f"sqlite:///{shutil.copy(sqlite_template, folder / 'numbers.db')}"
        name = f"test_{uuid4().hex}"
        with ThreadPoolExecutor(1) as thread:
            made = create_database(postgres_server, name, "numbers_template")
            thread.submit(asyncio.run, made).result()
        return f"postgresql://postgres@/{name}?host={postgres_server}"

    def serving(kind: str, options: dict[str, str]) -> AbstractContextManager[Served]:
        folder = tmp_path_factory.mktemp("served")
        return sites.serving(folder, new_database(kind, folder), **options)

    return serving


@pytest.fixture(scope="package")
def usual(serve: Serve) -> Iterator[Callable[[str], Served]]:
    """Return the server on a database of a kind that modules without own settings share."""
    with ExitStack() as stack:
        yield lru_cache(lambda kind: stack.enter_context(serve(kind, {})))


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
    serve: Serve, usual: Callable[[str], Served], database: str, options: dict[str, str]
) -> Iterator[Served]:
    """A server for tests each of which has a project of its own."""
    if not options:
        yield usual(database)
        return
    with serve(database, options) as started:
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
