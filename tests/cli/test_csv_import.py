"""CSV import: every row is reported, and importing the file again changes nothing."""

import asyncio
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from sqlalchemy import select

from gateway.database.database import connect
from gateway.database.phone_numbers import NUMBERS
from tests import servers

pytestmark = pytest.mark.usefixtures("numbers_db")

ROWS = 10_000
SOME = 600  # lines that fill a batch of rows, and no pipe
HEADER = "number,number_type,name,tags,call_handler\n"
REST = "longcode,Desk {n},support eu,laml_webhooks request_url=https://example.com/voice\n"


@pytest.fixture(scope="module")
def csv_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[int, str]]:
    """A file of 10,000 rows, 3 % of them invalid and 2 % duplicates, and the status by line."""
    generator = random.Random(7)  # noqa: S311  # the same file each time
    good: list[str] = []
    lines, statuses = [HEADER], {}
    for n in range(ROWS):
        roll = generator.random()
        if roll < 0.03:
            number, status = generator.choice(["4155550123", "+1415", "+1 415 555 0123"]), "invalid"
        elif roll < 0.05 and good:
            number, status = generator.choice(good), "differs"
        else:
            number, status = f"+1{415_312_0000 + n}", "imported"
            good.append(number)
        lines.append(f"{number},{REST.format(n=n)}")
        statuses[n + 2] = status
    file = tmp_path_factory.mktemp("csv") / "numbers.csv"
    file.write_text("".join(lines))
    return file, statuses


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder}/numbers.db"


def import_file(folder: Path, file: Path, *more: str) -> "CompletedProcess[str]":
    arguments = ("numbers", "import", "--file", str(file), *more)
    return servers.run(*arguments, database_url=url_of(folder), log_level="WARNING")


def stored(folder: Path) -> list[tuple[str, str]]:
    """Return every number in the database, with its name."""
    query = select(NUMBERS.c.number, NUMBERS.c.name).order_by(NUMBERS.c.number)

    async def read() -> Any:
        opened = connect(url_of(folder))
        rows = await opened.read(lambda db: db.execute(query).all())
        await opened.close()
        return rows

    return [(number, name) for number, name in asyncio.run(read())]


def reported(report: Path) -> dict[int, str]:
    with report.open() as rows:
        return {int(row["line"]): row["status"] for row in csv.DictReader(rows)}


def test_each_row_is_reported_and_the_same_file_again_changes_nothing(
    csv_file: tuple[Path, dict[int, str]], tmp_path: Path
) -> None:
    file, statuses = csv_file
    counts = Counter(statuses.values())

    first = import_file(tmp_path, file, "--report", str(tmp_path / "first.csv"))
    after = stored(tmp_path)
    again = import_file(tmp_path, file, "--report", str(tmp_path / "again.csv"))

    printed = [line for line in first.stdout.splitlines() if line.startswith("line ")]
    assert reported(tmp_path / "first.csv") == statuses
    assert [int(line.split()[1].rstrip(":")) for line in printed] == [
        line for line, status in statuses.items() if status != "imported"
    ]
    assert first.returncode == 1
    assert (len(after), stored(tmp_path)) == (counts["imported"], after)
    assert set(reported(tmp_path / "again.csv").values()) == {"unchanged", "differs", "invalid"}
    assert again.stdout.splitlines()[-1] == (
        f"0 imported, {counts['imported']} unchanged, {counts['differs']} differs, "
        f"{counts['invalid']} invalid"
    )


def test_a_killed_import_is_finished_by_importing_the_file_again(
    csv_file: tuple[Path, dict[int, str]], tmp_path: Path
) -> None:
    file, statuses = csv_file
    imported = [line - 2 for line, status in statuses.items() if status == "imported"]

    _kill_midway(tmp_path, file)
    between = len(stored(tmp_path))
    import_file(tmp_path, file)

    assert 0 < between < len(imported)
    assert stored(tmp_path) == [(f"+1{415_312_0000 + n}", f"Desk {n}") for n in imported]


def _kill_midway(folder: Path, file: Path) -> None:
    """Start the import of a file whose end does not come, and kill it once it has written."""
    pipe = folder / "pipe.csv"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)
    os.write(end, "".join(file.read_text().splitlines(keepends=True)[:SOME]).encode())
    arguments = ("numbers", "import", "--file", str(pipe))
    with (folder / "log").open("w") as log:
        process = servers.start(*arguments, stdout=log, stderr=log, database_url=url_of(folder))
    with servers.ending(process):
        while not stored(folder):
            assert process.poll() is None
            time.sleep(0.02)
    os.close(end)


def test_a_dry_run_reports_the_same_and_writes_nothing(
    csv_file: tuple[Path, dict[int, str]], tmp_path: Path
) -> None:
    file, statuses = csv_file

    done = import_file(tmp_path, file, "--dry-run", "--json")

    assert json.loads(done.stdout)["counts"]["invalid"] == Counter(statuses.values())["invalid"]
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"number\n+14155550123\n", "Missing columns: number_type."),
        (b"number;number_type\n", "Separate columns by commas."),
        (b"number,number_type,colour\n", "Unknown columns: colour."),
        (b"number,number_type,number\n", "twice"),
        (b"number,number_type,\xff\n", "not in UTF-8"),
        (b'"number,number_type\n', "malformed CSV"),
    ],
)
def test_a_file_with_an_invalid_header_is_rejected_in_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "numbers.csv"
    file.write_bytes(content)

    done = import_file(tmp_path, file)

    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_invalid_rows_are_reported_by_line_and_do_not_stop_the_others(
    tmp_path: Path,
) -> None:
    file = tmp_path / "numbers.csv"
    file.write_bytes(
        b"\xef\xbb\xbfnumber,number_type,name,call_handler\n"
        b'+14155550123,longcode,"Front\ndesk",\n'
        b"+14155550124,longcode,Desk,,too,many\n"
        b"+14155550125,longcode,,\n"
        b"+14155550126,longcode,Desk,relay_topic topic\n"
        b"+14155550127,tollfree,Desk,relay_topic topic=x\n"
        b"+14155550128,longcode,Desk,'\n"
        b"+14155550129,longcode,\xff,\n"
        b"+14155550130,longcode," + b"x" * 200_000 + b",\n"
        b"\n"
        b"+14155550131,longcode,Desk,relay_topic topic=x\n"
    )

    done = import_file(tmp_path, file, "--report", str(tmp_path / "report.csv"))

    by_line = reported(tmp_path / "report.csv")
    assert {line for line, status in by_line.items() if status == "invalid"} == {
        2,
        4,
        6,
        7,
        8,
        9,
        10,
    }
    assert {line for line, status in by_line.items() if status == "imported"} == {5, 12}
    assert "Traceback" not in done.stderr
    assert [number for number, _ in stored(tmp_path)] == ["+14155550125", "+14155550131"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path, sqlite_template: Path) -> None:
    folders = {rows: tmp_path / str(rows) for rows in (1_000, 20_000)}
    for folder in folders.values():
        folder.mkdir()
        shutil.copy(sqlite_template, folder / "numbers.db")

    small, large = (_peak(folder, rows) for rows, folder in folders.items())

    assert large - small < 24 * 1024  # KiB; all 20,000 rows in memory would be far more


def _peak(folder: Path, rows: int) -> int:
    """Import so many rows into the database there; return the peak memory in KiB."""
    file = folder / "numbers.csv"
    file.write_text(
        HEADER + "".join(f"+1{415_312_0000 + n},{REST.format(n=n)}" for n in range(rows))
    )
    code = (
        "import resource, sys; from gateway.cli import app; sys.argv[0] = 'numbergate'\n"
        "try: app()\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    env = servers.environment({"database_url": url_of(folder)})
    env.pop("COVERAGE_PROCESS_CONFIG", None)  # it takes memory of its own
    done = subprocess.run(
        [sys.executable, "-c", code, "numbers", "import", "--file", str(file)],
        capture_output=True,
        check=True,
        env=env,
        text=True,
    )
    return int(done.stdout.splitlines()[-1])
