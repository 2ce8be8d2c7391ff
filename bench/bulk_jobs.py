"""Bulk jobs under kill -9: ``python -m bench.bulk_jobs [rows kills database engine program]``.

Two processes of ``numbergate work`` do one import, and are killed at random while they do. Printed
are the duration, rows per second, the CPU of a row, and what is wrong in the database: nothing.
With the program `tests.services.slow_worker_without_claim` something is.
"""

import asyncio
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from gateway.database.database import connect
from gateway.database.migrate import migrate
from gateway.domain.caller import Caller
from gateway.services.projects import ALL_SCOPES, Projects
from tests import postgres, servers
from tests.services import bulk_job_chaos

_CALLER: Final = Caller(UUID(int=7), "bench", ALL_SCOPES)


async def measured(url: str, folder: Path, rows: int, kills: int, *more: str) -> str:
    """Return what a run on an empty database tells."""
    database = connect(url)
    await migrate(database)
    await Projects(database).create("bench", _CALLER.project_id)
    await database.close()
    engine, program = more
    start = partial(servers.fresh, program=program)
    report = await bulk_job_chaos.run(
        url, _CALLER, folder, rows=rows, kills=kills, start=start, engine=engine
    )
    return bulk_job_chaos.told(report, rows)


@contextmanager
def _databases(folder: Path) -> Generator[dict[str, str]]:
    with postgres.running() as server:
        yield {
            "SQLite": f"sqlite:///{folder}/numbers.db",
            "PostgreSQL": f"postgresql://postgres@/postgres?host={server}",
        }


def main(rows: int, kills: int, only: str, *more: str) -> None:
    """Print a line for each database, or for one."""
    with tempfile.TemporaryDirectory() as name, _databases(Path(name)) as urls:
        for database, url in urls.items():
            if only in {"both", database}:
                line = asyncio.run(measured(url, Path(name), rows, kills, *more))
                print(f"{database}: {line}", flush=True)


if __name__ == "__main__":
    given = sys.argv[1:]
    usual = ("100000", "10", "both", "local", "gateway")
    rows, kills, only, *more = [*given, *usual[len(given) :]]
    main(int(rows), int(kills), only, *more)
