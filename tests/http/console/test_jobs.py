"""Bulk jobs in the console: a file, its progress, and the rows that failed."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.http.console.site import Site, settled

ROWS = [f"+1415555{last:04},longcode,Desk {last}" for last in range(100, 130)]
FILE = "number,number_type,name\n" + "\n".join([*ROWS, "12345,longcode,Wrong"]) + "\n"


def test_a_file_is_imported_and_its_failed_rows_are_a_table_and_a_file(
    page: Page, site: Site, tmp_path: Path
) -> None:
    page.get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_label("CSV file")).to_have_attribute("aria-invalid", "true")
    file = FilePayload(name="numbers.csv", mimeType="text/csv", buffer=FILE.encode())
    page.get_by_label("CSV file").set_input_files(files=[file])

    page.get_by_role("button", name="Start").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Import Completed")
    expect(page.get_by_text("31 of 31 rows")).to_be_visible()
    page.get_by_label("Show").select_option("Failed")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("A number starts with a plus")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Failed rows as CSV").click()
    downloading.value.save_as(tmp_path / "failed.csv")
    header, row = (tmp_path / "failed.csv").read_text().splitlines()
    assert header == "line,number,code,message"
    assert row.startswith("32,12345,") and "number: A number starts" in row
    page.get_by_role("link", name="Numbers", exact=True).click()
    settled(page)
    assert len(site.ask("Numbers", first=100)["phoneNumbers"]["nodes"]) == 30
