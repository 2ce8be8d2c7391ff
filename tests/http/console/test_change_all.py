"""The same changes of many numbers in the console: of those that match the filters of the list."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import ON_SQLITE
from tests.http.console.site import Site, settled


def handler(host: str) -> dict[str, Any]:
    return {"lamlWebhooks": {"requestUrl": f"https://{host}/voice"}}


def test_numbers_that_match_get_another_host_after_a_dry_run(page: Page, site: Site) -> None:
    ids = [
        site.imported(f"+1415555010{n}", tags=["sales"], callHandler=handler("old.example.com"))
        for n in range(2)
    ]
    other = site.imported("+14155550109", callHandler=handler("old.example.com"))
    page.goto(f"{site.url}/numbers?tags=sales")
    settled(page)
    page.get_by_role("link", name="Change all of these").click()
    expect(page.get_by_text("2 numbers that match the filters of the list.")).to_be_visible()
    page.get_by_label("Old host").fill("old.example.com")
    page.get_by_label("New host").fill("new.example.com")
    page.get_by_label("Tags to add").fill("moved")
    page.get_by_role("button", name="Dry run").click()
    trial = page.get_by_role("region", name="Dry run")
    expect(trial).to_contain_text("Completed")
    expect(trial.locator(".counts")).to_contain_text("Imported0Changed2Unchanged0")
    assert [site.number(id_)["version"] for id_ in ids] == [1, 1]

    page.get_by_role("button", name="Change 2 numbers").click()
    page.get_by_role("button", name="Change them").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Update Completed")
    expect(page.locator("tbody tr").filter(has_text="Changed")).to_have_count(2)
    for id_ in ids:
        number = site.number(id_)
        assert number["callHandler"]["requestUrl"] == "https://new.example.com/voice"
        assert sorted(number["tags"]) == ["moved", "sales"]
    assert site.number(other)["version"] == 1


@ON_SQLITE
def test_what_is_wrong_with_the_changes_stands_at_its_field(page: Page, site: Site) -> None:
    site.imported("+14155550100")
    page.goto(f"{site.url}/numbers/change")
    expect(page.get_by_text("1 number of the project.")).to_be_visible()
    page.get_by_role("button", name="Dry run").click()
    expect(page.get_by_role("alert")).to_contain_text("not valid")
    page.get_by_label("Old host").fill("https://example.com/")
    page.get_by_label("Tags to add").fill("ok Sales")
    page.get_by_role("group", name="Messages").get_by_label("Answered by").select_option(
        "lamlWebhooks"
    )

    page.get_by_role("button", name="Dry run").click()

    for label in ("Old host", "New host", "Tags to add", "Request URL"):
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    assert site.ask("Jobs", first=5)["bulkJobs"]["nodes"] == []
