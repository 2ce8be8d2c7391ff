"""CSV rows of the command line: each as an import command, or a status and the reasons for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from gateway.cli.session import field_line
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.csv_rows import reader
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Invalid


class RowStatus(StrEnum):
    """The result of importing a row."""

    IMPORTED = "imported"
    PENDING = "pending"
    UNCHANGED = "unchanged"
    DIFFERS = "differs"
    INVALID = "invalid"
    REFUSED = "refused"
    BUSY = "busy"
    NOT_READ = "not_read"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Record:
    """A row and the line on which it begins: a command, or a status and why it has none."""

    line: int
    number: str
    command: ImportNumber | None = None
    reasons: str = ""
    status: RowStatus = RowStatus.INVALID


def records(source: TextIO, policy: ValidationPolicy) -> Iterator[Record]:
    """Yield the rows. Raises `InvalidCsv` for an invalid header."""
    return (_record(row, policy) for row in reader.rows(source, policy))


def _record(row: reader.Row, policy: ValidationPolicy) -> Record:
    if row.cells is None:
        unread = RowStatus.NOT_READ if row.is_unread else RowStatus.INVALID
        status = RowStatus.BLANK if row.is_blank else unread
        return Record(row.line, row.number, reasons=row.reason, status=status)
    try:
        return Record(row.line, row.number, reader.command_of(row.cells, policy))
    except Invalid as invalid:
        reasons = "; ".join(field_line(failure) for failure in invalid.failures)
        return Record(row.line, row.number, reasons=reasons)
