"""Every page of the console, in a project that has something of everything."""

import re
from typing import Any, Final

from tests.canaries import PLATFORM_PROJECT, PLATFORM_TOKEN
from tests.http.console.site import SOURCE, Site
from tests.http.console.twilio import CREDENTIALS

ROUTES: Final = frozenset(re.findall(r"  path: '([^']+)'", (SOURCE / "src/router.tsx").read_text()))
_ROWS: Final = "number,number_type,name\n+14155550110,longcode,Night shift\n12345,longcode,Wrong\n"
_HANDLER: Final = {"lamlWebhooks": {"requestUrl": "https://example.com/voice/of/a/long/path?a=b"}}


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
