"""A project that is attached to a platform, as the console shows it."""

from collections.abc import Iterator
from typing import Any, Final

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.canaries import PLATFORM_PROJECT, PLATFORM_TOKEN
from tests.http.console.site import Site, settled
from tests.upstream.chaos import platform
from tests.upstream.test_pending import REFUSAL

NUMBERS: Final = ("+14155550100", "+14155550101")


@pytest.fixture(scope="module")
def space(database: str) -> Iterator[str]:
    """A platform for each database: it is of one project."""
    assert database
    with platform() as host:
        yield host


@pytest.fixture(scope="module")
def options(space: str) -> dict[str, str]:
    """Let projects be attached to it, and mutations wait for a moment only."""
    return {"upstream_hosts": space, "upstream_answer_seconds": "0.5"}


def control(space: str, what: str, body: Any = None) -> Any:
    """Tell the platform something; return its state."""
    return httpx2.post(f"http://{space}/_{what}", json=body).json()


def attach(page: Page, space: str) -> None:
    page.get_by_label("Space").fill(space)
    page.get_by_label("Project ID").fill(str(PLATFORM_PROJECT))
    page.get_by_label("API token").fill(PLATFORM_TOKEN)
    page.get_by_role("button", name="Attach").click()


def renamed(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()


def in_state(site: Site, state: str) -> list[str]:
    found = site.ask("Numbers", first=100, filter={"provisioning": [state]})
    return [node["number"] for node in found["phoneNumbers"]["nodes"]]


def tile(page: Page, site: Site, name: str) -> None:
    """Follow a tile of the overview to its only number."""
    page.goto(site.url)
    page.get_by_role("link", name=f"1 {name}").click()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_number_is_pending_refused_changed_elsewhere_and_gone(
    visit: Visit, site: Site, space: str
) -> None:
    page = visit.page
    page.get_by_role("link", name="Attach it").click()
    attach(page, "elsewhere.example.com")
    expect(page.get_by_label("Space")).to_have_attribute("aria-invalid", "true")
    attach(page, space)
    expect(page.get_by_role("heading", level=1)).to_have_text("Platform Active")
    assert PLATFORM_TOKEN not in page.content()
    first, second = [site.imported(number, name="Desk") for number in NUMBERS]
    site.until(lambda: len(in_state(site, "ACTIVE")) == 2)

    control(space, "always", "429")
    page.goto(f"{site.url}/numbers/{first}")
    settled(page)
    renamed(page, "Front")
    state = page.get_by_role("complementary", name="About this number")
    expect(
        page.get_by_text("Sent to the platform, which has not confirmed it yet.")
    ).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pending")
    expect(state.locator(".changes")).to_contain_text("NameDeskFront")
    tile(page, site, "Pending")
    page.locator("tbody tr").get_by_role("link").click()
    control(space, "plan", [REFUSAL])
    control(space, "always", "")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Failed")
    expect(state).to_contain_text("No such name")
    expect(page.get_by_label("Name")).to_have_value("Desk")
    tile(page, site, "Failed")

    theirs, other = sorted(control(space, "state")["records"], key=lambda r: r["number"])
    control(space, "put", [theirs | {"name": "Theirs"}])
    control(space, "drop", [other["id"]])
    page.get_by_role("link", name="Platform", exact=True).click()
    page.get_by_role("button", name="Sync now").click()

    sync = page.get_by_role("complementary", name="Sync")
    expect(sync.locator(".facts")).to_contain_text("Changed here1New here0Gone1")
    sync.get_by_role("link", name="1", exact=True).click()
    expect(page.locator("tbody tr")).to_contain_text("Gone")
    page.locator("tbody tr").get_by_role("link").click()
    expect(state).to_contain_text("The platform does not have the number any more.")
    tile(page, site, "Gone")
    page.goto(site.url)
    drift = page.locator(".card").filter(has=page.get_by_role("heading", name="Drift"))
    expect(drift).to_contain_text("NameDeskTheirs")
    expect(page.locator(".card").filter(has_text="Changed here")).to_contain_text("Compared1")
    drift.get_by_role("link", name=NUMBERS[0]).click()
    expect(page.get_by_label("Name")).to_have_value("Theirs")
    page.get_by_role("link", name="Platform", exact=True).click()
    page.get_by_role("button", name="Detach").click()
    page.get_by_role("dialog").get_by_role("button", name="Detach").click()
    expect(page.get_by_role("heading", name="Attach the project")).to_be_visible()
    assert site.number(second)["provisioning"] is None
    assert (visit.complaints, visit.foreign) == ([], [])
