"""A server with the console, whose operations are the only ones that it executes."""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2
from playwright.sync_api import BrowserContext, Page, expect

from tests import servers
from tests.browser import Visit

ROOT: Final = Path(__file__).parents[3]
SOURCE: Final = ROOT / "gateway/http/console/source"
STATIC: Final = ROOT / "gateway/http/console/static"
DOCUMENTS: Final[dict[str, str]] = json.loads((STATIC / "persisted-documents.json").read_text())
KEY: Final = f"test:{base64.b64encode(bytes(32)).decode()}"
OWN_DOCUMENT: Final = "{ phoneNumbers { totalCount } }"


@dataclass(frozen=True, slots=True)
class Site:
    """The console, with a token for it."""

    server: servers.Server
    token: str

    @property
    def url(self) -> str:
        """The address of the console."""
        return f"{self.server.url}/console"

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        """Return the data of an operation of the console."""
        named = re.compile(rf"(?:query|mutation|subscription) {operation}\b")
        (id_,) = (key for key, text in DOCUMENTS.items() if named.search(text))
        data: dict[str, Any] = self.send(documentId=id_, variables=variables)["data"]
        return data

    def send(self, **body: Any) -> dict[str, Any]:
        """Send a request as another client would, and return the answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        response = httpx2.post(f"{self.server.url}/graphql", headers=headers, json=body)
        answer: dict[str, Any] = response.json()
        return answer

    def imported(self, number: str, **settings: Any) -> str:
        """Return the id of a number that is in the project now."""
        sent = {"number": number, "numberType": "LONGCODE"} | settings
        result = self.ask("Import", input=sent)["importPhoneNumber"]
        id_: str = result["phoneNumber"]["id"]
        return id_

    def number(self, id_: str) -> dict[str, Any]:
        """Return a number as it is now."""
        number: dict[str, Any] = self.ask("PhoneNumber", id=id_)["phoneNumber"]
        return number

    def visit(self, context: BrowserContext, path: str = "") -> Visit:
        """Open a page of the console, signed in."""
        context.add_init_script(f"sessionStorage.setItem('numbergate:token', '{self.token}')")
        visit = Visit.of(context, self.url + path)
        settled(visit.page)
        return visit


def settled(page: Page) -> None:
    """Wait until the page has loaded its data."""
    page.wait_for_selector("h1")
    expect(page.locator(".loading, [aria-busy=true]")).to_have_count(0)


@contextmanager
def serving(folder: Path, database: str, *arguments: str) -> Iterator[Site]:
    """Serve the console with this database, to a token that may do everything."""
    manifest = folder / "documents.json"
    manifest.write_text(json.dumps({"own": "{ __typename }"}))
    made = servers.run("token", "create", "console", "--scope", "admin", database_url=database)
    with servers.serving(
        folder / "log",
        *arguments,
        database_url=database,
        open_access="false",
        secret_keys=KEY,
        allow_private_urls="true",  # of receivers on this machine
        webhook_retries="1",
        trusted_documents=str(manifest),
        trusted_only="true",
    ) as server:
        yield Site(server, made.stdout.split()[-1])
