"""Startup: the time and CPU until a server is ready, and its memory then.

Run: python -m bench.start
The database exists already. Ready is the first 200 of /readyz; importing is a process that only
imports the application. Memory is resident; of it private is what no other process shares.
Medians of five. Where valgrind is installed, the instructions of a list of numbers in the terminal
are counted too, and divided by those of importing sqlmodel.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from shutil import which
from statistics import median
from typing import Final

from bench.processes import Server

_TIMES: Final = 5
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed server has its bytecode
_CALLGRIND: Final = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
_COLLECTED: Final = re.compile(r"Collected : (\d+)")


def ready(url: str) -> tuple[float, float, float, float]:
    """Start a server; return the seconds and the CPU seconds until it is ready, and its memory.

    The memory is in MB: all that is resident, and what is private.
    """
    began = time.perf_counter()
    server = Server("gateway", "serve", NUMBERGATE_DATABASE_URL=url)
    while server.get("/readyz") != b"ready\n":
        server.reconnect()
    took = time.perf_counter() - began
    cpu, memory, own = server.cpu() / 1000, server.memory(), private(server.process.pid)
    server.process.terminate()
    server.process.wait()
    return took, cpu, memory, own


def private(process: int) -> float:
    """Return the memory in MB that the process shares with no other."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / 1e6


def run(*arguments: str) -> None:
    """Run Python with the arguments."""
    subprocess.run(
        [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=os.environ
    )


def seconds(*arguments: str) -> float:
    """Return the run time of Python with these arguments, in seconds."""
    began = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - began


def instructions(*arguments: str) -> int:
    """Return how many instructions Python runs with these arguments, once bytecode is written."""
    run(*arguments)
    counted = subprocess.run(
        [*_CALLGRIND, sys.executable, *arguments],
        check=True, capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": "0"},
    )  # fmt: skip
    return int(_COLLECTED.findall(counted.stderr)[-1])


def listing(url: str) -> float:
    """Return the instructions of a list of numbers, as a ratio to those of importing sqlmodel."""
    os.environ["NUMBERGATE_DATABASE_URL"] = url
    run("-m", "gateway", "numbers", "import", "+14155550123")
    listed = instructions("-m", "gateway", "numbers", "list", "--limit", "1")
    return listed / instructions("-c", "import sqlmodel")


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/numbers.db"
        ready(url)
        took, cpu, memory, own = (
            median(column) for column in zip(*(ready(url) for _ in range(_TIMES)), strict=True)
        )
        ratio = f"{listing(url):.2f}" if which("valgrind") else "valgrind is missing"
    importing = median(seconds("-c", "import gateway.app") for _ in range(_TIMES))
    helping = median(seconds("-m", "gateway", "--help") for _ in range(_TIMES))
    print(f"| ready | {took:.2f} s |\n| CPU until then | {cpu:.2f} s |")
    print(f"| importing alone | {importing:.2f} s |\n| numbergate --help | {helping:.2f} s |")
    print(f"| memory when ready | {memory:.0f} MB |\n| of it private | {own:.0f} MB |")
    print(f"| numbergate numbers list --limit 1, times import sqlmodel | {ratio} |")


if __name__ == "__main__":
    main()
