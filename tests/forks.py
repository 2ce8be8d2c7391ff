"""Forked processes: commands of numbergate that `tests.fork_server` starts."""

import functools
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]


class Fork:
    """A forked process, with the methods of `subprocess.Popen`."""

    def __init__(self, told: int) -> None:
        """Read its id, and later its exit code, from the pipe *told*."""
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self.returncode is None and select.select([self._told], [], [], 0)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when it has ended; fail after *timeout* seconds."""
        if self.returncode is None:
            select.select([self._told], [], [], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


class ForkServer:
    """The process that forks."""

    def __init__(self) -> None:
        """Start it."""
        self._control, theirs = socket.socketpair()
        self._turn = threading.Lock()
        command = [sys.executable, "-u", "-m", "tests.fork_server"]
        with theirs:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=theirs.fileno(), start_new_session=True
            )

    def start(self, arguments: Sequence[str], env: dict[str, str], *streams: IO[Any]) -> Fork:
        """Run a command of numbergate in a process of its own, with its three standard streams."""
        request = {"arguments": arguments, "env": env, "cwd": str(Path.cwd())}
        read, write = os.pipe()
        passed = [*(stream.fileno() for stream in streams), write]
        with self._turn:
            socket.send_fds(self._control, [json.dumps(request).encode() + b"\n"], passed)
            os.close(write)
            return Fork(read)

    def stop(self) -> None:
        """End it. What it forked goes on."""
        self._control.close()
        self._process.wait()


@functools.cache
def server() -> ForkServer:
    """Return the fork server of this process, started when it is first asked for."""
    return ForkServer()


def stop() -> None:
    """End the fork server, if there is one."""
    if server.cache_info().currsize:
        server().stop()
        server.cache_clear()
