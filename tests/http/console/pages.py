"""Every page of the console, in a project that has something of everything."""

import re
from collections.abc import Callable
from typing import Any, Final

from playwright.sync_api import Page, expect

from tests.canaries import PLATFORM_PROJECT, PLATFORM_TOKEN
from tests.http.console.site import SOURCE, Site, settled
from tests.http.console.twilio import CREDENTIALS

ROUTES: Final = frozenset(re.findall(r"  path: '([^']+)'", (SOURCE / "src/router.tsx").read_text()))
_ROWS: Final = "number,number_type,name\n+14155550110,longcode,Night shift\n12345,longcode,Wrong\n"
_HANDLER: Final = {
    "lamlWebhooks": {"requestUrl": "http://127.0.0.1:65535/voice/of/a/long/path?a=b"}
}


def filled(site: Site, space: str) -> dict[str, list[str]]:
    """Fill a project that is attached to *space*; return the addresses of each route."""
    attached = {"space": space, "projectId": str(PLATFORM_PROJECT), "apiToken": PLATFORM_TOKEN}
    assert _made(site, "Attach", attached, "upstream")["status"] == "ACTIVE"
    number = site.imported("+14155550100", name="Night shift of the second team", tags=["support"])
    site.ask("Update", input={"id": number, "callHandler": _HANDLER, "name": "Second team"})
    job = _made(site, "StartImport", {"source": {"csv": _ROWS}}, "job")["id"]
    credentials = {"twilio": CREDENTIALS}
    account = _made(site, "Connect", {"label": "Old", "credentials": credentials}, "connection")
    endpoint = _made(site, "CreateWebhook", {"url": "http://127.0.0.1:65535/events"}, "endpoint")
    site.until(lambda: site.ask("Connection", id=account["id"])["node"]["refreshedAt"])
    site.until(lambda: site.ask("Job", id=job)["node"]["finishedAt"])
    of = {"/numbers": number, "/jobs": job, "/connections": account["id"]}
    of["/webhooks"] = endpoint["id"]
    return {
        route: [route.replace("$id", of.get(route.removesuffix("/$id"), ""))] for route in ROUTES
    } | {"/numbers/$id": [f"/numbers/{number}", f"/numbers/{number}?tab=history"]}


def _made(site: Site, operation: str, given: Any, part: str) -> Any:
    """Return what a mutation has made."""
    [result] = (value for key, value in site.ask(operation, input=given).items() if key[0] != "_")
    return result[part]


def follow(page: Page, url: str) -> None:
    """Go to a page of the console as a link does: what is loaded stays."""
    page.evaluate(_FOLLOW, url)
    page.wait_for_selector("h1:not([data-left])")
    settled(page)


def _checked(page: Page, site: Site, path: str) -> None:
    """Open a report and the two versions of a conflict."""
    follow(page, site.url + path)
    page.get_by_role("button", name="Check it now").click()
    expect(page.locator(".report")).to_contain_text("Not answered")
    site.ask("Update", input={"id": path.rpartition("/")[2], "tags": ["theirs"]})
    page.get_by_label("Name").fill("Mine")
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(page.get_by_role("button", name="Save mine over it")).to_be_visible()
    expect(save).to_be_enabled()
    page.mouse.move(0, 0)


def _releasing(page: Page, _site: Site, _path: str) -> None:
    page.get_by_role("button", name="Release this number").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _refused(page: Page, site: Site, _path: str) -> None:
    page.keyboard.press("Escape")
    follow(page, f"{site.url}/numbers/new")
    page.get_by_label("Number", exact=True).fill("+1 (415) 555-0124")
    calls = page.get_by_role("group", name="Calls")
    calls.get_by_label("Answered by").select_option("lamlWebhooks")
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("alert").get_by_role("listitem").first).to_be_visible()


# What is opened on the page of a number, one after the other: reports, dialogs and errors.
OPENED: Final[dict[str, Callable[[Page, Site, str], None]]] = {
    "report and conflict": _checked,
    "release": _releasing,
    "import that is refused": _refused,
}
_FOLLOW: Final = """(url) => {
    const place = (address) => new URL(address).pathname.replace(/\\/$/, '');
    if (place(url) !== place(location.href)) document.querySelector('h1').dataset.left = '';
    history.pushState({}, '', url);
}"""
