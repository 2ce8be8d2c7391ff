"""A platform that allows doubles and spoils its answers: a program, run as a process of its own.

It refuses nothing that it is asked for, a number it has already least of all: a refusal would hide
what the protocol must prevent. Of changes it spoils a share in every way that networks and servers
know: before or after they happen, late, and in the answer.
"""

import asyncio
import contextlib
import json
import random
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

FAULTS: Final = (
    "drop_before", "drop_after", "drop_after", "late", "500_before", "500_after", "429", "503",
    "truncate", "html",
)  # fmt: skip
_LATE_SECONDS: Final = 1.5  # after which a change happens whose client has gone
_GONE_SECONDS: Final = 1.2
# What a control sets.
_SET: Final = {
    "_share": "share", "_plan": "planned", "_always": "always", "_down": "is_down",
    "_cut": "is_cut", "_clock": "ahead", "_pause": "pause",
}  # fmt: skip

Answer = tuple[int, Any]
Fault = str | list[Any]  # the name of a fault, or the status and the body to answer instead


class Platform:
    """Records by id, and the faults that are planned."""

    def __init__(self, seed: int) -> None:
        self.records: dict[str, dict[str, Any]] = {}
        self.share, self.random = 0.0, random.Random(seed)  # noqa: S311  # no secret
        self.planned: list[Fault] = []
        self.always: Fault = ""  # of changes, once nothing is planned
        self.is_down = False  # for reads too
        self.is_cut = False  # lists, after their first page
        self.calls: list[str] = []
        self.ahead = 0.0  # seconds of its clock
        self.pause: int | None = None  # seconds that each answer asks to wait

    def answer(self, method: str, target: str, body: Any) -> Answer:
        """Do what is asked, and return a status and a body."""
        url = urlsplit(target)
        last = url.path.rpartition("/")[2]
        if url.path.startswith("/_"):
            return self._control(last, body)
        if method == "POST":
            return self._imported(body)
        if last == "phone_numbers":
            query = parse_qs(url.query)
            is_cut = self.is_cut and "page_token" in query
            return (500, {"error": "Cut off"}) if is_cut else (200, self._page(query))
        if last not in self.records:
            return 404, {"error": "Not Found"}
        if method == "DELETE":
            del self.records[last]
            return 204, None
        if method == "PUT":
            self.records[last].update(body)
        return 200, self.records[last]

    def headers(self) -> bytes:
        """Return the headers that each answer has, whatever it is."""
        date = f"date: {formatdate(time.time() + self.ahead, usegmt=True)}\r\n"
        pause = "" if self.pause is None else f"retry-after: {self.pause}\r\n"
        return (date + pause).encode()

    async def reached(self, method: str, target: str) -> None:
        """Hold a request that has arrived and is not carried out yet, as long as this takes."""

    async def left(self, method: str, target: str) -> None:
        """Hold the answer to a request that was carried out, as long as this takes."""

    def fault(self, method: str, target: str) -> Fault:
        """Return how to spoil this request, or nothing."""
        if target.startswith("/_"):
            return ""
        self.calls.append(method)
        if self.is_down:
            return "503"
        if method != "GET" and self.planned:
            return self.planned.pop(0)
        if method != "GET" and self.always:
            return self.always
        if method == "GET":
            spoilt = self.random.random() < self.share / 4
            return self.random.choice(("500_before", "429", "drop_before")) if spoilt else ""
        return self.random.choice(FAULTS) if self.random.random() < self.share else ""

    def _imported(self, body: Any) -> Answer:
        record = {
            "id": str(uuid.uuid4()),
            "created_at": datetime.now(UTC).isoformat(),
            "name": None,
            "call_handler": None,
            "message_handler": None,
            **body,
        }
        self.records[record["id"]] = record
        return 201, record

    def _page(self, query: dict[str, list[str]]) -> Any:
        wanted, size = query.get("filter_number", [""])[0], int(query.get("page_size", ["50"])[0])
        start = int(query.get("page_token", ["0"])[0])
        found = [r for r in self.records.values() if wanted in r["number"]]
        more = start + size < len(found)
        links = {"next": f"/phone_numbers?page_size={size}&page_token={start + size}"}
        return {"links": links if more else {}, "data": found[start : start + size]}

    def _control(self, what: str, body: Any) -> Answer:
        if what in _SET:
            setattr(self, _SET[what], body)
        elif what == "_put":
            self.records.update({record["id"]: record for record in body})
        elif what == "_drop":
            for id_ in body:
                self.records.pop(id_, None)
        return 200, {"records": [*self.records.values()], "calls": self.calls}


async def listen(platform: Platform) -> tuple[asyncio.Server, int]:
    """Listen on a free port of this machine; return the server and its port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await _handled(platform, reader, writer):
                pass
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


async def serve(platform: Platform) -> None:
    """Serve until the process is ended; print the port."""
    server, port = await listen(platform)
    print(port, flush=True)  # noqa: T201
    await server.serve_forever()


async def _handled(
    platform: Platform, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Answer one request; return whether the connection goes on."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    lines = head.split("\r\n")
    lengths = [line[15:] for line in lines if line.lower().startswith("content-length:")]
    text = await reader.readexactly(int(lengths[0])) if lengths else b""
    method, target = head.split(" ", 2)[:2]
    fault = platform.fault(method, target)
    do = lambda: platform.answer(method, target, json.loads(text) if text else None)  # noqa: E731
    if fault == "late":
        asyncio.get_running_loop().call_later(_LATE_SECONDS, do)
        await asyncio.sleep(_GONE_SECONDS)
    await platform.reached(method, target)
    raw = _spoilt(fault, do, platform.headers())
    await platform.left(method, target)
    if raw is None:
        writer.transport.abort()
        return False
    writer.write(raw)
    await writer.drain()
    return "connection: close" not in head.lower()


def _spoilt(fault: Fault, do: Callable[[], Answer], headers: bytes) -> bytes | None:
    """Return what is written, or nothing where the connection breaks."""
    raw = _written(*fault) if isinstance(fault, list) else _named(fault, do)
    return raw and raw.replace(b"content-type:", headers + b"content-type:", 1)


def _named(fault: str, do: Callable[[], Answer]) -> bytes | None:
    if fault in {"drop_before", "late"}:
        return None
    if fault in {"500_before", "429", "503"}:
        return _written(int(fault[:3]), {"error": "Spoilt"})
    status, body = do()
    if fault == "drop_after":
        return None
    if fault == "500_after":
        return _written(500, {"error": "Spoilt"})
    if fault == "html":
        return _raw(200, b"<html>Back soon</html>")
    whole = b"" if body is None else json.dumps(body).encode()
    return _raw(200, whole[: len(whole) // 2]) if fault == "truncate" else _raw(status, whole)


def _written(status: int, body: Any) -> bytes:
    return _raw(status, json.dumps(body).encode())


def _raw(status: int, body: bytes) -> bytes:
    retry = b"retry-after: 1\r\n" if status in {429, 503} else b""
    head = b"HTTP/1.1 %d -\r\ncontent-type: application/json\r\n%b" % (status, retry)
    return head + b"content-length: %d\r\n\r\n%b" % (len(body), body)


if __name__ == "__main__":
    asyncio.run(serve(Platform(int(sys.argv[1]))))
