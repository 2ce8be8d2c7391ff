"""The test run itself: what it starts ends with it, and what it leaves behind is noticed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import leftovers
from tests.servers import LIMIT

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]
# A suite of one test, which starts a process and leaves it.
SUITE = f"""
import signal, subprocess, time
from tests import leftovers
from tests.conftest import _no_process_left

leftovers.WAIT_SECONDS = 1
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background run ignores it

def test_that_leaves_a_process():
    child = subprocess.Popen({SLEEPER!r}, start_new_session=True)
    print("started", child.pid, flush=True)
    time.sleep(PAUSE)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that only a process of the test has as TMPDIR."""
    yield tmp_path
    leftovers.end(tmp_path)


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}/environ").exists() and bool(Path(f"/proc/{pid}/cmdline").read_bytes())


def test_a_process_is_found_wherever_it_went_and_ended(folder: Path) -> None:
    env = os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(SLEEPER, env=env, start_new_session=True) as child:
        found = leftovers.running(folder)
        leftovers.end(folder)

    assert found.keys() == {child.pid}
    assert "test_leftovers.py" in found[child.pid]  # the test that started it
    assert leftovers.running(folder) == {}
    assert not folder.exists()


def nested(folder: Path, *, wait: int) -> "subprocess.Popen[str]":
    """Run the suite in a pytest of its own."""
    file = folder / "test_suite.py"
    file.write_text(SUITE.replace("PAUSE", str(wait)))
    arguments = ["-p", "no:cacheprovider", "--rootdir", str(folder), "-s", str(file)]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        env=os.environ | {"TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_run_that_leaves_a_process_fails_and_ends_it(folder: Path) -> None:
    with nested(folder, wait=0) as run:
        said, _ = run.communicate(timeout=LIMIT)

    child = int(said.split("started ")[1].split()[0])
    assert run.returncode == 1
    assert f"{{{child}: " in said and "test_that_leaves_a_process" in said
    assert not is_running(child)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_interrupted_leaves_no_process(folder: Path, number: int) -> None:
    with nested(folder, wait=600) as run:
        assert run.stdout
        child = next(int(line.split()[-1]) for line in run.stdout if "started" in line)
        run.send_signal(number)
        run.stdout.read()

    until = time.monotonic() + LIMIT
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)
