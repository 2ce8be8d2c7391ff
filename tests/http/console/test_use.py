"""Use of the console by everyone: with the keyboard alone, with a screen reader, on a phone."""

import re

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import Visit
from tests.http.console.site import Site, settled

PLACES = ["Overview", "Numbers", "Activity", "Jobs", "Connections", "Webhooks", "Platform"]


def test_navigation_sets_the_title_and_moves_the_focus_to_the_heading(page: Page) -> None:
    for name in [*PLACES[1:], PLACES[0]]:
        page.get_by_role("navigation").get_by_role("link", name=name).click()

        expect(page).to_have_title(f"{name} · numbergate")
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_number_is_imported_changed_and_released_with_the_keyboard_alone(
    context: BrowserContext, site: Site
) -> None:
    page = Visit.of(context, f"{site.url}/numbers").page
    keys, heading = page.keyboard, page.get_by_role("heading", level=1)
    focus(page, page.get_by_label("Token or JWT"))
    keys.type(site.token)
    keys.press("Enter")
    expect(heading).to_have_text("Numbers")
    page.reload()
    settled(page)
    keys.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    reach(page, "Import a number")
    keys.press("Enter")
    expect(page).to_have_title("Import a number · numbergate")
    settled(page)
    keys.press("Tab")
    keys.type("+14155550100")
    focus(page, page.get_by_label("Name"))
    keys.type("Front desk")
    keys.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    [number] = site.ask("Numbers")["phoneNumbers"]["nodes"]
    assert (number["number"], number["name"]) == ("+14155550100", "Front desk")
    reach(page, "Numbers")
    keys.press("Enter")
    focus(page, page.get_by_label("Number or name"))
    keys.type("front")
    page.wait_for_url("**search=front")
    settled(page)
    reach(page, "+1 415-555-0100")
    keys.press("Enter")
    expect(heading).to_be_focused()

    focus(page, page.get_by_role("group", name="Calls").get_by_label("Answered by"))
    keys.type("Relay t")
    focus(page, page.get_by_label("Topic"))
    keys.type("office")
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Saved: Call handler.")).to_be_focused()
    assert site.number(number["id"])["callHandler"]["topic"] == "office"
    reach(page, "Release this number")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")

    expect(page.get_by_text("The project has no numbers yet.")).to_be_visible()


def reach(page: Page, name: str) -> None:
    """Press Tab until the link or the button with this name has the focus."""
    focus(page, page.locator("a, button").filter(has_text=re.compile(rf"^\s*{re.escape(name)}$")))


def focus(page: Page, element: Locator) -> None:
    """Press Tab until the element has the focus."""
    element.wait_for()
    for _ in range(60):
        if element.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(element)


def test_the_menu_opens_on_a_phone(browser: Browser, site: Site) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = site.visit(context).page
    expect(page.get_by_role("link", name="Numbers", exact=True)).to_be_hidden()

    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Numbers", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers")
    expect(page.get_by_role("button", name="Menu")).to_have_attribute("aria-expanded", "false")
    context.close()
