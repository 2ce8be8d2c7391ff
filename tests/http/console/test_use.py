"""Use of the console by everyone: with the keyboard alone, with a screen reader, on a phone."""

from playwright.sync_api import Browser, Page, expect

from tests.conftest import ON_SQLITE
from tests.http.console.site import Site, settled

pytestmark = ON_SQLITE
PLACES = ["Overview", "Numbers", "Activity", "Jobs", "Connections", "Webhooks", "Platform"]


def test_navigation_sets_the_title_and_moves_the_focus_to_the_heading(page: Page) -> None:
    for name in [*PLACES[1:], PLACES[0]]:
        page.get_by_role("navigation").get_by_role("link", name=name).click()

        expect(page).to_have_title(f"{name} · numbergate")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_number_is_imported_and_found_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    reach(page, "Numbers")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Numbers · numbergate")
    reach(page, "Import a number")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Import a number · numbergate")
    settled(page)

    page.keyboard.press("Tab")
    page.keyboard.type("+14155550100")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("+1 415-555-0100")
    assert site.ask("Numbers")["phoneNumbers"]["nodes"][0]["number"] == "+14155550100"


def reach(page: Page, name: str) -> None:
    """Press Tab until the link with this name has the focus."""
    focused = "document.activeElement.textContent.trim()"
    for _ in range(30):
        if page.evaluate(focused) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(name)


def test_every_page_fits_a_phone_whose_menu_opens(browser: Browser, site: Site) -> None:
    id_ = site.imported("+14155550100", name="Night shift of the second team", tags=["support"])
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = site.visit(context).page

    for path in (
        "",
        "/numbers",
        f"/numbers/{id_}",
        "/numbers/new",
        "/activity",
        "/jobs",
        "/connections",
        "/webhooks",
        "/platform",
    ):
        page.goto(site.url + path)
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
    expect(page.get_by_role("link", name="Numbers", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Numbers", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers")
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")
    context.close()
