"""A server with the console, whose operations are the only ones that it executes."""

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

import httpx2
from playwright.sync_api import BrowserContext, Page, expect

from gateway.database.database import Database, connect
from gateway.services.projects import ALL_SCOPES, Projects
from tests import servers
from tests.browser import Visit

ROOT: Final = Path(__file__).parents[3]
SOURCE: Final = ROOT / "gateway/http/console/source"
STATIC: Final = ROOT / "gateway/http/console/static"
DOCUMENTS: Final[dict[str, str]] = json.loads((STATIC / "persisted-documents.json").read_text())
KEY: Final = f"test:{base64.b64encode(bytes(32)).decode()}"
OWN_DOCUMENT: Final = "{ phoneNumbers { totalCount } }"
T = TypeVar("T")


def hash_of(operation: str) -> str:
    """Return the hash of an operation of the console, by which it is sent."""
    named = re.compile(rf"(?:query|mutation|subscription) {operation}\b")
    (found,) = (key for key, text in DOCUMENTS.items() if named.search(text))
    return found


@dataclass(frozen=True, slots=True)
class Served:
    """A server with the console, and its database."""

    server: servers.Server
    database: str

    def project(self) -> "Site":
        """Return a new, empty project, with a token that may do everything."""

        async def work(opened: Database) -> tuple[UUID, str]:
            projects = Projects(opened)
            project = await projects.create(f"project {uuid4()}")
            return project.id, (await projects.mint(project.id, "console", ALL_SCOPES)).text

        return Site(self, *self.run(work))

    def run(self, work: Callable[[Database], Awaitable[T]]) -> T:
        """Do something with the database, in a thread without the event loop of the browser."""

        async def opening() -> T:
            opened = connect(self.database, busy_seconds=60)
            try:
                return await work(opened)
            finally:
                await opened.close()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, opening()).result()


@dataclass(frozen=True, slots=True)
class Site:
    """The console as a project sees it, with a token for it."""

    served: Served
    project_id: UUID
    token: str

    @property
    def server(self) -> servers.Server:
        """The process that serves it."""
        return self.served.server

    @property
    def url(self) -> str:
        """The address of the console."""
        return f"{self.server.url}/console"

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        """Return the data of an operation of the console."""
        answer = self.send(documentId=hash_of(operation), variables=variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def send(self, **body: Any) -> dict[str, Any]:
        """Send a request as another client would, and return the answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        response = httpx2.post(f"{self.server.url}/graphql", headers=headers, json=body)
        answer: dict[str, Any] = response.json()
        return answer

    def until(self, sought: Callable[[], T]) -> T:
        """Return what is *sought* once it is there."""
        return self.server.wait_for(sought)

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
def serving(folder: Path, database: str, *arguments: str, **settings: str) -> Iterator[Served]:
    """Serve the console with this database."""
    manifest = folder / "documents.json"
    manifest.write_text(json.dumps({"own": "{ __typename }"}))
    usual = {
        "open_access": "false",
        "secret_keys": KEY,
        "allow_private_urls": "true",  # of receivers on this machine
        "webhook_retries": "1",
        "trusted_documents": str(manifest),
        "trusted_only": "true",
    }
    with servers.serving(
        folder / "log", *arguments, ready=True, database_url=database, **(usual | settings)
    ) as server:
        yield Served(server, database)
