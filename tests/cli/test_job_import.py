"""Import of a file by a bulk job: its report is that of the direct import, on both databases."""

import asyncio
import csv
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from sqlalchemy import func, select

from gateway.cli.job_import import STATUSES
from gateway.database.bulk_jobs import JOBS
from gateway.database.database import connect
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.enums import RowFate
from tests import servers

HEADER = "number,number_type,name,tags,call_handler\n"
FILE = f"""{HEADER}\
+14155550123,longcode,Front desk,support eu,relay_topic topic=office

12,longcode,Too short,,
+14155550123,longcode,Another name,,
+14155550124,longcode,Handler,,relay_topic nothing=1
+14155550125,longcode,Empty fields too many,,,,,
+14155550129,longcode,One field too many,,,more
 ,,,,
+14155550126,longcode,Again,,
+14155550126,longcode,Again,,
+14155550127,longcode,"A quote that is not closed,,
+14155550128,longcode,Not read,,
"""
IMPORTED = 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "rows.csv"
    written.write_text(FILE)
    return written


@pytest.fixture
def embedded(tmp_path: Path, sqlite_template: Path) -> str:
    """A SQLite file for the direct import."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'direct.db')}"


def imported(url: str, file: Path, *more: str) -> "CompletedProcess[str]":
    arguments = ("numbers", "import", "--file", str(file), *more)
    return servers.run(*arguments, database_url=url, log_level="ERROR")


def count(url: str, table: Any) -> int:
    """Return how many rows a table has."""

    async def read() -> int:
        opened = connect(url)
        found = await opened.read(lambda db: db.scalar(select(func.count()).select_from(table)))
        await opened.close()
        return int(found or 0)

    return asyncio.run(read())


def rows(report: Path) -> list[dict[str, str]]:
    with report.open() as lines:
        return [*csv.DictReader(lines)]


def test_a_job_reports_what_the_direct_import_reports(
    database: str, embedded: str, file: Path, tmp_path: Path
) -> None:
    direct = imported(embedded, file, "--report", str(tmp_path / "direct.csv"))
    done = imported(database, file, "--job", "--report", str(tmp_path / "job.csv"))

    assert rows(tmp_path / "job.csv") == rows(tmp_path / "direct.csv")
    assert (done.stdout, done.returncode) == (direct.stdout, direct.returncode)
    assert len(rows(tmp_path / "job.csv")) == len(FILE.splitlines()) - 1
    assert (count(embedded, JOBS), count(database, JOBS)) == (0, 1)
    assert count(database, NUMBERS) == count(embedded, NUMBERS) == IMPORTED


def test_the_same_file_again_is_the_same_job_unless_it_has_another_key(
    database: str, file: Path
) -> None:
    first = imported(database, file, "--job", "--json")
    again = imported(database, file, "--job", "--json")
    jobs = count(database, JOBS)
    other = imported(database, file, "--key", "second")

    assert (again.stdout, again.returncode, jobs) == (first.stdout, first.returncode, 1)
    assert other.stdout != first.stdout
    assert count(database, JOBS) == 2


def test_a_dry_run_writes_nothing_and_tells_what_is_so_now(
    database: str, embedded: str, file: Path
) -> None:
    direct = imported(embedded, file, "--dry-run")
    tried = imported(database, file, "--job", "--dry-run")
    before = count(database, NUMBERS)
    imported(database, file, "--job")
    later = imported(database, file, "--job", "--dry-run")

    assert (tried.stdout, before) == (direct.stdout, 0)
    assert "0 imported" in later.stdout


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_file_is_imported_by_a_job_on_postgresql(database: str, file: Path) -> None:
    done = imported(database, file)

    assert f"{IMPORTED} imported" in done.stdout
    assert count(database, JOBS) == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_file_of_numbers_leaves_no_job(database: str, tmp_path: Path) -> None:
    wrong, empty = tmp_path / "wrong.csv", tmp_path / "empty.csv"
    wrong.write_text("colour,shape\nred,round\n")
    empty.write_text(HEADER)

    refused, nothing = (imported(database, file, "--job") for file in (wrong, empty))

    assert (refused.returncode, nothing.returncode) == (1, 0)
    assert nothing.stdout.startswith("0 imported")
    assert servers.run("numbers", "import", "+14155550123", "--job").returncode == 2
    assert count(database, JOBS) == 0


def test_only_rows_that_wait_are_left_out_of_the_report() -> None:
    assert [fate for fate in RowFate if STATUSES[fate] is None] == [RowFate.WAITING]
