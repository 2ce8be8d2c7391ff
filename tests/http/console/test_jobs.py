"""Bulk jobs in the console: a file, its progress, and the rows that failed."""

import csv
from pathlib import Path

from playwright.sync_api import FilePayload, Page, Request, Route, expect

from tests.http.console.site import Site

PROGRESS = '"operationName":"ImportProgress"'
READ = '"operationName":"Job"'
HEADER = "number,number_type,name,tags"
WRONG = ["12345,longcode,Wrong,", "+14155550100,longcode,Wrong,Not a tag"]
LARGE = 1500  # rows
SMALL = 100_000  # bytes, from which on a file follows its request


def rows(count: int, name: str = "Desk") -> list[str]:
    return [f"+1415556{n:04},longcode,{name} {n},sales" for n in range(count)]


def start(page: Page, *lines: str) -> bytes:
    """Start a job with these lines; return the file."""
    text = "\n".join([HEADER, *lines, ""]).encode()
    file = FilePayload(name="numbers.csv", mimeType="text/csv", buffer=text)
    page.get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_label("CSV file").set_input_files(files=[file])
    page.get_by_role("button", name="Start").click()
    return text


def test_a_large_file_follows_its_request_and_is_imported(page: Page, site: Site) -> None:
    sent: list[Request] = []

    def keep(request: Request) -> None:
        sent.append(request)

    page.on("request", keep)

    file = start(page, *rows(LARGE, "The desk at the window " * 3), *WRONG)

    assert len(file) > SMALL
    expect(page.get_by_role("heading", level=1)).to_have_text("Import Completed")
    expect(page.get_by_text("1,502 of 1,502 rows")).to_be_visible()
    assert [r.method for r in sent if r.url.endswith("/rows")] == ["PUT"]
    streams = [r for r in sent if PROGRESS in (r.post_data or "")]
    assert len(streams) == 1
    page.get_by_label("Show").select_option("Failed")
    expect(page.locator("tbody tr")).to_have_count(2)
    found = site.ask("MatchingNumbers", filter={"tagsAll": ["sales"]})
    assert found["phoneNumbers"]["totalCount"] == LARGE


def test_rows_are_turned_on_and_back_and_the_failed_ones_are_a_file(
    page: Page, tmp_path: Path
) -> None:
    """The job is followed without its stream, which does not come to be."""
    lost: list[str] = []

    def lose_streams(route: Route) -> None:
        asked = route.request.post_data or ""
        if PROGRESS in asked:
            lost.append(route.request.url)
            route.abort()
        elif READ in asked and not lost:  # so few rows may all be done already
            answer = route.fetch()
            running = answer.text().replace('"status":"COMPLETED"', '"status":"RUNNING"')
            route.fulfill(response=answer, body=running)
        else:
            route.continue_()

    page.route("**/graphql", lose_streams)
    page.get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_label("CSV file")).to_have_attribute("aria-invalid", "true")
    start(page, *rows(120), *WRONG)

    expect(page.get_by_role("heading", level=1)).to_have_text("Import Completed")
    expect(page.get_by_text("122 of 122 rows")).to_be_visible()
    assert lost
    first, back = page.locator("tbody tr").first, page.get_by_role("button", name="Previous")
    for line in ("2", "52", "102"):
        expect(first.locator("td").first).to_have_text(line)
        if line != "102":
            page.get_by_role("button", name="Next").click()
    page.reload()
    back.click()
    expect(first.locator("td").first).to_have_text("52")
    back.click()
    expect(first.locator("td").first).to_have_text("2")
    expect(back).to_be_disabled()
    page.get_by_label("Show").select_option("Failed")
    failed = page.locator("tbody tr")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("A number starts with a plus")
    expect(failed.last).to_contain_text("Tags")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Failed rows as CSV").click()
    downloading.value.save_as(tmp_path / "failed.csv")
    written = list(csv.DictReader((tmp_path / "failed.csv").read_text().splitlines()))
    assert [(row["line"], row["number"]) for row in written] == [
        ("122", "12345"),
        ("123", "+14155550100"),
    ]
    assert written[0]["message"].startswith("number: A number starts")
