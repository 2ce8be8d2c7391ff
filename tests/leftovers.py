"""Process cleanup: what a test run started ends with it, however the run ends.

A run has a folder for temporary files, and all its processes inherit the name in TMPDIR. That is
how they are found, also those that left the session and the process group of their parents.
As a program, it waits for the end of its standard input and then ends them: pytest may be killed.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  # files in memory
MEMORY_BYTES = 2**30  # that have to be free there
WAIT_SECONDS = 60.0  # seconds in which what was stopped has to have ended, on a busy machine


@contextlib.contextmanager
def watched() -> Iterator[Path]:
    """Yield a folder; end the processes that have it as TMPDIR, and remove it, afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="numbergate-tests-"))
    folder.chmod(0o711)  # PostgreSQL does not run as root
    command = [sys.executable, "-I", __file__, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True):
        yield folder


def in_memory(folder: Path) -> Path:
    """Return a folder that is removed with this one, in memory if that is large enough.

    A database of 300 files is copied there in a seventh of the time that a disk takes.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < MEMORY_BYTES:
        return folder
    made = MEMORY / folder.name
    made.mkdir(mode=0o711, exist_ok=True)
    return made


def left(folder: Path, *, within: float) -> dict[int, str]:
    """Return the processes that do not end *within* so many seconds, as `running` does."""
    until = time.monotonic() + within
    while (found := running(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def running(folder: Path) -> dict[int, str]:
    """Return the commands of the processes that have *folder* as TMPDIR, by process id."""
    return {pid: _command(pid) for pid in _processes() if _is_of(pid, folder)}


def end(folder: Path) -> None:
    """End these processes, and remove the folder."""
    _signal(folder, signal.SIGINT)  # PostgreSQL removes its shared memory then
    if left(folder, within=5):
        _signal(folder, signal.SIGKILL)
    for place in (folder, MEMORY / folder.name):
        shutil.rmtree(place, ignore_errors=True)


def _signal(folder: Path, number: int) -> None:
    for pid in running(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _processes() -> Iterator[int]:
    """Go through the processes of the machine; there are none where there is no /proc."""
    return (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))


def _is_of(pid: int, folder: Path) -> bool:
    return f"TMPDIR={folder}".encode() in _read(pid, "environ")


def _command(pid: int) -> str:
    """Return the command of a process, and the test that started it."""
    test = [v for v in _read(pid, "environ") if v.startswith(b"PYTEST_CURRENT_TEST=")]
    return b" ".join([*_read(pid, "cmdline"), *test]).decode(errors="replace")


def _read(pid: int, name: str) -> list[bytes]:
    with contextlib.suppress(OSError):  # it has ended, or is not ours to look at
        return [part for part in Path(f"/proc/{pid}/{name}").read_bytes().split(b"\0") if part]
    return []


if __name__ == "__main__":
    sys.stdin.read()
    end(Path(sys.argv[1]))
