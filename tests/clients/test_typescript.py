"""The TypeScript client: its frontend in a browser, against a gateway on another origin."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import Visit, chromium
from tests.clients import frontend
from tests.clients.frontend import Site

pytestmark = pytest.mark.skipif(
    shutil.which("npm") is None, reason="npm, and Node with it, is not installed"
)

NUMBER = "+14155550100"
UUID = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
URL = "https://example.com/voice"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return frontend.build(tmp_path_factory.mktemp("frontend"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()

    yield opened
    opened.close()


@pytest.fixture
def site(browser: Browser, built: Path, tmp_path: Path) -> Iterator[Site]:
    assert browser.is_connected()
    with frontend.serving(built, tmp_path) as served:
        yield served


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Visit:
    """Return the page after the token was entered."""
    return signed_in(context, site)


def signed_in(context: BrowserContext, site: Site) -> Visit:
    visit = Visit.of(context, site.url)
    visit.page.get_by_label("Token").fill(site.token)
    visit.page.get_by_role("button", name="Use it").click()
    visit.page.wait_for_selector("[aria-busy=false]")
    return visit


def opened(visit: Visit, site: Site, id_: str) -> Page:
    """Return the page of a number."""
    visit.page.goto(f"{site.url}/#/numbers/{id_}")
    visit.page.get_by_role("button", name="Save", exact=True).wait_for()
    return visit.page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def calls(page: Page) -> Locator:
    return page.get_by_role("group", name="Calls")


def said_of(control: Locator) -> Locator:
    """Return what the page says is wrong with an input, where a screen reader finds it."""
    *_, place = (control.get_attribute("aria-describedby") or "").split()
    return control.page.locator(f'[id="{place}"]')


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


def test_what_is_wrong_with_an_import_stands_at_the_inputs(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Number", exact=True).fill("+1 (415) 555-0124")
    page.get_by_label("Tags").fill("ok Sales")
    page.get_by_label("Voice").uncheck()
    page.get_by_label("Fax").uncheck()
    calls(page).get_by_label("Kind").select_option("lamlWebhooks")
    page.get_by_label("Request URL").fill("https://localhost:3000/voice")

    page.get_by_role("button", name="Import").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(4)
    wrong = {
        "Number": "Did you mean +14155550124?",
        "Tags (optional)": 'Did you mean "sales"?',
        "Request URL": "private name",
    }
    for label, message in wrong.items():
        control = page.get_by_label(label, exact=True)
        expect(control).to_have_attribute("aria-invalid", "true")
        expect(said_of(control)).to_contain_text(message)
    expect(said_of(calls(page).get_by_label("Kind"))).to_contain_text("VOICE or FAX")
    page.get_by_role("button", name="Tags").click()
    expect(page.get_by_label("Tags")).to_be_focused()
    assert visit.complaints == []


def test_a_corrected_import_succeeds_and_a_second_one_shows_the_existing_number(
    visit: Visit, site: Site
) -> None:
    page = visit.page
    page.goto(f"{site.url}/#/import")
    page.get_by_label("Number", exact=True).fill("4155550100")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid")

    for _ in range(2):
        page.get_by_label("Number", exact=True).fill(NUMBER)
        page.get_by_role("button", name="Import").click()
        page.get_by_role("link", name=NUMBER).wait_for()
        expect(page.get_by_label("Number", exact=True)).to_have_attribute("aria-invalid", "false")

    expect(page.get_by_role("alert")).to_contain_text("has this number already")
    page.get_by_role("link", name=f"Open {NUMBER}").click()
    expect(page.get_by_role("heading")).to_have_text("+1 415-555-0100")


@pytest.mark.parametrize("group", ["Calls", "Messages"])
def test_every_kind_of_handler_is_written_and_read_back(
    visit: Visit, site: Site, group: str
) -> None:
    page = opened(visit, site, site.imported(NUMBER))
    editor = page.get_by_role("group", name=group)
    kind = editor.get_by_label("Kind")
    kinds = [option.get_attribute("value") for option in kind.locator("option").all()]

    for name in filter(None, kinds):
        kind.select_option(name)
        for field in editor.locator("input").all():
            field.fill(URL if field.get_attribute("type") == "url" else UUID)
        written = [field.input_value() for field in editor.locator("input, select").all()]
        save(page)
        expect(page.get_by_role("status")).to_contain_text("Saved: ")
        page.reload()
        expect(kind).to_have_value(name)
        assert [f.input_value() for f in editor.locator("input, select").all()] == written

    assert len(kinds) > 5 and visit.complaints == []


def test_a_handler_can_be_taken_away(visit: Visit, site: Site) -> None:
    id_ = site.imported(NUMBER, callHandler={"relayTopic": {"topic": "office"}})
    page = opened(visit, site, id_)

    calls(page).get_by_label("Kind").select_option("")
    save(page)

    expect(page.get_by_role("status")).to_have_text("Saved: Call handler.")
    assert site.ask("PhoneNumber", id=id_)["phoneNumber"]["callHandler"] is None


@pytest.mark.parametrize(
    ("choice", "name", "tags"),
    [("Take the current one", "Theirs", ["theirs"]), ("Save mine over it", "Mine", ["theirs"])],
)
def test_who_was_slower_sees_how_the_number_is_now_and_decides(
    visit: Visit, site: Site, choice: str, name: str, tags: list[str]
) -> None:
    id_ = site.imported(NUMBER, name="Before")
    page = opened(visit, site, id_)
    site.ask("Update", input={"id": id_, "name": "Theirs", "tags": ["theirs"]})
    page.get_by_label("Name").fill("Mine")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Now: Theirs")
    expect(page.get_by_role("alert")).to_contain_text("Yours: not changed by you")

    page.get_by_role("button", name=choice).click()

    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Name")).to_have_value(name)
    expect(page.get_by_label("Tags")).to_have_value("theirs")
    number = site.ask("PhoneNumber", id=id_)["phoneNumber"]
    assert (number["name"], number["tags"]) == (name, tags)


def test_a_number_that_was_released_is_not_found_any_more(visit: Visit, site: Site) -> None:
    id_ = site.imported(NUMBER)
    page = opened(visit, site, id_)
    site.ask("Release", input={"id": id_})

    page.get_by_label("Name").fill("Too late")
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Back to the list")


def test_a_number_is_released_unless_it_is_protected(visit: Visit, site: Site) -> None:
    id_ = site.imported(NUMBER)
    site.ask("Update", input={"id": id_, "releaseProtected": True})
    page = opened(visit, site, id_)
    page.on("dialog", lambda dialog: dialog.accept())

    page.get_by_role("button", name="Release").click()
    expect(page.get_by_role("alert")).to_contain_text("protected")
    site.ask("Update", input={"id": id_, "releaseProtected": False})
    page.reload()
    page.get_by_role("button", name="Release").click()

    expect(page.get_by_text("No numbers.")).to_be_visible()


def test_the_page_asks_by_ids_where_no_other_document_runs(visit: Visit, site: Site) -> None:
    with visit.page.expect_request("**/graphql") as sent:
        visit.page.reload()
    own = httpx2.post(
        f"{site.gateway.url}/graphql",
        headers={"Authorization": f"Bearer {site.token}"},
        json={"query": "{ phoneNumbers { totalCount } }"},
    )

    expect(visit.page.get_by_text("No numbers.")).to_be_visible()
    assert set(sent.value.post_data_json or {}) == {"documentId", "variables"}
    assert own.json()["errors"][0]["extensions"]["code"] == "PERSISTED_DOCUMENT_REQUIRED"


def test_the_token_is_kept_for_the_tab_alone(visit: Visit, site: Site) -> None:
    kept = "JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])"
    before = visit.page.evaluate(kept)

    visit.page.get_by_role("button", name="Forget the token").click()

    expect(visit.page.get_by_label("Token")).to_be_visible()
    assert before == f'[["{site.token}"],[]]'
    assert visit.page.evaluate(kept) == "[[],[]]"


def test_an_unknown_token_is_reported(context: BrowserContext, site: Site) -> None:
    page = Visit.of(context, site.url).page

    page.get_by_label("Token").fill("ng_unknown")
    page.get_by_role("button", name="Use it").click()

    expect(page.get_by_role("alert")).to_contain_text("token")


def test_it_follows_the_system_into_the_dark_and_fits_a_phone(browser: Browser, site: Site) -> None:
    site.imported(NUMBER, name="Night shift of the second support team", tags=["support", "eu"])
    context = browser.new_context(color_scheme="dark", viewport={"width": 360, "height": 740})
    page = signed_in(context, site).page

    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert paper == "rgb(26, 33, 46)"
    assert width == 360


def test_the_guides_code_is_the_frontends() -> None:
    guide = (frontend.ROOT / "docs/frontend.md").read_text()
    blocks = re.findall(r"```(?:tsx?|graphql)\n(.*?)```", guide, re.DOTALL)
    sources = [lines(path.read_text()) for path in frontend.sources()]

    foreign = [block for block in blocks if not any(lines(block) in s for s in sources)]

    assert len(blocks) > 8
    assert foreign == []


def lines(code: str) -> str:
    """Return it without indentation, which a guide leaves away."""
    return "\n".join(line.strip() for line in code.strip().splitlines())


def test_the_lock_names_no_package_host() -> None:
    lock = json.loads((frontend.CLIENT / "package-lock.json").read_text())

    named = [name for name, package in lock["packages"].items() if "resolved" in package]

    assert len(lock["packages"]) > 50
    assert named == []
