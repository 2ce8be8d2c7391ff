"""Fork server: numbergate with its modules imported, forked for each command of a test.

A fresh process spends a second of CPU on imports, and two with coverage; a fork spends none. The
fork has its own session, environment, working directory and standard streams, as after an exec.
Requests come over standard input; `tests.forks` sends them.
"""

import atexit
import contextlib
import gc
import json
import os
import socket
import sys
import threading
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Final, NoReturn

from coverage import Coverage

import gateway
from gateway.cli import app
from tests import untraced

# What uvicorn, SQLAlchemy and the lookup of numbers import when a server starts.
_LATER: Final = (
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "phonenumbers.geocoder",
    "phonenumbers.timezone",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
)


def main() -> None:
    """Fork for each request, until the tests are gone."""
    _import_all()
    gc.freeze()  # what all forks share is no garbage
    control = socket.socket(fileno=os.dup(0))
    while received := _received(control):
        request, passed = received
        if os.fork() == 0:
            control.close()
            _supervise(*passed)
            _become(request)
        for descriptor in passed:
            os.close(descriptor)
        _reap()


def _reap() -> None:
    """Wait for the supervisors that have ended: their CPU is counted then."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _import_all() -> None:
    ours = (module.name for module in walk_packages(gateway.__path__, "gateway."))
    for name in (*ours, *_LATER):
        if not name.endswith("__main__") and ".migrations." not in name:
            import_module(name)


def _received(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    message, passed, _, _ = socket.recv_fds(control, 65_536, 4)
    while message and not message.endswith(b"\n"):
        message += control.recv(65_536)
    return (json.loads(message), passed) if message else None


def _supervise(stdin: int, stdout: int, stderr: int, told: int) -> None:
    """Fork once more, and return in the new process; tell its id, and later its exit code."""
    if (child := os.fork()) == 0:
        os.setsid()
        os.write(told, b"%d\n" % os.getpid())
        os.close(told)
        _redirect(stdin, stdout, stderr)
        return
    for stream in (stdin, stdout, stderr):
        os.close(stream)
    _, status = os.waitpid(child, 0)
    os.write(told, b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _redirect(*streams: int) -> None:
    for standard, descriptor in enumerate(streams):
        os.dup2(descriptor, standard)
        os.close(descriptor)


def _become(request: dict[str, Any]) -> None:
    """Run the command as a process that was started with it, and end with its exit code."""
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    if untraced.CONFIGURATION not in os.environ and (coverage := Coverage.current()):
        coverage.stop()
    sys.argv = ["numbergate", *request["arguments"]]
    try:
        app(prog_name="numbergate")
    except SystemExit as ended:
        _exit(ended.code)


def _exit(code: Any) -> NoReturn:
    """Exit as the interpreter does, but free no objects: it would copy the pages of them all.

    That took 0.2 s of CPU, and a command that lists numbers takes 0.05 s.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._run_exitfuncs()  # noqa: SLF001
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    main()
