"""Programs on this machine that a server asks: each answers as its test says, from a thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the path without its query, and the headers."""

    method: str
    path: str
    headers: dict[str, str]


class Answer(NamedTuple):
    """A response."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"


@contextmanager
def neighbour(answer: Callable[[Request], Answer]) -> Iterator[str]:
    """Answer requests by *answer* on a free port; yield the host and the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name is http.server's
            self.rfile.read(int(self.headers.get("content-length", 0)))
            path = self.path.partition("?")[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            given = answer(Request(self.command, path, headers))
            self.send_response(given.status)
            self.send_header("content-type", given.media_type)
            self.send_header("content-length", str(len(given.body)))
            self.end_headers()
            self.wfile.write(given.body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: Any) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
