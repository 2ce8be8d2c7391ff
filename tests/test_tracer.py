"""Coverage's tracer: it keeps greenlets apart, and goes on while many threads end at once."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
sys.path.append({root!r})
from tests import tracer
tracer.install()
import traced
"""
CONFIGURATION = "[run]\nbranch = true\nconcurrency = greenlet,thread\n"
ENDING_THREADS = """
import sys
import threading
import greenlet
sys.setswitchinterval(1e-6)
for _ in range(400):
    threads = [threading.Thread(target=greenlet.getcurrent) for _ in range(6)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""
GREENLETS_IN_TURNS = """
import threading
from greenlet import getcurrent, greenlet

def wait():
    return getcurrent().parent.switch()

def run(one, *answer):
    return one.switch(*answer)

def one():
    if wait():
        return 1
    return 2

def other():
    if wait():
        return 3
    return 4

def take_turns():
    for answers in [(True, False), (False, True)]:
        waiting = [greenlet(one), greenlet(other)]
        for each in waiting:
            run(each)
        for each, answer in zip(waiting, answers):
            run(each, answer)

take_turns()
thread = threading.Thread(target=take_turns)
thread.start()
thread.join()
"""


def test_threads_that_end_at_once_do_not_hang_a_traced_process(tmp_path: Path) -> None:
    """With coverage's own dictionary it hung in each of three runs."""
    trace(tmp_path, ENDING_THREADS)


def test_all_lines_and_branches_of_greenlets_that_run_in_turns_are_found(tmp_path: Path) -> None:
    trace(tmp_path, GREENLETS_IN_TURNS)

    coverage(tmp_path, "report", "--include=traced.py", "--fail-under=100", "--show-missing")


def trace(folder: Path, source: str) -> None:
    """Run a program that imports *source* after it has installed our tracer."""
    (folder / "traced.py").write_text(source)
    (folder / "program.py").write_text(PROGRAM.format(root=str(Path(__file__).parents[1])))
    (folder / "coveragerc").write_text(CONFIGURATION)
    coverage(folder, "run", "--rcfile=coveragerc", "program.py")


def coverage(folder: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "coverage", *arguments], cwd=folder, check=True, timeout=300
    )
