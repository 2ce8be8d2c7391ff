"""Server processes, with their CPU time and memory as counted by the kernel."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

WAIT_SECONDS = 120  # seconds; a busy machine starts a server slowly
_ENDING = 30  # seconds until a server is killed
_GLANCE = 0.02  # seconds between two looks at a server that shall come to rest
_IDLE = 1.0  # milliseconds of CPU between them that are rest


class Server:
    """A process that serves HTTP on a free local port, and a connection to it."""

    def __init__(
        self,
        *arguments: str,
        program: Sequence[str] = (sys.executable, "-m"),
        port_option: Sequence[str] = ("--port",),
        after: Sequence[str] = (),
        folder: Path | None = None,
        log: Path | None = None,
        **environment: str,
    ) -> None:
        """Start the *program* with the arguments, a port and what comes *after*.

        Returns when it listens. It runs in *folder*, whose modules Python finds first, and its log
        goes to the file *log*, or nowhere.
        """
        port = self.port = _free_port()
        with (log or Path(os.devnull)).open("w") as lines:
            self.process = subprocess.Popen(
                [*program, *arguments, *port_option, str(port), *after],
                cwd=folder,
                env=os.environ | environment,
                stderr=lines,
                stdout=subprocess.DEVNULL,
            )
        self.connection = HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(ConnectionRefusedError):
                return self.connection.connect()
            time.sleep(0.05)
        self.process.kill()
        raise SystemExit(f"{self.process.args!r} does not serve.")

    def post(self, body: bytes, token: str = "") -> bytes:
        """Post *body* to /graphql, with the *token* if there is one; return the response body."""
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.connection.request("POST", "/graphql", body, headers)
        return self.connection.getresponse().read()

    def get(self, path: str, token: str = "") -> bytes:
        """Get *path*, with the *token* if there is one; return the response body."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.connection.request("GET", path, headers=headers)
        return self.connection.getresponse().read()

    def reconnect(self) -> None:
        """Open a new connection: servers close one that was idle for several rounds."""
        self.connection.close()
        self.connection.connect()

    def cpu(self) -> float:
        """Return the CPU time of the process and its workers so far, in milliseconds."""
        # The kernel's clock of a process, which holds the time of threads that have ended too.
        return sum(time.clock_gettime(~pid << 3 | 2) for pid in self._pids()) * 1000

    def settled(self) -> float:
        """Wait until the process is idle, and return its CPU time so far, in milliseconds."""
        end, before, now = time.monotonic() + WAIT_SECONDS, 0.0, self.cpu()
        while now - before > _IDLE and time.monotonic() < end:
            time.sleep(_GLANCE)
            before, now = now, self.cpu()
        return now

    def memory(self) -> float:
        """Return the resident memory of the process and its workers, in MB."""
        pages = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in self._pids()]
        return sum(map(int, pages)) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def _pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(*arguments: str, kind: type[Any] = Server, **options: Any) -> Generator[Any]:
    """Start a server, which takes these arguments and *options*, and end it afterwards."""
    server = kind(*arguments, **options)
    try:
        yield server
    finally:
        server.connection.close()
        server.process.send_signal(signal.SIGTERM)
        _ended(server.process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has ended; kill it when that takes long."""
    try:
        process.wait(_ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
