"""Stack depth: the frames of our own that stand on the stack at the INSERT of an import.

    python -m bench.frames
    python -m bench.frames --checkout ../another --calls

One importPhoneNumber over HTTP on SQLite, of a number with its type and a name, as `numbergate
serve` answers it to a token once it is warm. At the INSERT the frames of numbergate's own modules
are counted: those of the coroutines that await the writer's thread, and those of that thread. So
are all calls into these modules before it, in all threads, from the first byte of the request on.
A resumed coroutine counts as called again, and a comprehension as a function, as `sys.setprofile`
reports them. What runs at its own times, and not for a request, is left out, so that a busy machine
counts the same: background work is off, and the periodic check of all deadlines does not count.

`--calls` prints each call; `--checkout` counts in another working copy.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import CodeType
from typing import Any, Final, NamedTuple

from typer.testing import CliRunner

from bench.scenarios import IMPORT

OURS: Final = ("gateway", "schema", "resolvers")
_ASKED: Final = {n: IMPORT.variables["input"][n] for n in ("number", "numberType", "name")}
_REQUEST: Final = replace(IMPORT, variables={"input": _ASKED})
_WARM_UP: Final = 20
_HEAD: Final = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Authorization: Bearer TOKEN\r\nContent-Length: %d\r\n\r\n"
)
_PERIODIC: Final = "TimeoutScheduler._tick"  # 20 times a second, whatever is requested
_WAIT: Final = 120.0  # seconds


class Call(NamedTuple):
    """A function and its file, from the working copy's folder on."""

    file: str
    function: str

    def __str__(self) -> str:
        """Write it as one line."""
        return f"{self.file} {self.function}"


class Walk(NamedTuple):
    """What stood on the stack at the INSERT, outermost first, and what was called before it."""

    stack: Sequence[Call]
    calls: Sequence[Call]

    @staticmethod
    def files(calls: Iterable[Call]) -> int:
        """Return how many files these are in."""
        return len({call.file for call in calls})


class Recorder:
    """Calls into our modules in all threads, until the INSERT."""

    def __init__(self, checkout: Path) -> None:
        self._folders = tuple(f"{checkout / name}{os.sep}" for name in OURS)
        self._cut = len(f"{checkout}{os.sep}")
        self._codes: list[CodeType] = []
        self._stack: Sequence[Call] = ()
        self._records = False
        self._loop: asyncio.AbstractEventLoop | None = None  # which answers
        self._others = set[asyncio.Task[Any]]()  # tasks that were there before the request

    def install(self) -> None:
        """Listen in this thread and all that start later, and to every SQLite connection."""
        from sqlalchemy import event
        from sqlalchemy.pool import Pool

        event.listen(Pool, "connect", self._trace)
        threading.setprofile(self._called)
        sys.setprofile(self._called)

    def begin(self) -> None:
        """Record from now on."""
        self._codes, self._stack, self._records = [], (), True

    def end(self) -> Walk:
        """Return what was recorded."""
        return Walk(self._stack, list(self._own(self._codes)))

    def _called(self, frame: Any, what: str, _: object) -> None:
        if self._records and what == "call" and not _is_periodic(frame):
            self._codes.append(frame.f_code)
            if self._loop is None:
                self._loop = asyncio.get_running_loop()
                self._others = asyncio.all_tasks()

    def _trace(self, connection: Any, _record: object) -> None:
        if hasattr(connection, "set_trace_callback"):
            connection.set_trace_callback(self._executed)

    def _executed(self, statement: str) -> None:
        """Take the stack at the INSERT; SQLite calls this on the thread that runs a statement."""
        if self._records and statement.startswith("INSERT INTO phone_number "):
            self._records = False
            ours = asyncio.all_tasks(self._loop) - self._others
            while any(map(_is_running, ours)):
                time.sleep(0.001)  # on a busy machine the request does not await the thread yet
            codes = [*_awaiting(ours), *_standing(sys._getframe(1))]
            self._stack = list(self._own(codes))

    def _own(self, codes: Iterable[CodeType]) -> Iterator[Call]:
        for code in codes:
            if code.co_filename.startswith(self._folders):
                yield Call(code.co_filename[self._cut :], code.co_qualname)


def _is_periodic(frame: Any) -> bool:
    """Return whether the periodic timer calls this function, directly or not."""
    return any(code.co_qualname == _PERIODIC for code in _standing(frame))


def _standing(frame: Any) -> list[CodeType]:
    """Return the functions on a thread's stack."""
    found: list[CodeType] = []
    while frame:
        found.insert(0, frame.f_code)
        frame = frame.f_back
    return found


def _is_running(task: asyncio.Task[Any]) -> bool:
    """Return whether the event loop's thread is in the task, whose stack cannot be read then."""
    return bool(getattr(task.get_coro(), "cr_running", False))


def _awaiting(tasks: Iterable[asyncio.Task[Any]]) -> Iterator[CodeType]:
    """Yield the coroutines of *tasks*, each with those that it awaits."""
    for task in tasks:
        coroutine: Any = task.get_coro()
        while hasattr(coroutine, "cr_code"):
            yield coroutine.cr_code
            coroutine = coroutine.cr_await


class Client(threading.Thread):
    """Imports numbers until it is warm, then one that is recorded; then it ends the server."""

    def __init__(self, recorder: Recorder, port: int, token: str) -> None:
        super().__init__()
        self._recorder, self._head = recorder, _HEAD.replace(b"TOKEN", token.encode())
        self._connection = HTTPConnection("127.0.0.1", port, timeout=_WAIT)
        self.walk = Walk((), ())

    def run(self) -> None:
        """Do it, and stop the server also when it fails."""
        sys.setprofile(None)
        try:
            self._wait()
            for place in range(_WARM_UP):
                self._import(place)
            time.sleep(0.3)  # what is done beside a request is done
            self._recorder.begin()
            self._import(_WARM_UP)
            self.walk = self._recorder.end()
        finally:
            self._connection.close()
            os.kill(os.getpid(), signal.SIGINT)

    def _wait(self) -> None:
        end = time.monotonic() + _WAIT
        while time.monotonic() < end:
            try:
                return self._connection.connect()
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise SystemExit("It does not serve.")

    def _import(self, place: int) -> None:
        body = _REQUEST.body(place, [""])
        # In one piece: http.client sends the body apart, which is now and then read apart.
        self._connection.sock.sendall(self._head % len(body) + body)
        response = HTTPResponse(self._connection.sock)
        response.begin()
        answer = json.loads(response.read())
        if not answer.get("data"):
            raise SystemExit(f"This is not answered: {answer}")


def count(checkout: Path) -> Walk:
    """Serve, import, and return what was found; once in a process."""
    sys.path.insert(0, str(checkout))
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        os.environ |= {
            "NUMBERGATE_DATABASE_URL": f"sqlite:///{folder}/numbers.db",
            "NUMBERGATE_LOG_LEVEL": "WARNING",
            "NUMBERGATE_WORK": "false",
        }
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        recorder = Recorder(checkout)
        recorder.install()
        client = Client(recorder, port, _token())
        client.start()
        _serve(port)
        client.join()
    if not client.walk.stack:
        raise SystemExit("No INSERT was seen.")
    return client.walk


def _token() -> str:
    """Make the tables, a project and a token, as an operator does."""
    from gateway.cli import app

    for command in ("migrate", "project create bench", "token create bench"):
        said = CliRunner().invoke(app, command.split(), catch_exceptions=False).stdout
    return said.strip()


def _serve(port: int) -> None:
    """Serve in this thread until the client ends it."""
    from gateway.cli import serve

    with contextlib.suppress(KeyboardInterrupt):
        serve(port=port, drain=1)


def show(walk: Walk, *, calls: bool) -> None:
    """Print the stack and how many calls there were."""
    files = Walk.files
    print(f"{len(walk.stack)} frames of our own in {files(walk.stack)} files at the INSERT:")
    print(*(f"  {call}" for call in walk.stack), sep="\n")
    print(f"{len(walk.calls)} calls in {files(walk.calls)} files before it.")
    if calls:
        print(*(f"  {call}" for call in walk.calls), sep="\n")


def main() -> None:
    """Read the options, count, and print."""
    options = argparse.ArgumentParser(
        prog="python -m bench.frames",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--checkout", type=Path, default=Path(__file__).parent.parent)
    options.add_argument("--calls", action="store_true", help="print each call")
    asked = options.parse_args()
    show(count(asked.checkout.resolve()), calls=asked.calls)


if __name__ == "__main__":
    main()
