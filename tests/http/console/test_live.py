"""Live updates of the console: over an event stream, and after it was lost."""

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.http.console.site import Served, Site, serving


def test_what_others_do_appears_without_a_reload(page: Page, site: Site) -> None:
    expect(page.get_by_text("Live", exact=True)).to_be_visible()

    site.imported("+14155550100", name="Front desk")

    expect(page.locator(".events")).to_contain_text("+14155550100")
    expect(page.get_by_role("link", name="1 Numbers")).to_be_visible()
    page.get_by_role("link", name="Numbers", exact=True).click()
    expect(page.locator("tbody tr")).to_contain_text("Front desk")
    [number] = site.ask("Numbers")["phoneNumbers"]["nodes"]
    site.ask("Update", input={"id": number["id"], "name": "Reception"})
    expect(page.locator("tbody tr")).to_contain_text("Reception")


def test_a_lost_stream_is_said_calmly_and_continues_after_its_last_event(
    context: BrowserContext, served: Served, tmp_path: Path
) -> None:
    with serving(tmp_path, served.database) as lost:
        site = lost.project()
        page = site.visit(context).page
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        site.imported("+14155550100")
        expect(page.locator(".events li")).to_have_count(1)

        lost.server.kill()

        expect(page.get_by_text("Reconnecting")).to_be_visible()
        assert page.get_by_role("alert").count() == 0
    port = lost.server.url.rpartition(":")[2]
    with serving(tmp_path, served.database, "--port", port) as again:
        replace(site, served=again).imported("+14155550101")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        expect(page.locator(".events li")).to_have_count(2)
        expect(page.get_by_role("link", name="2 Numbers")).to_be_visible()
