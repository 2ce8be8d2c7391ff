"""Connections in the console: an account is connected, read, imported, compared and removed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Connection, update

from gateway.clock import utc_now
from gateway.connections.accounts import CONNECTIONS
from gateway.database.database import Database
from tests.browser import Visit
from tests.canaries import PROVIDER_SECRET
from tests.conftest import ON_SQLITE
from tests.http.console.site import Site, settled
from tests.http.console.twilio import CREDENTIALS, DESK, TRUNK, Account, provider
from tests.providers.account import SID


@pytest.fixture(scope="module")
def twilio() -> Iterator[Account]:
    with provider() as running:
        yield running


@pytest.fixture(scope="module")
def options(twilio: Account) -> dict[str, str]:
    """Let the server read the account here."""
    return twilio.options


@pytest.fixture
def account(twilio: Account) -> Account:
    """Return the account as it is at first."""
    twilio.status, twilio.numbers = 200, [DESK, TRUNK]
    return twilio


@pytest.fixture
def connected(site: Site, account: Account) -> str:
    """Return the id of a connection to the account, whose numbers have been read."""
    assert account.numbers
    asked = {"label": "Old carrier", "credentials": {"twilio": CREDENTIALS}}
    id_: str = site.ask("Connect", input=asked)["connectProvider"]["connection"]["id"]
    site.until(lambda: site.ask("Connection", id=id_)["node"]["refreshedAt"])
    return id_


def opened(page: Page, site: Site, id_: str) -> Locator:
    """Open the page of a connection; return its rows."""
    page.goto(f"{site.url}/connections/{id_}")
    settled(page)
    return page.locator("tbody tr")


def connect(page: Page, secret: str) -> None:
    page.get_by_label("Label").fill("Old carrier")
    page.get_by_label("Account SID").fill(SID)
    page.get_by_label("API key SID").fill("SK1")
    page.get_by_label("API key secret").fill(secret)
    page.get_by_role("button", name="Connect").click()


def test_an_account_is_connected_after_its_credentials_were_refused(
    visit: Visit, account: Account
) -> None:
    page = visit.page
    page.get_by_role("link", name="Connections", exact=True).click()
    expect(page.get_by_text("No account is connected yet.")).to_be_visible()
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_label("Label")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Account SID")).to_have_attribute("aria-invalid", "true")
    account.status = 401
    connect(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text("refused the credentials")
    account.status = 200

    connect(page, PROVIDER_SECRET)

    rows = page.locator("tbody tr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Old carrier Active")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Calls: LaML webhooks · Messages: LaML webhooks")
    expect(rows.last).to_contain_text("Not copied: trunk_sid. Calls go to a SIP trunk")
    expect(page.get_by_text("secret …77e1")).to_be_visible()
    assert PROVIDER_SECRET not in page.content()
    page.get_by_role("link", name="Connections", exact=True).click()
    expect(page.locator(".entries li")).to_contain_text("Twilio")
    assert (visit.complaints, visit.foreign) == ([], [])


def test_new_numbers_are_imported_after_a_dry_run_that_writes_nothing(
    page: Page, site: Site, connected: str
) -> None:
    rows = opened(page, site, connected)
    expect(rows.filter(has_text="New")).to_have_count(2)
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Import, dry run Completed")
    expect(rows.filter(has_text="Imported")).to_have_count(2)
    assert site.ask("Numbers")["phoneNumbers"]["nodes"] == []
    page.go_back()

    page.get_by_role("button", name="Import new numbers").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Import Completed")
    rows.first.get_by_role("link", name="+14155550123").click()
    expect(page.get_by_label("Name")).to_have_value("Front desk")
    page.go_back()
    rows.last.get_by_role("link", name="+14155550124").click()
    origin = page.locator(".card").filter(has=page.get_by_role("heading", name="Imported from"))
    expect(origin).to_contain_text("Old carrier at Twilio, where it is PN2.")
    expect(origin).to_contain_text("Not copied: trunk_sid.")
    rows = opened(page, site, connected)
    expect(rows.filter(has_text="Imported")).to_have_count(2)
    page.get_by_label("Show").select_option("New")
    expect(page.get_by_text("No numbers.")).to_be_visible()


def test_drift_is_seen_after_the_account_is_read_again_which_has_its_pace(
    page: Page, site: Site, connected: str, account: Account
) -> None:
    source = {"connection": {"connectionId": connected}}
    site.ask("StartImport", input={"source": source})
    site.until(lambda: len(site.ask("Numbers")["phoneNumbers"]["nodes"]) == 2)
    account.numbers = [DESK | {"friendly_name": "Reception"}]
    rows = opened(page, site, connected)
    again = page.get_by_role("button", name="Read again")
    again.click()
    expect(page.get_by_role("alert")).to_contain_text("Try again in")
    site.served.run(read_earlier)

    again.click()

    drifted = rows.filter(has_text="Drifted")
    expect(drifted).to_contain_text("NameFront deskReception")
    expect(rows.filter(has_text="Gone")).to_contain_text("+14155550124")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_label("Show").select_option("Drifted")
    expect(rows).to_have_count(1)
    assert "state=DRIFTED" in page.url
    drifted.get_by_role("link").click()
    page.get_by_role("link", name="History").click()
    expect(page.locator(".events")).to_contain_text("Drift detected")


async def read_earlier(opened: Database) -> None:
    """Let every connection have been read an hour ago."""
    before = update(CONNECTIONS).values(refreshed_at=utc_now() - timedelta(hours=1))

    def work(db: Connection) -> None:
        db.execute(before)

    await opened.write(work)


@ON_SQLITE
def test_a_removed_connection_leaves_its_numbers(page: Page, site: Site, connected: str) -> None:
    source = {"connection": {"connectionId": connected}}
    site.ask("StartImport", input={"source": source})
    site.until(lambda: len(site.ask("Numbers")["phoneNumbers"]["nodes"]) == 2)
    opened(page, site, connected)

    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()

    expect(page.get_by_text("No account is connected yet.")).to_be_visible()
    assert len(site.ask("Numbers")["phoneNumbers"]["nodes"]) == 2
    opened(page, site, connected)
    expect(page.get_by_text("There is no such connection.")).to_be_visible()


@ON_SQLITE
def test_an_account_that_cannot_be_read_any_more_says_why(
    page: Page, site: Site, connected: str, account: Account
) -> None:
    account.status = 401
    site.served.run(read_earlier)
    opened(page, site, connected)

    page.get_by_role("button", name="Read again").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Invalid credentials")
    expect(page.get_by_text("The account cannot be read:")).to_be_visible()
