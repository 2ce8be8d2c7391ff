"""Memory limit: a control group (cgroup, version 1) whose processes may use only so many MiB.

The kernel counts the pages of files that they read, too, and frees those before it kills a process.
"""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ROOT: Final = Path("/sys/fs/cgroup/memory")
_MIB: Final = 2**20
_SECONDS: Final = 10  # until the kernel has let its processes go


@dataclass(frozen=True, slots=True)
class Group:
    """A control group that exists."""

    folder: Path

    def report(self) -> str:
        """Return its limit, the most that was used of it, and how many processes were killed."""
        limit, most = (self._mebibytes(name) for name in ("limit", "max_usage"))
        killed = (self.folder / "memory.oom_control").read_text().split()[-1]
        return f"The kernel allows {limit} MiB, {most} with files; it killed {killed} processes"

    def _mebibytes(self, name: str) -> int:
        return int((self.folder / f"memory.{name}_in_bytes").read_text()) // _MIB

    @contextmanager
    def entered(self) -> Generator[None]:
        """Be in it: what starts now stays in it."""
        own = next(line for line in _own_groups() if ":memory:" in line).rpartition(":")[2]
        _move(self.folder)
        try:
            yield
        finally:
            _move(_ROOT / own.lstrip("/"))


@contextmanager
def limited(mebibytes: float) -> Generator[Group | None]:
    """Yield a new group with a limit, or nothing where this process may not make one."""
    folder = _ROOT / f"numbergate-{os.getpid()}"
    try:
        folder.mkdir()
        (folder / "memory.limit_in_bytes").write_text(str(int(mebibytes * _MIB)))
    except OSError:
        yield None
        return
    try:
        yield Group(folder)
    finally:
        _remove(folder)


def _own_groups() -> list[str]:
    return Path("/proc/self/cgroup").read_text().splitlines()


def _move(folder: Path) -> None:
    (folder / "cgroup.procs").write_text(str(os.getpid()))


def _remove(folder: Path) -> None:
    """Delete the group as soon as its processes are gone."""
    until = time.monotonic() + _SECONDS
    while (folder / "cgroup.procs").read_text() and time.monotonic() < until:
        time.sleep(0.1)
    folder.rmdir()
