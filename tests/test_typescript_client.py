"""The TypeScript client: its frontend in a real browser, against a gateway on another origin."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import frontend
from tests.browser import Visit, chromium
from tests.frontend import Site

pytestmark = pytest.mark.skipif(
    shutil.which("npm") is None,
    reason="npm, and Node with it, is not installed: it builds the page",
)

UUID = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def built(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page. It is built only where there is a browser to look at it."""
    return frontend.build(tmp_path_factory.mktemp("frontend"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()

    yield opened
    opened.close()


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Iterator[Site]:
    with frontend.serving(built, tmp_path) as served:
        yield served


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Visit:
    """Somebody who gave the token."""
    visit = Visit.of(context, site.url)
    visit.page.get_by_label("Token").fill(site.token)
    visit.page.get_by_role("button", name="Use it").click()
    return visit


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_the_list_is_filtered_and_turned_page_by_page(visit: Visit, site: Site) -> None:
    page, entries = visit.page, visit.page.locator(".numbers li")
    for last in range(12):
        site.imported(f"+141555501{last:02}", name=f"Desk {last}", tags=["sales"])
    page.reload()

    expect(entries).to_have_count(10)
    page.get_by_role("button", name="Older").click()
    expect(entries).to_have_count(2)
    expect(page.get_by_role("button", name="Older")).to_be_disabled()
    page.get_by_role("button", name="Newer").click()
    expect(entries).to_have_count(10)
    page.get_by_label("Name").fill("desk 11")
    page.get_by_role("button", name="Search").click()

    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("+1 415-555-0111")
    assert visit.complaints == []
    assert {url.rsplit("/", 1)[0] for url in visit.foreign} == {site.gateway.url}
