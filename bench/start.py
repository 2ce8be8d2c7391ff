"""Startup: the time until a server is ready, and its memory then.

Run: python -m bench.start
The database exists already. Ready is the first 200 of /readyz; importing is a process that only
imports the application. Medians of five.
"""

import os
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Final

from bench.processes import Server

_TIMES: Final = 5


def ready(url: str) -> tuple[float, float]:
    """Start a server; return the seconds until it is ready, and its memory in MB."""
    began = time.perf_counter()
    server = Server("gateway", "serve", NUMBERGATE_DATABASE_URL=url)
    while server.get("/readyz") != b"ready\n":
        server.reconnect()
    took = time.perf_counter() - began
    memory = server.memory()
    server.process.terminate()
    server.process.wait()
    return took, memory


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


def main() -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/numbers.db"
        ready(url)
        took, memory = (
            median(column) for column in zip(*(ready(url) for _ in range(_TIMES)), strict=True)
        )
    importing = median(seconds("-c", "import gateway.app") for _ in range(_TIMES))
    helping = median(seconds("-m", "gateway", "--help") for _ in range(_TIMES))
    print(f"| ready | {took:.2f} s |\n| importing alone | {importing:.2f} s |")
    print(f"| numbergate --help | {helping:.2f} s |\n| memory when ready | {memory:.0f} MB |")


if __name__ == "__main__":
    main()
