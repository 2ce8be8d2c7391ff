"""Importing a CSV file: settled in batches, and reported row by row.

A row that was imported before is told from one that differs, so the same file can be run again
after whatever stopped it, and changes nothing that it changed already.
"""

import csv
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO, cast

import typer
from rich.console import Console
from rich.progress import Progress

from gateway.cli import csv_file, number_actions, output
from gateway.cli.csv_file import InvalidCsv, Record
from gateway.cli.session import WRONG
from gateway.domain.caller import Caller
from gateway.domain.commands import ImportNumber
from gateway.errors import Failure, Unavailable
from gateway.models.results import CommandResult
from gateway.services.phone_numbers import PhoneNumbers, differing_fields

BATCH: Final = 500

# For each command, what the project has otherwise; None for a number that it has not.
Differing = list[Sequence[str] | None]
Settle = Callable[[Sequence[ImportNumber]], Awaitable[Differing]]


class Fate(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    DIFFERS = "differs"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file, by the line on which it begins, and what became of it."""

    line: int
    number: str
    fate: Fate
    detail: str = ""


class Stopped(Failure):
    """The database went away while the file was imported."""

    code = "stopped"

    def __init__(self, line: int) -> None:
        super().__init__()
        self.message = f"The database stopped answering at line {line}. Run the same file again."


def importing(
    file: Path, report: Path | None, *, dry_run: bool, aside: bool
) -> number_actions.Asking[Counter[Fate]]:
    """Ask to import the file's rows; print those that need a look, and write all to *report*.

    They are printed *aside*, as errors, where something else is printed for programs.
    """
    policy = number_actions.policy()

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Counter[Fate]:
        settle = _Rehearsal(numbers, caller) if dry_run else partial(_imported, numbers, caller)
        counts: Counter[Fate] = Counter()
        with _opened(file, report) as (source, written):
            tell = _Teller(written, aside=aside)
            for batch in _watched(source, _batches(csv_file.records(source, policy))):
                for row in await _settled(settle, batch):
                    counts[row.fate] += 1
                    tell(row)
        return counts

    return ask


def summarize(counts: Counter[Fate], *, as_json: bool) -> int:
    """Print how many rows had which fate; return the exit code."""
    if as_json:
        output.echo({fate.value: counts[fate] for fate in Fate})
    else:
        typer.echo(", ".join(f"{counts[fate]} {fate}" for fate in Fate))
    return WRONG if counts[Fate.INVALID] else 0


@contextmanager
def _opened(file: Path, report: Path | None) -> Generator[tuple[TextIO, TextIO | None]]:
    """Open both; what the system says against it is said in a line."""
    if report and report.exists() and report.samefile(file):
        raise InvalidCsv("The report would overwrite the file.")
    try:
        with ExitStack() as stack:
            source = stack.enter_context(csv_file.opened(file))
            yield source, stack.enter_context(_blank(report)) if report else None
    except OSError as exc:
        raise InvalidCsv(f"{exc.filename or report or file}: {exc.strerror}.") from None


def _blank(report: Path) -> TextIO:
    return report.open("w", encoding="utf-8", errors=csv_file.UNDECODED, newline="")


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, BATCH)):
        yield batch


def _watched(source: TextIO, batches: Iterable[list[Record]]) -> Iterator[list[Record]]:
    """Show on a terminal how much of the file was read."""
    console, both = Console(stderr=True), sys.stdout.isatty()
    with Progress(
        console=console, disable=not console.is_terminal, redirect_stdout=both, transient=True
    ) as bar:
        size = Path(source.name).stat().st_size
        task = bar.add_task("Importing", total=size or None)
        for batch in batches:
            yield batch
            bar.update(task, completed=source.buffer.tell() if source.seekable() else None)


async def _settled(settle: Settle, batch: Sequence[Record]) -> list[Row]:
    """Import the rows that are valid, in one transaction; return what became of every row."""
    try:
        found = await settle([record.command for record in batch if record.command])
    except Unavailable:
        raise Stopped(batch[0].line) from None
    differing = iter(found)
    return [
        Row(r.line, r.number, *(_fate(next(differing)) if r.command else (Fate.INVALID, r.reasons)))
        for r in batch
    ]


def _fate(differs: Sequence[str] | None) -> tuple[Fate, str]:
    if differs is None:
        return Fate.IMPORTED, ""
    if not differs:
        return Fate.UNCHANGED, ""
    return Fate.DIFFERS, f"The project has it with other values of {', '.join(differs)}."


async def _imported(
    numbers: PhoneNumbers, caller: Caller, commands: Sequence[ImportNumber]
) -> Differing:
    outcomes = await numbers.import_all(caller, commands)
    return [None if isinstance(found, CommandResult) else found.differs for found in outcomes]


class _Rehearsal:
    """Says what an import would find, its own rows among it; keeps them in memory for that."""

    def __init__(self, numbers: PhoneNumbers, caller: Caller) -> None:
        self._numbers, self._caller = numbers, caller
        self._planned: dict[str, ImportNumber] = {}

    async def __call__(self, commands: Sequence[ImportNumber]) -> Differing:
        return [await self._differing(command) for command in commands]

    async def _differing(self, command: ImportNumber) -> Sequence[str] | None:
        number = command.number
        found = self._planned.get(number) or await self._numbers.find(self._caller, number)
        if found is not None:
            return differing_fields(cast("Any", found), command)
        self._planned[command.number] = command
        return None


class _Teller:
    """Writes every row to the report, and prints those that need a look."""

    def __init__(self, report: TextIO | None, *, aside: bool) -> None:
        self._aside = aside
        self._written = csv.writer(report) if report else None
        if self._written:
            self._written.writerow(field.name for field in fields(Row))

    def __call__(self, row: Row) -> None:
        if self._written:
            self._written.writerow(astuple(row))
        if row.fate in {Fate.INVALID, Fate.DIFFERS}:
            known = (f"line {row.line}", csv_file.shown(row.number), row.fate, row.detail)
            # Not by typer.echo, which would write into the bar that a terminal shows.
            (sys.stderr if self._aside else sys.stdout).write(": ".join(filter(None, known)) + "\n")
