"""`numbergate connections`, as an operator runs it, against an account on this machine."""

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.canaries import PROVIDER_SECRET
from tests.upstream.chaos import KEY

NUMBERS: list[dict[str, Any]] = [
    {"number": "14155550123", "alias": "Desk", "voice_enabled": True, "application": "/a/1/"},
    {"number": "14155550124", "alias": None, "voice_enabled": True},
]


class Account(BaseHTTPRequestHandler):
    """Answers the list of numbers of Plivo; any method but GET is not implemented."""

    def do_GET(self) -> None:  # http.server names it
        body = json.dumps({"meta": {"next": None}, "objects": NUMBERS}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def configured(numbers_db: Path) -> Iterator[dict[str, str]]:
    """Settings whose Plivo is a server of this test."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Account)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings = {
        "database_url": f"sqlite:///{numbers_db}",
        "secret_keys": KEY,
        "provider_hosts": f"plivo=127.0.0.1:{server.server_port}",
    }
    yield settings
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_account_is_added_refreshed_listed_and_removed(configured: dict[str, str]) -> None:
    given = ["add", "plivo", "--label", "Old carrier", "--credential", "auth_id=MA0000"]
    added = servers.run("connections", *given, stdin=f"{PROVIDER_SECRET}\n", **configured)
    id_ = added.stdout.strip()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return servers.run("connections", *words, **configured)

    refreshed = run("refresh", id_)
    listed = run("list", "--json")
    numbers = run("numbers", id_, "--state", "new", "--json")
    removed = run("remove", id_)
    again = run("refresh", id_)

    [connection] = json.loads(listed.stdout)
    assert (connection["label"], connection["account"]) == ("Old carrier", "MA0000")
    assert json.loads(refreshed.stdout) == {
        "status": "active", "code": None, "numbers": {"new": 2},
    }  # fmt: skip
    assert [(n["number"], n["losses"]) for n in json.loads(numbers.stdout)] == [
        ("+14155550123", ["payload_format_differs:application"]), ("+14155550124", []),
    ]  # fmt: skip
    assert removed.stdout == "Removed Old carrier.\n"
    assert (again.returncode, "no connection" in again.stderr) == (1, True)
    outputs = [added.stdout, added.stderr, refreshed.stderr, listed.stdout, numbers.stdout]
    assert not any(PROVIDER_SECRET in text for text in outputs)
