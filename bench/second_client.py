"""A second client, in a process of its own: how long a server makes it wait meanwhile.

It sends its requests one after the other all the time, over one connection. It shares no
interpreter with the program that attacks, whose own work would be measured otherwise.
"""

import json
import multiprocessing
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

_PAUSE: Final = 0.005  # seconds between its requests
_TIMEOUT: Final = 120


class Ask(NamedTuple):
    """One of its requests."""

    path: str
    body: Any = None  # sent as JSON, unless it is None
    token: str = ""


LOOK: Final = Ask("/healthz")


class Waits(list[float]):
    """How many seconds each of its requests took. It is empty until the measurement is over."""


class SecondClient:
    """Measures, on demand, how long its requests take."""

    def __init__(self, pipe: Connection) -> None:
        """Measure by the process at the other end of the *pipe*."""
        self._pipe = pipe

    @contextmanager
    def measuring(self) -> Generator[Waits]:
        """Send requests while the context lasts; note how long each answer took."""
        waits = Waits()
        self._pipe.send("begin")
        self._pipe.recv()  # it has begun
        try:
            yield waits
        finally:
            self._pipe.send("end")
            waits += self._pipe.recv()

    def control(self, seconds: float) -> float:
        """Return the longest wait within so many seconds without an attack."""
        with self.measuring() as waits:
            time.sleep(seconds)
        return max(waits)


@contextmanager
def second_client(url: str, *asks: Ask) -> Generator[SecondClient]:
    """Start a client of the server at *url*, which sends these requests in turn."""
    spawn = multiprocessing.get_context("spawn")
    ours, its = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(its, url, asks), daemon=True)
    process.start()
    try:
        yield SecondClient(ours)
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection, url: str, asks: Sequence[Ask]) -> None:
    """Measure whenever the other end says so, until it is gone."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=_TIMEOUT)
    _round(connection, asks)
    while pipe.recv() == "begin":
        pipe.send("begun")
        waits = list[float]()
        while not pipe.poll(_PAUSE):
            waits += _round(connection, asks)
        pipe.recv()
        pipe.send(waits or _round(connection, asks))


def _round(connection: HTTPConnection, asks: Sequence[Ask]) -> list[float]:
    return [_wait(connection, ask) for ask in asks]


def _wait(connection: HTTPConnection, ask: Ask) -> float:
    """Return the seconds until the response was there."""
    body = None if ask.body is None else json.dumps(ask.body)
    headers = {"Content-Type": "application/json"} if body else {}
    if ask.token:
        headers["Authorization"] = f"Bearer {ask.token}"
    began = time.perf_counter()
    connection.request("GET" if body is None else "POST", ask.path, body, headers)
    connection.getresponse().read()
    return time.perf_counter() - began
