"""The frontend of clients/typescript, built once and served from another origin."""

import functools
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2

from tests import servers

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients/typescript"
MANIFEST = CLIENT / "src/gql/persisted-documents.json"
_NOT_SOURCE = shutil.ignore_patterns("node_modules", "dist")
_ADDRESS = "http://localhost:8000/graphql"


def build(folder: Path) -> Path:
    """Return the page, built from a copy of the sources in the empty *folder*."""
    for name in ("clients", "schema", ".ci"):
        shutil.copytree(ROOT / name, folder / name, ignore=_NOT_SOURCE)
    ran = subprocess.run(
        [folder / ".ci/frontend"], capture_output=True, check=False, text=True, timeout=1200
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "clients/typescript/dist"


def sources() -> list[Path]:
    """Return what people wrote of the frontend, without what is generated from it."""
    found = [*CLIENT.glob("*.ts"), *CLIENT.glob("src/*.ts*"), *CLIENT.glob("src/operations/*")]
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Site:
    """The page on one origin, the gateway on another, which runs the page's documents alone."""

    url: str
    gateway: servers.Server
    token: str

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        """Return the data that the gateway answers to a document of the frontend."""
        documents: dict[str, str] = json.loads(MANIFEST.read_text())
        (id_,) = (key for key, text in documents.items() if f" {operation}(" in text)
        answer = httpx2.post(
            f"{self.gateway.url}/graphql",
            headers={"Authorization": f"Bearer {self.token}"},
            json={"documentId": id_, "variables": variables},
        )
        data: dict[str, Any] = answer.json()["data"]
        return data

    def imported(self, number: str, **settings: Any) -> str:
        """Return the id of a number that is in the project now."""
        sent = {"number": number, "numberType": "LONGCODE"} | settings
        result = self.ask("Import", input=sent)["importPhoneNumber"]
        id_: str = result["phoneNumber"]["id"]
        return id_


@contextmanager
def serving(built: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the *built* page that knows its gateway, both on free ports."""
    page = shutil.copytree(built, folder / "page")
    with (
        _static(page) as url,
        servers.serving(
            folder / "log",
            database_url=f"sqlite:///{folder}/numbers.db",
            open_access="false",
            cors_origins=url,
            trusted_documents=str(MANIFEST),
            trusted_only="true",
        ) as gateway,
    ):
        index = page / "index.html"
        index.write_text(index.read_text().replace(_ADDRESS, f"{gateway.url}/graphql"))
        yield Site(url, gateway, gateway.log.split("NUMBERGATE_TOKEN=")[1].split()[0])


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests hear of what fails in the browser."""


@contextmanager
def _static(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
