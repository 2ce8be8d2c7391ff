"""CSV import: writes the rows of a file in batches, one transaction each, and reports every row.

Rows that were imported before are recognized, so an interrupted import is finished by importing
the same file again; that changes nothing that is there already. Ctrl-C ends an import after the
batch that is being written, so that its report says exactly what was done.
"""

import asyncio
import csv
import signal
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, astuple, dataclass, field, fields
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

import typer

from gateway.cli import csv_file, number_actions, number_list, output
from gateway.cli.csv_file import Record, RowStatus
from gateway.cli.import_batch import DryRun, ImportBatch, Importer, Outcome
from gateway.cli.messages import echo_message
from gateway.cli.session import EXIT_FAILED, EXIT_INTERRUPTED
from gateway.domain.caller import Caller
from gateway.domain.csv_rows import reader
from gateway.domain.csv_rows.header import printable
from gateway.domain.csv_rows.report import report_cells
from gateway.domain.urls import mask_secrets
from gateway.errors import Failure, InvalidCsv, Unavailable
from gateway.services.phone_numbers import PhoneNumbers

BATCH_SIZE: Final = 500
_STOPPED: Final = (
    "Interrupted: the rows from line {} on were not imported. Import the same file again to finish."
)
_LEFT: Final = (
    "Interrupted: from line {} on, not all rows are done. Where a worker runs, the job goes on; "
    "import the same file again to follow and to finish it."
)
_DRY: Final = "This was a dry run: nothing was changed. An import would have these results."
# Not counted in text where there are none.
_RARE: Final = {
    RowStatus.PENDING, RowStatus.REFUSED, RowStatus.BUSY, RowStatus.NOT_READ, RowStatus.BLANK,
}  # fmt: skip
# A row of these was not imported, and the project does not have its number.
_FAILED: Final = (RowStatus.INVALID, RowStatus.REFUSED, RowStatus.BUSY, RowStatus.NOT_READ)
_PRINTED: Final = {RowStatus.INVALID, RowStatus.DIFFERS, RowStatus.REFUSED, RowStatus.BUSY}


@dataclass(frozen=True, slots=True)
class RowResult:
    """A row of the report; *line* is the line of the file on which the row begins."""

    line: int
    number: str
    status: RowStatus
    detail: str = ""


class ImportInterrupted(Failure):
    """The database became unavailable during the import."""

    code = "import_interrupted"

    def __init__(self, line: int) -> None:
        super().__init__()
        self.message = (
            f"The database became unavailable at line {line}. Import the same file again to finish."
        )


@dataclass(slots=True)
class FileImport:
    """What became of a file: its rows by status, and the rows themselves where they are kept.

    ``stopped_at``: the line before which it was interrupted; None if it is finished. ``is_job``:
    a job does it, and may go on.
    """

    counts: Counter[RowStatus] = field(default_factory=Counter[RowStatus])
    rows: list[RowResult] = field(default_factory=list[RowResult])
    stopped_at: int | None = None
    is_job: bool = False


def import_file(
    file: Path, report: Path | None, *, dry_run: bool, wait: bool, as_json: bool
) -> number_actions.Action[FileImport]:
    """Return the action that imports the rows of *file*, and counts them by status.

    It prints rows that are invalid or differ, and writes all rows to *report*. With *dry_run* it
    writes nothing to the database; with *wait* it waits for the platform. *as_json* keeps standard
    output for JSON, and keeps the rows.
    """
    policy = number_list.policy()

    async def action(numbers: PhoneNumbers, caller: Caller) -> FileImport:
        imported, interrupted = FileImport(), on_interrupt()
        importer = Importer(numbers, caller, wait, interrupted)
        import_batch = DryRun(numbers, caller) if dry_run else importer
        with open_files(file, report) as (source, report_file):
            report_row = RowReporter(report_file, to_stderr=as_json)
            for batch in _with_progress(source, _batches(csv_file.records(source, policy))):
                if interrupted.is_set():
                    imported.stopped_at = batch[0].line
                    break
                for row in await _results(import_batch, batch):
                    imported.counts[row.status] += 1
                    imported.rows += [row] if as_json else []
                    report_row(row)
            report_row.finish()
        return imported

    return action


def on_interrupt() -> asyncio.Event:
    """Return the event that the first Ctrl-C sets. The second one ends the process at once."""
    interrupted, loop = asyncio.Event(), asyncio.get_running_loop()

    def interrupt() -> None:
        interrupted.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, interrupt)
    return interrupted


def print_summary(imported: FileImport, *, dry_run: bool, as_json: bool) -> int:
    """Print the number of rows by status, as JSON with the rows; return the exit code.

    The counts of a *dry_run* are those that an import would have.
    """
    counts = imported.counts
    if as_json:
        by_status = {status.value: counts[status] for status in RowStatus}
        rows, is_finished = [asdict(row) for row in imported.rows], imported.stopped_at is None
        output.print_json({"finished": is_finished, "counts": by_status, "rows": rows})
    else:
        shown = [status for status in RowStatus if counts[status] or status not in _RARE]
        typer.echo(", ".join(f"{counts[status]} {status.replace('_', ' ')}" for status in shown))
    if dry_run:
        echo_message(_DRY)
    if imported.stopped_at is not None:
        text = _LEFT if imported.is_job else _STOPPED
        echo_message(text.format(imported.stopped_at))
        return EXIT_INTERRUPTED
    return EXIT_FAILED if any(counts[status] for status in _FAILED) else 0


@contextmanager
def open_files(file: Path, report: Path | None) -> Generator[tuple[TextIO, TextIO | None]]:
    """Open both files; an error of the operating system becomes `InvalidCsv`."""
    if report and report.exists() and report.samefile(file):
        raise InvalidCsv("The report would overwrite the file.")
    try:
        with ExitStack() as stack:
            source = stack.enter_context(reader.open_csv(file))
            yield source, stack.enter_context(_create_report(report)) if report else None
    except OSError as exc:
        raise InvalidCsv(f"{exc.filename or report or file}: {exc.strerror}.") from None


def _create_report(report: Path) -> TextIO:
    return report.open("w", encoding="utf-8", errors=reader.DECODE_ERRORS, newline="")


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, BATCH_SIZE)):
        yield batch


def _with_progress(source: TextIO, batches: Iterable[list[Record]]) -> Iterator[list[Record]]:
    """Yield the batches, with a progress bar on a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console, redirects = Console(stderr=True), sys.stdout.isatty()
    with Progress(
        console=console, disable=not console.is_terminal, redirect_stdout=redirects, transient=True
    ) as bar:
        size = Path(source.name).stat().st_size
        task = bar.add_task("Importing", total=size or None)
        for batch in batches:
            yield batch
            bar.update(task, completed=source.buffer.tell() if source.seekable() else None)


async def _results(import_batch: ImportBatch, batch: Sequence[Record]) -> list[RowResult]:
    """Import the valid rows in one transaction; return the result of every row."""
    try:
        found = await import_batch([record.command for record in batch if record.command])
    except Unavailable:
        raise ImportInterrupted(batch[0].line) from None
    outcomes = iter(found)
    return [RowResult(record.line, record.number, *_outcome(record, outcomes)) for record in batch]


def _outcome(record: Record, outcomes: Iterator[Outcome]) -> Outcome:
    return next(outcomes) if record.command else Outcome(record.status, record.reasons)


class RowReporter:
    """Writes every row to the report, and prints the rows that are invalid or differ.

    Rows that were not read are printed as ranges of lines.
    """

    def __init__(self, report: TextIO | None, *, to_stderr: bool) -> None:
        self._to_stderr = to_stderr
        self._unread: list[RowResult] = []  # the first and the last of a range
        self._unread_count = 0
        self._report = csv.writer(report) if report else None
        if self._report:
            self._report.writerow(field.name for field in fields(RowResult))

    def __call__(self, row: RowResult) -> None:
        """Report a row."""
        if self._report:
            self._report.writerow(report_cells(astuple(row)))
        if row.status is RowStatus.NOT_READ:
            self._unread = [*self._unread[:1], row]
            self._unread_count += 1
            return
        self.finish()
        if row.status in _PRINTED:
            number = printable(mask_secrets(row.number))
            self._print(f"line {row.line}", number, row.status, row.detail)

    def finish(self) -> None:
        """Print the rows that were not read since the last one that was."""
        if self._unread:
            first, last = self._unread[0].line, self._unread[-1].line
            lines = f"line {first}" if first == last else f"lines {first} to {last}"
            rows = "1 row" if self._unread_count == 1 else f"{self._unread_count} rows"
            self._print(lines, "not read", rows)
        self._unread, self._unread_count = [], 0

    def _print(self, *parts: str) -> None:
        # Not typer.echo, and looked up here: the progress bar replaces sys.stdout.
        stream = sys.stderr if self._to_stderr else sys.stdout
        stream.write(": ".join(filter(None, parts)) + "\n")
