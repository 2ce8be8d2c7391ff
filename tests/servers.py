"""Server processes and commands, started as an operator starts them.

Most are forked from a process that has imported all modules. With the fixture `fresh_processes`,
and where a server has workers, a new interpreter starts.
"""

import contextlib
import functools
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import httpcore2
import httpx2

from tests import canaries, forks, untraced
from tests.forks import Fork

PROGRAM = "gateway"  # the module that is run
_ADDRESS = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
# Long enough for any operation and any step of a test on a slow or busy machine.
LIMIT = 300  # seconds
_SETTINGS = {
    "open_access": "true",
    "busy_seconds": "60",
    "operation_seconds": "300",
    "waiting_seconds": "60",
    "leave_seconds": "0",
}

for part in ("connect", "read", "write", "pool"):  # by default httpx2 waits for five seconds
    setattr(httpx2._config.DEFAULT_TIMEOUT_CONFIG, part, LIMIT)  # noqa: SLF001
# Each client of httpx2 reads the root certificates anew: 50 ms of CPU for each look at a server.
httpcore2.default_ssl_context = functools.cache(httpcore2.default_ssl_context)

T = TypeVar("T")
Process = subprocess.Popen[bytes] | Fork


def run(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a numbergate command, which reads *stdin*, until it exits."""
    with contextlib.ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile("w+")) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        process = _begin(arguments, settings, out, err, given)
        with ending(process):
            code = process.wait(LIMIT)
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(arguments, code, out.read(), err.read())


def start(*arguments: str, stdout: IO[Any], stderr: IO[Any], **settings: str) -> Process:
    """Start a numbergate command in a session of its own."""
    return _begin(arguments, settings, stdout, stderr)


def _begin(
    arguments: Sequence[str],
    settings: dict[str, str],
    out: IO[Any],
    err: IO[Any],
    stdin: IO[Any] | None = None,
) -> Process:
    begin = fresh if "--workers" in arguments else forked
    return begin(arguments, environment(settings), out, err, stdin=stdin)


def forked(
    arguments: Sequence[str],
    env: dict[str, str],
    out: IO[Any],
    err: IO[Any],
    *,
    stdin: IO[Any] | None = None,
) -> Process:
    """Start it in a fork of a process that has imported all modules."""
    with Path(os.devnull).open() as nothing:
        return forks.server().start(arguments, env, stdin or nothing, out, err)


def fresh(  # noqa: PLR0913  # what a process is started with
    arguments: Sequence[str],
    env: dict[str, str],
    out: IO[Any],
    err: IO[Any],
    *,
    stdin: IO[Any] | None = None,
    program: str = PROGRAM,
) -> Process:
    """Start it, or another *program*, in a new interpreter."""
    command, given = [sys.executable, "-m", program, *arguments], stdin or subprocess.DEVNULL
    return subprocess.Popen(
        command, env=env, stderr=err, stdin=given, stdout=out, start_new_session=True
    )


@contextlib.contextmanager
def ending(process: Process) -> Generator[None]:
    """Kill it and its workers on exit."""
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)


@contextlib.contextmanager
def ending_on_failure(process: Process) -> Generator[None]:
    """Kill it if what follows fails."""
    try:
        yield
    except BaseException:
        with ending(process):
            raise


@contextlib.contextmanager
def ending_alone(process: "subprocess.Popen[Any]") -> Generator[None]:
    """Kill a process that is no leader of a group on exit."""
    try:
        yield
    finally:
        process.kill()
        process.wait(LIMIT)


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment with the settings, without the shell's NUMBERGATE_ variables."""
    kept = {k: v for k, v in untraced.environment().items() if not k.startswith("NUMBERGATE_")}
    named = {f"NUMBERGATE_{name.upper()}": value for name, value in settings.items()}
    # Write the log unbuffered, and do not wrap messages at the terminal's width.
    return kept | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200", "NO_COLOR": "1"} | named


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


class Server:
    """A server process on a free local port."""

    def __init__(self, process: Process, log: Path) -> None:
        """Wait until it listens; it logs to the file *log*."""
        self.process, self._log = process, log
        [self.url] = self.wait_for(lambda: _ADDRESS.findall(self.log))

    @property
    def log(self) -> str:
        """The log so far."""
        return self._log.read_text()

    def wait_until_ready(self) -> None:
        """Wait until /readyz is 200: with several workers, the port is known before any listens."""
        self.wait_for(self._is_ready)

    def wait_for_line(self, words: str, *, times: int = 1) -> None:
        """Wait until it has logged *words*, so many *times*."""
        self.wait_for(lambda: self.log.count(words) >= times)

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LIMIT)

    def kill(self) -> None:
        """Kill it and its workers, as a crash would."""
        with ending(self.process):
            pass

    def _is_ready(self) -> bool:
        with contextlib.suppress(httpx2.ConnectError):
            return httpx2.get(f"{self.url}/readyz").status_code == httpx2.codes.OK
        return False

    def wait_for(self, sought: Callable[[], T]) -> T:
        """Return what is *sought* once it is there; fail when the process ends without it."""
        until = time.monotonic() + LIMIT
        while True:
            is_over = self.process.poll() is not None or time.monotonic() > until
            if found := sought():
                return found
            assert not is_over, self.log
            time.sleep(0.02)


@contextlib.contextmanager
def serving(log: Path, *arguments: str, ready: bool = True, **settings: str) -> Generator[Server]:
    """Start a server, with open access unless the settings differ, and kill it in the end."""
    command = ("serve", "--port", "0", *arguments)
    with log.open("w") as lines:
        process = start(*command, stdout=lines, stderr=lines, **_SETTINGS | settings)
    with ending(process):
        server = Server(process, log)
        if ready:
            server.wait_until_ready()
        yield server
    assert canaries.leaks(server.log) == []
