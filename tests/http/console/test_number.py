"""One number in the console: its settings, its conflicts, its history and its release."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ON_SQLITE
from tests.http.console.site import Site, settled

NUMBER = "+14155550100"
UUID = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
URL = "https://example.com/voice"


def opened(page: Page, site: Site, id_: str) -> Page:
    """Return the page of a number."""
    page.goto(f"{site.url}/numbers/{id_}")
    settled(page)
    page.get_by_role("button", name="Save", exact=True).wait_for()
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize(
    ("database", "group"), [("sqlite", "Calls"), ("postgresql", "Messages")], indirect=["database"]
)
def test_every_kind_of_handler_is_written_and_read_back(page: Page, site: Site, group: str) -> None:
    opened(page, site, site.imported(NUMBER))
    editor = page.get_by_role("group", name=group)
    kind = editor.get_by_label("Answered by")
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

    assert len(kinds) > 5


@ON_SQLITE
def test_a_handler_is_removed_and_the_history_says_what_it_was(page: Page, site: Site) -> None:
    id_ = site.imported(NUMBER, callHandler={"relayTopic": {"topic": "office"}})
    opened(page, site, id_)

    page.get_by_role("group", name="Calls").get_by_label("Answered by").select_option("")
    save(page)

    expect(page.get_by_role("status")).to_have_text("Saved: Call handler.")
    assert site.number(id_)["callHandler"] is None
    page.get_by_role("link", name="History").click()
    change = page.locator(".events li").filter(has_text="Changed")
    expect(change).to_contain_text("Relay topic · office")
    expect(change).to_contain_text("nothing")
    expect(change).to_contain_text("by console")


@ON_SQLITE
def test_the_history_says_what_each_field_was_and_is(page: Page, site: Site) -> None:
    id_ = site.imported(NUMBER, name="ACME", tags=["support"])
    script = {"relayScript": {"url": "https://example.com/call.swml"}}
    changed: dict[str, Any] = {
        "name": None,
        "tags": [],
        "releaseProtected": True,
        "callReceiveMode": "FAX",
    }
    site.ask("Update", input={"id": id_, "callHandler": script} | changed)

    page.goto(f"{site.url}/numbers/{id_}?tab=history")

    change = page.locator(".events li").filter(has_text="Changed").locator("dl > div")
    expect(change).to_have_count(5)
    for text in (
        "NameACMEnothing",
        "Tagssupportnothing",
        "Release protectednoyes",
        "Call receive modeVoiceFax",
        "Call handlernothingRelay script · https://example.com/call.swml",
    ):
        expect(change.filter(has_text=text)).to_have_count(1)


@ON_SQLITE
def test_a_masked_password_stays_when_another_field_is_changed(page: Page, site: Site) -> None:
    handler = {"lamlWebhooks": {"requestUrl": "https://user:hunter2@example.com/voice"}}
    id_ = site.imported(NUMBER, callHandler=handler)
    opened(page, site, id_)

    page.get_by_label("Name").fill("Front desk")
    save(page)

    expect(page.get_by_role("status")).to_have_text("Saved: Name.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("+1 415-555-0100")


@pytest.mark.parametrize(
    ("choice", "name", "tags"),
    [("Take the current one", "Theirs", ["theirs"]), ("Save mine over it", "Mine", ["theirs"])],
)
def test_who_was_slower_sees_both_versions_and_decides(
    page: Page, site: Site, choice: str, name: str, tags: list[str]
) -> None:
    id_ = site.imported(NUMBER, name="Before")
    opened(page, site, id_)
    site.ask("Update", input={"id": id_, "name": "Theirs", "tags": ["theirs"]})
    page.get_by_label("Name").fill("Mine")
    save(page)
    versions = page.get_by_role("row").filter(has_text="Name")
    expect(versions).to_have_text("NameTheirsMine")
    expect(page.get_by_role("row").filter(has_text="Tags")).to_contain_text("not changed by you")

    page.get_by_role("button", name=choice).click()

    expect(page.get_by_role("button", name=choice)).to_have_count(0)
    expect(page.get_by_label("Name")).to_have_value(name)
    expect(page.get_by_label("Tags")).to_have_value("theirs")
    number = site.number(id_)
    assert (number["name"], number["tags"]) == (name, tags)


def test_a_number_is_released_after_a_confirmation_unless_it_is_protected(
    page: Page, site: Site
) -> None:
    id_ = site.imported(NUMBER)
    opened(page, site, id_)
    release = page.get_by_role("button", name="Release this number")
    page.get_by_label("Protect from release").check()
    save(page)
    expect(release).to_be_disabled()
    page.get_by_label("Protect from release").uncheck()
    save(page)

    release.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert site.number(id_)["number"] == NUMBER
    release.click()
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.get_by_role("button", name="Release", exact=True).click()

    expect(page.get_by_text("The project has no numbers yet.")).to_be_visible()
    assert site.number(id_) is None


@ON_SQLITE
def test_a_number_that_was_released_meanwhile_is_said_to_be_gone(page: Page, site: Site) -> None:
    id_ = site.imported(NUMBER)
    opened(page, site, id_)
    site.ask("Release", input={"id": id_})

    page.get_by_label("Name").fill("Too late")
    save(page)

    expect(page.get_by_role("alert")).to_contain_text("Back to the list")
    page.reload()
    expect(page.get_by_text("The project has no such number")).to_be_visible()
