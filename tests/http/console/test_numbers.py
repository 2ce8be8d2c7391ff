"""The list of numbers in the console, and imports into it."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import Visit
from tests.conftest import ON_SQLITE
from tests.http.console.site import Site, settled

NUMBER = "+14155550100"


def test_filters_and_place_are_in_the_address_and_survive_back_and_reload(
    visit: Visit, site: Site
) -> None:
    page, rows = visit.page, visit.page.locator("tbody tr")
    for last in range(27):
        site.imported(f"+141555501{last:02}", name=f"Desk {last}", tags=["sales"])
    site.imported("+442071838750", name="London")
    page.get_by_role("link", name="Numbers", exact=True).click()
    expect(rows).to_have_count(25)

    page.get_by_label("Tags").fill("sales")
    page.get_by_label("Order").select_option("number")
    page.get_by_role("button", name="Search").click()
    expect(rows.first).to_contain_text("Desk 0")
    page.get_by_role("button", name="Next").click()
    expect(rows).to_have_count(2)
    rows.last.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("+1 415-555-0126")
    page.go_back()

    expect(rows).to_have_count(2)
    page.reload()
    expect(rows).to_have_count(2)
    expect(page.get_by_label("Tags")).to_have_value("sales")
    page.get_by_role("button", name="Previous").click()
    expect(rows).to_have_count(25)
    assert "tags=sales" in page.url and "before=" in page.url
    assert (visit.complaints, visit.foreign) == ([], [])


@ON_SQLITE
def test_the_list_follows_what_is_typed_and_back_leaves_it(page: Page, site: Site) -> None:
    site.imported(NUMBER, name="Front desk")
    site.imported("+442071838750", name="London")
    page.get_by_role("link", name="Numbers", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)

    page.get_by_label("Number or name").press_sequentially("(415) 555")

    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Front desk")
    expect(page.get_by_label("Number or name")).to_be_focused()
    page.get_by_label("Number or name").fill("lond")
    expect(page.locator("tbody tr")).to_contain_text("London")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


@ON_SQLITE
def test_a_filter_that_matches_nothing_offers_all_numbers(page: Page, site: Site) -> None:
    site.imported(NUMBER, callHandler={"relayTopic": {"topic": "office"}})
    page.goto(f"{site.url}/numbers?calls=unanswered")

    expect(page.get_by_text("No number matches")).to_be_visible()
    page.get_by_role("link", name="Show all numbers").click()

    expect(page.locator("tbody tr")).to_have_count(1)


@ON_SQLITE
def test_what_is_wrong_with_an_import_stands_at_its_field(visit: Visit, site: Site) -> None:
    page = visit.page
    page.goto(f"{site.url}/numbers/new")
    settled(page)
    page.get_by_label("Number", exact=True).fill("+1 (415) 555-0124")
    page.get_by_label("Tags").fill("ok Sales")
    page.get_by_label("Voice").uncheck()
    page.get_by_label("Fax").uncheck()
    calls = page.get_by_role("group", name="Calls")
    calls.get_by_label("Answered by").select_option("lamlWebhooks")
    page.get_by_label("Request URL").fill("ftp://example.com/voice")

    page.get_by_role("button", name="Import").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(4)
    wrong = {"Number": "+14155550124", "Tags optional": "sales", "Request URL": "http"}
    for label, message in wrong.items():
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_accessible_description(re.compile(re.escape(message)))
    expect(calls.get_by_label("Answered by")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("button", name="Tags").click()
    expect(page.get_by_label("Tags")).to_be_focused()
    page.get_by_role("button", name="Use +14155550124").click()
    page.get_by_role("button", name="Use ok sales").click()
    expect(page.get_by_label("Number", exact=True)).to_have_value("+14155550124")
    expect(page.get_by_label("Tags")).to_have_value("ok sales")
    expect(page.get_by_label("Number", exact=True)).to_have_attribute("aria-invalid", "false")
    assert visit.complaints == []


def test_a_corrected_import_succeeds_and_a_second_one_shows_the_existing_number(
    page: Page, site: Site
) -> None:
    page.goto(f"{site.url}/numbers/new")
    page.get_by_label("Number", exact=True).fill("4155550100")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid")

    for _ in range(2):
        page.get_by_label("Number", exact=True).fill(NUMBER)
        page.get_by_role("button", name="Import").click()
        page.get_by_role("link", name=NUMBER).wait_for()

    expect(page.get_by_role("alert")).to_contain_text("has this number already")
    page.get_by_role("link", name=f"Open {NUMBER}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("+1 415-555-0100")
    page.get_by_role("link", name="Numbers", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(1)


@ON_SQLITE
def test_an_import_whose_response_is_lost_is_repeated_and_imports_once(
    page: Page, site: Site
) -> None:
    page.goto(f"{site.url}/numbers/new")
    settled(page)
    page.get_by_label("Number", exact=True).fill(NUMBER)
    lost: list[str] = []

    def lose_the_first_response(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/graphql", lose_the_first_response)
    page.get_by_role("button", name="Import").click()

    expect(page.get_by_role("status")).to_contain_text("is in the project")
    assert "ImportPhoneNumberSuccess" in lost[0]


def test_a_figure_of_the_overview_leads_to_its_numbers(page: Page, site: Site) -> None:
    webhook = {"lamlWebhooks": {"requestUrl": "https://example.com/sms"}}
    topic = {"relayTopic": {"topic": "office"}}
    site.imported(NUMBER, callHandler=topic, messageHandler=webhook)
    site.imported("+14155550101", callHandler=webhook)
    page.reload()
    for title, label, query in (
        ("What answers calls", "Relay topic", "calls=relay_topic"),
        ("What answers messages", "LaML webhooks", "messages=laml_webhooks"),
        ("What answers messages", "Nothing", "messages=unanswered"),
    ):
        card = page.locator(".card").filter(has=page.get_by_role("heading", name=title))

        card.get_by_role("link", name=label).click()

        expect(page.locator("tbody tr")).to_have_count(1)
        assert page.url.endswith(f"/numbers?{query}")
        name, value = query.split("=")
        expect(page.get_by_label(name.title(), exact=True)).to_have_value(value)
        page.go_back()


@ON_SQLITE
def test_a_filter_that_the_address_spells_wrong_is_left_out(page: Page, site: Site) -> None:
    site.imported(NUMBER)

    page.goto(f"{site.url}/numbers?calls=carrier_pigeon&state=lost&type=short&color=red")

    expect(page.locator("tbody tr")).to_have_count(1)


@ON_SQLITE
@pytest.mark.parametrize(
    "name", ["x" * 255, "\U0001f600" * 255, "long name " * 25], ids=["one word", "emoji", "words"]
)
@pytest.mark.parametrize("width", [1400, 390])
def test_a_long_name_takes_no_width_from_the_other_columns(
    page: Page, site: Site, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    site.imported(NUMBER, name=name.strip())

    page.goto(f"{site.url}/numbers")
    changed = page.locator("tbody tr time")
    expect(changed).to_have_count(1)

    scrolled = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert scrolled <= 0
    if width == 1400:
        box = changed.bounding_box()
        assert box is not None and box["height"] < 30  # one line
