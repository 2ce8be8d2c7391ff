"""Checks of handlers in the console: in the editor before saving, and on the page of a number."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.http.console.neighbours import Answer, Request, neighbour
from tests.http.console.site import Site, settled

LAML = b"<Response><Say>Hello</Say></Response>"


@pytest.fixture(scope="module")
def webhook() -> Iterator[str]:
    """Answer /voice with LaML, and any other path with an error."""

    def answer(request: Request) -> Answer:
        if request.path == "/voice":
            return Answer(200, LAML, "text/xml")
        return Answer(500)

    with neighbour(answer) as host:
        yield f"http://{host}"


def calls(page: Page) -> Locator:
    """Return the editor of the handler of calls."""
    return page.get_by_role("group", name="Calls")


def test_the_handler_of_a_form_is_checked_before_it_is_saved(
    page: Page, site: Site, webhook: str
) -> None:
    id_ = site.imported("+14155550100")
    page.goto(f"{site.url}/numbers/{id_}")
    calls(page).get_by_label("Answered by").select_option("lamlWebhooks")
    check = calls(page).get_by_role("button", name="Check its URLs")
    report = calls(page).get_by_role("status")
    calls(page).get_by_label("Request URL").fill("ftp://example.com")
    check.click()
    expect(calls(page).get_by_label("Request URL")).to_have_attribute("aria-invalid", "true")
    calls(page).get_by_label("Request URL").fill(f"{webhook}/voice")
    check.click()
    expect(report).to_contain_text("Calls Answered")
    expect(report).to_contain_text(re.compile(r"Request URL: 200 · text/xml · \d+ ms"))

    calls(page).get_by_label("Request URL").fill(f"{webhook}/nowhere")
    check.click()

    expect(report).to_contain_text("Calls Not answered")
    expect(report.get_by_role("listitem").filter(has_text="Error")).to_contain_text("status 500")
    assert site.number(id_)["callHandler"] is None
    calls(page).get_by_label("Answered by").select_option("relayTopic")
    expect(report).to_have_count(0)


def test_a_number_is_checked_on_its_page(page: Page, site: Site, webhook: str) -> None:
    handler = {"lamlWebhooks": {"requestUrl": f"{webhook}/voice"}}
    id_ = site.imported("+14155550100", callHandler=handler)
    bare = site.imported("+14155550101", messageHandler={"relayTopic": {"topic": "office"}})
    page.goto(f"{site.url}/numbers/{id_}")
    settled(page)
    check, report = page.get_by_role("button", name="Check it now"), page.locator(".report")
    check.click()
    expect(report).to_contain_text("Calls Answered")
    site.ask("Release", input={"id": id_})
    check.click()
    expect(page.get_by_role("alert")).to_contain_text("Back to the list")

    page.goto(f"{site.url}/numbers/{bare}")
    check.click()

    expect(report).to_contain_text("Messages Cannot be seen from here")
