"""Importing a CSV file: read, checked and written in batches, and reported row by row.

A row that was imported before is told from one that differs, so the same file can be run again
after whatever stopped it, and changes nothing that it changed already.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO

import typer
from rich.console import Console
from rich.progress import Progress

from gateway.cli import desk, tables
from gateway.cli.session import WRONG, reason
from gateway.commands import Caller, FindNumber, ImportNumber
from gateway.errors import Failure, Invalid, NumberTaken
from gateway.numbers import PhoneNumbers, differences
from gateway.outcomes import Outcome
from gateway.policy import Policy

BATCH: Final = 500
NEEDED: Final = ("number", "number_type")
LISTS: Final = ("capabilities", "tags")
HANDLERS: Final = ("call_handler", "message_handler")
COLUMNS: Final = (*NEEDED, *LISTS, "name", "call_receive_mode", *HANDLERS)


class Fate(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    DIFFERS = "differs"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, and what became of it."""

    line: int
    number: str
    fate: Fate
    detail: str = ""


class NotASheet(Failure):
    """The file is none that can be imported."""

    code = "not_a_sheet"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


def importing(file: Path, report: Path | None, *, dry_run: bool) -> desk.Asking[Counter[Fate]]:
    """Ask to import the file's rows; print those that need a look, and write all to *report*."""
    policy, size = desk.policy(), file.stat().st_size

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Counter[Fate]:
        counts: Counter[Fate] = Counter()
        with ExitStack() as stack:
            source = stack.enter_context(file.open(newline="", encoding="utf-8-sig"))
            tell = _teller(stack, report)
            bar = stack.enter_context(Progress(console=Console(stderr=True)))
            task = bar.add_task("Importing", total=size)
            for batch in _batches(_records(source)):
                rows = [_Record.read(line, fields, policy) for line, fields in batch]
                for row in await _settle(numbers, caller, rows, dry_run=dry_run):
                    counts[row.fate] += 1
                    tell(row)
                bar.update(task, advance=sum(record.size for record in rows))
            bar.update(task, completed=size)
        return counts

    return ask


def summarize(counts: Counter[Fate], *, as_json: bool) -> int:
    """Print how many rows had which fate; return the exit code."""
    if as_json:
        tables.echo({fate: counts[fate] for fate in Fate})
    else:
        typer.echo(", ".join(f"{counts[fate]} {fate}" for fate in Fate))
    return WRONG if counts[Fate.INVALID] else 0


def _records(source: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with their line numbers; refuse a file whose columns are not known."""
    reader = csv.DictReader(source, restkey="", restval="")
    columns = reader.fieldnames or []
    if missing := [name for name in NEEDED if name not in columns]:
        raise NotASheet(f"The file's first line lacks the column {missing[0]}.")
    if unknown := [name for name in columns if name not in COLUMNS]:
        known = ", ".join(COLUMNS)
        raise NotASheet(f"There is no column {unknown[0]!r}. Columns: {known}.")
    for fields in reader:
        yield reader.line_num, fields


def _batches(
    records: Iterable[tuple[int, dict[str, str]]],
) -> Iterator[list[tuple[int, dict[str, str]]]]:
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Record:
    """A row as it was read: a command, or why there is none."""

    line: int
    number: str
    size: int
    command: ImportNumber | None
    reasons: str = ""

    @classmethod
    def read(cls, line: int, fields: Mapping[str, str], policy: Policy) -> "_Record":
        """Read a row; blank fields are left out."""
        number, size = fields["number"], sum(len(str(v)) + 1 for v in fields.values())
        try:
            return cls(line, number, size, ImportNumber.of(_asked(fields), policy))
        except Invalid as invalid:
            reasons = "; ".join(reason(failure) for failure in invalid.failures)
        except (typer.BadParameter, ValueError) as exc:
            reasons = str(exc)
        return cls(line, number, size, None, reasons)


def _asked(fields: Mapping[str, str]) -> dict[str, Any]:
    if "" in fields:
        raise ValueError("The row has more fields than the file has columns.")
    asked: dict[str, Any] = {name: text for name, text in fields.items() if text.strip()}
    asked |= {name: asked[name].split() for name in LISTS if name in asked}
    return asked | {name: desk.handler(asked[name]) for name in HANDLERS if name in asked}


async def _settle(
    numbers: PhoneNumbers, caller: Caller, records: Sequence[_Record], *, dry_run: bool
) -> list[Row]:
    """Import the rows that are valid, in one transaction; return what became of every row."""
    commands = [record.command for record in records if record.command]
    found = await (_looked_at if dry_run else _imported)(numbers, caller, commands)
    fates = iter(found)
    return [
        Row(r.line, r.number, *(next(fates) if r.command else (Fate.INVALID, r.reasons)))
        for r in records
    ]


async def _imported(
    numbers: PhoneNumbers, caller: Caller, commands: Sequence[ImportNumber]
) -> list[tuple[Fate, str]]:
    return [_fate(outcome) for outcome in await numbers.import_all(caller, commands)]


def _fate(outcome: Outcome | NumberTaken) -> tuple[Fate, str]:
    if isinstance(outcome, Outcome):
        return Fate.IMPORTED, ""
    return _compared(outcome.differs)


def _compared(differs: Sequence[str]) -> tuple[Fate, str]:
    if not differs:
        return Fate.UNCHANGED, ""
    return Fate.DIFFERS, f"The project has it with another {', '.join(differs)}."


async def _looked_at(
    numbers: PhoneNumbers, caller: Caller, commands: Sequence[ImportNumber]
) -> list[tuple[Fate, str]]:
    fates: list[tuple[Fate, str]] = []
    for command in commands:
        row = await numbers.find(caller, FindNumber.model_construct(number=command.number))
        fates.append(_compared(differences(row, command)) if row else (Fate.IMPORTED, ""))
    return fates


class _Teller:
    """Writes every row to the report, and prints those that need a look."""

    _writer: "csv.DictWriter[str] | None"

    def __init__(self, report: TextIO | None) -> None:
        self._writer = (
            csv.DictWriter(report, ("line", "number", "fate", "detail")) if report else None
        )
        if self._writer:
            self._writer.writeheader()

    def __call__(self, row: Row) -> None:
        if self._writer:
            self._writer.writerow(asdict(row))
        if row.fate in {Fate.INVALID, Fate.DIFFERS}:
            typer.echo(f"line {row.line}: {row.number}: {row.fate}: {row.detail}")


def _teller(stack: ExitStack, report: Path | None) -> _Teller:
    if report is None:
        return _Teller(None)
    return _Teller(stack.enter_context(report.open("w", newline="", encoding="utf-8")))
