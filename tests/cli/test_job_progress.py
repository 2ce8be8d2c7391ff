"""Progress of a bulk job: a bar on a terminal, whole at 80 columns, and lines elsewhere."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli.job_progress import Lines
from tests import servers
from tests.conftest import ON_SQLITE

_FRAME = re.compile(r"Importing [━╸╺ ]+ [\d,]+ of [\d,]+ rows")
_CONTROLS = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
MANY = 100_000  # rows of a job, at most


def shown(at: list[int], total: int, capsys: pytest.CaptureFixture[str]) -> list[str]:
    show = Lines()
    for done in at:
        show(done, total)
    out, err = capsys.readouterr()
    assert not out
    return err.splitlines()


def test_a_line_is_printed_for_each_tenth_but_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown([0, 500, 999, 1000, 1000, 4999, 10_000, 10_000], 10_000, capsys)

    assert lines == ["1,000 of 10,000 rows are done.", "4,999 of 10,000 rows are done."]


def test_a_job_that_is_done_at_once_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown([3], 3, capsys) == shown([0, 0], 0, capsys) == []


def on_terminal(*command: str, **settings: str) -> list[str]:
    """Run a command whose standard error is a terminal of 80 columns; return what it drew there."""
    main, side = pty.openpty()
    env = servers.environment(settings) | {"COLUMNS": "80", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, *command], env=env, stdout=subprocess.PIPE, stderr=side
    )
    os.close(side)
    written = b""
    while part := _read(main):
        written += part
    process.communicate(timeout=servers.LIMIT)
    os.close(main)
    assert process.returncode == 0, written
    return re.split(r"[\r\n]+", _CONTROLS.sub("\r", written.decode()))


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the process has ended
        return b""


def test_the_bar_of_the_largest_job_fits_80_columns() -> None:
    program = f"""
from gateway.cli.job_progress import job_progress
with job_progress() as show:
    show({MANY - 1}, {MANY})
"""

    lines = on_terminal("-c", program)

    assert [line for line in lines if _FRAME.search(line) and "99,999 of 100,000 rows" in line]
    assert max(map(len, lines)) <= 80


@ON_SQLITE
def test_an_import_by_a_job_shows_how_many_rows_are_done(database: str, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    numbers = [f"+1415555{place:04},longcode" for place in range(100, 120)]
    file.write_text("\n".join(["number,number_type", *numbers]))
    arguments = ("-m", "gateway", "numbers", "import", "--file", str(file), "--job")

    lines = on_terminal(*arguments, database_url=database, log_level="ERROR")

    frames = [line for line in lines if _FRAME.search(line)]
    assert any(line.rstrip().endswith(" of 20 rows") for line in frames), lines
    assert max(map(len, lines)) <= 80
