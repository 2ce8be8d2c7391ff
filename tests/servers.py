"""Server processes and commands, started as an operator starts them."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import httpx2

from tests import canaries

_NUMBERGATE = (sys.executable, "-m", "gateway")
_ADDRESS = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
_TIMEOUT = 20  # seconds


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a numbergate command until it exits."""
    return subprocess.run(
        [*_NUMBERGATE, *arguments],
        capture_output=True,
        check=False,
        env=environment(settings),
        text=True,
        timeout=_TIMEOUT,
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment with the settings, without the shell's NUMBERGATE_ variables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NUMBERGATE_")}
    named = {f"NUMBERGATE_{name.upper()}": value for name, value in settings.items()}
    # Write the log unbuffered, and do not wrap messages at the terminal's width.
    return kept | {"PYTHONUNBUFFERED": "1", "COLUMNS": "200", "NO_COLOR": "1"} | named


class Server:
    """A server process on a free local port."""

    def __init__(self, log: Path, *arguments: str, ready: bool = True, **settings: str) -> None:
        """Start it, with open access unless the settings differ; it logs to the file *log*."""
        settings = {"open_access": "true"} | settings
        self._log = log
        with log.open("w") as lines:
            self.process = subprocess.Popen(
                [*_NUMBERGATE, "serve", "--port", "0", *arguments],
                env=environment(settings),
                stderr=lines,
                stdout=lines,
                start_new_session=True,
            )
        self.url = self._address(ready=ready)

    @property
    def log(self) -> str:
        """The log so far."""
        return self._log.read_text()

    def _address(self, *, ready: bool) -> str:
        """Wait until it listens, or with *ready* until it is ready, and return the URL."""
        end = time.monotonic() + _TIMEOUT
        while time.monotonic() < end and self.process.poll() is None:
            if found := _ADDRESS.search(self.log):
                return _ready(found[1], end) if ready else found[1]
            time.sleep(0.02)
        self.kill()
        raise AssertionError(self.log)

    def wait_for_line(self, words: str, *, times: int = 1) -> None:
        """Wait until *words* occur in the log so many *times*."""
        end = time.monotonic() + _TIMEOUT
        while self.log.count(words) < times:
            assert time.monotonic() < end, self.log
            time.sleep(0.02)

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_TIMEOUT)

    def kill(self) -> None:
        """Kill it and its workers, as a crash would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_TIMEOUT)


def _ready(url: str, end: float) -> str:
    """Wait until /readyz is 200: with several workers, the port is known before any listens."""
    while time.monotonic() < end:
        with contextlib.suppress(httpx2.ConnectError):
            if httpx2.get(f"{url}/readyz").status_code == httpx2.codes.OK:
                return url
        time.sleep(0.02)
    raise AssertionError(url)


@contextlib.contextmanager
def serving(log: Path, *arguments: str, ready: bool = True, **settings: str) -> Generator[Server]:
    """Start a server, and kill it in the end."""
    server = Server(log, *arguments, ready=ready, **settings)
    try:
        yield server
    finally:
        server.kill()
    assert canaries.leaks(server.log) == []
