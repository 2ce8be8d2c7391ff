"""Instruction count: what each piece of own machinery saves, on a machine that others keep busy.

    python -m bench.instructions
    python -m bench.instructions --only timeouts

As `bench.machinery`, under valgrind's callgrind, which counts the instructions of the process and
none of the kernel: the count hardly depends on what else runs. A server is fifty times slower then,
so what happens by the clock, as the looks of a timer do, counts more than it should; and what a
piece saves by waiting less or by using the processor's caches better does not count.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

from bench.contenders import Contender, Ring
from bench.data import Data, filled
from bench.machinery import CASES
from bench.pairs import Case
from bench.report import machine

_TOTALS: Final = re.compile(r"^totals: (\d+)", re.MULTILINE)
_CONNECTIONS: Final = 16
_WARM_UP: Final = 10  # requests of each connection
_HEAD: Final = "| piece | scenario | instructions with | without | saves |\n|---|---|---|---|---|"
LONG_LIMITS: Final = {
    "NUMBERGATE_OPERATION_SECONDS": "300",
    "NUMBERGATE_HEADER_SECONDS": "300",
    "NUMBERGATE_BODY_SECONDS": "300",
    "NUMBERGATE_WORK": "false",  # background work looks at its queues by the clock
    "PYTHONHASHSEED": "0",
}


class Counter:
    """A server under callgrind, which counts while it is asked."""

    def __init__(self, contender: Contender, case: Case, ids: Sequence[str], pipes: str) -> None:
        self._contender, self._case, self._ids, self._pipes = contender, case, ids, pipes
        self._place = 0

    def ask(self, requests: int) -> int:
        """Ask, once it is warm, while it counts; return how many were asked."""
        asyncio.run(self._ask(_WARM_UP))
        self._control("on")
        asyncio.run(self._ask(requests))
        self._control("off")
        return requests * _CONNECTIONS

    def _control(self, state: str) -> None:
        pid = str(self._contender.server.process.pid)
        command = ["callgrind_control", self._pipes, "-i", state, pid]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Error" in said:
            raise SystemExit(said)

    async def _ask(self, requests: int) -> None:
        """Send so many over each connection."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_CONNECTIONS):
                group.create_task(self._send(self._place, requests))
                self._place += requests

    async def _send(self, place: int, requests: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._contender.server.port)
        for n in range(requests):
            body = self._case.scenario.body(place + n, self._ids)
            writer.write(self._head(len(body)) + body)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
            answer = await reader.readexactly(length)
            if b'"data"' not in answer:
                raise SystemExit(f"This is not answered: {head.decode()}{answer.decode()}")
        writer.close()

    def _head(self, length: int) -> bytes:
        lines = (
            "POST /graphql HTTP/1.1", "Host: localhost", "Content-Type: application/json",
            f"Authorization: Bearer {self._contender.token}", f"Content-Length: {length}", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()


class Served(NamedTuple):
    """A module that serves numbergate with its arguments, and the working copy it runs in."""

    command: Sequence[str]
    checkout: Path | None = None


def instructions(data: Data, folder: Path, case: Case, served: Served, requests: int) -> float:
    """Return the instructions of one request."""
    out, pipes = folder / f"{uuid4().hex}.callgrind", f"--vgdb-prefix={folder}/vgdb"
    options = ["--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}", pipes]
    program = ["valgrind", *options, sys.executable, "-m"]
    with ExitStack() as running:
        ring = Ring(data, folder, 1, running)
        url = ring.postgresql() if case.remote else ring.sqlite("counted")
        options: dict[str, Any] = {"program": program, "folder": served.checkout}
        contender = ring.numbergate("counted", url, served.command, **options)
        asked = Counter(contender, case, data.ids, pipes).ask(requests)
    return sum(map(int, _TOTALS.findall(out.read_text()))) / asked


def lines(asked: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield a line for each piece and scenario; what is whole is counted once."""
    data, whole = asyncio.run(filled(folder / "numbers.db")), dict[str, float]()

    def counted(case: Case, piece: str) -> float:
        return instructions(data, folder, case, Served(("bench.switches", piece)), asked.requests)

    for piece in asked.only or CASES:
        for case in CASES[piece]:
            whole[str(case)] = whole.get(str(case)) or counted(case, "nothing")
            ours, other = whole[str(case)], counted(case, piece)
            saved = f"{100 * (1 - ours / other):.1f} %"
            yield f"| {piece} | {case} | {ours:,.0f} | {other:,.0f} | {saved} |"


def main() -> None:
    """Read the options, and count."""
    options = argparse.ArgumentParser(
        prog="python -m bench.instructions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("--requests", type=int, default=30, help="of each connection")
    options.add_argument("--only", action="append", choices=CASES, help="a piece, of those")
    asked = options.parse_args()
    os.environ |= LONG_LIMITS
    print("; ".join(f"{name}: {fact}" for name, fact in machine()) + f".\n\n{_HEAD}")
    with tempfile.TemporaryDirectory(prefix="numbergate-bench-") as folder:
        for line in lines(asked, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
