"""CSV parser: reads rows of numbers from a file, and builds an import command for each.

A row that is invalid is reported with its line, and the rows after it are still read.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from gateway.cli import number_actions
from gateway.cli.session import field_line
from gateway.domain.commands import ImportNumber
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Failure, Invalid

REQUIRED_COLUMNS: Final = ("number", "number_type")
LIST_COLUMNS: Final = ("capabilities", "tags")
COLUMNS: Final = (
    *REQUIRED_COLUMNS,
    *LIST_COLUMNS,
    "name",
    "call_receive_mode",
    *number_actions.HANDLER_FIELDS,
)
# Bytes that are not UTF-8 become lone surrogates, so that only their own row is invalid.
DECODE_ERRORS: Final = "surrogateescape"
_MAX_PRINTED: Final = 40  # characters of a value in a message


class InvalidCsv(Failure):
    """The file cannot be imported: it is unreadable, or its header is invalid."""

    code = "invalid_csv"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


@dataclass(frozen=True, slots=True)
class Record:
    """A parsed row and the line on which it begins: a command, or why it is invalid."""

    line: int
    number: str
    command: ImportNumber | None = None
    reasons: str = ""


def open_csv(file: Path) -> TextIO:
    """Open the file; bytes that are not UTF-8 raise no error."""
    return file.open(encoding="utf-8-sig", errors=DECODE_ERRORS, newline="")


def records(source: TextIO, policy: ValidationPolicy) -> Iterator[Record]:
    """Yield the rows. Raises `InvalidCsv` for an invalid header."""
    reader = csv.reader(source, strict=True)
    columns = _read_header(reader)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            text = f"Malformed CSV: {exc}. Write a quote within quotes twice."
            yield Record(line, "", reasons=text)
            continue
        if fields:
            yield _record(line, columns, fields, policy)


def _read_header(reader: Iterator[list[str]]) -> list[str]:
    """Return the column names of the first line. Raises `InvalidCsv`."""
    try:
        columns = next(reader)
    except StopIteration:
        raise InvalidCsv("The file is empty.") from None
    except csv.Error as exc:
        raise InvalidCsv(f"The header is malformed CSV: {exc}.") from None
    if not _is_utf8("".join(columns)):
        raise InvalidCsv("The file is not in UTF-8.")
    for name in REQUIRED_COLUMNS:
        if name not in columns:
            raise InvalidCsv(f"The header lacks the column {name}; separate columns by commas.")
    for name in columns:
        if name not in COLUMNS:
            raise InvalidCsv(f"Unknown column {printable(name)}. Columns: {', '.join(COLUMNS)}.")
        if columns.count(name) > 1:
            raise InvalidCsv(f"The header names the column {name} twice.")
    return columns


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _record(
    line: int, columns: Sequence[str], fields: Sequence[str], policy: ValidationPolicy
) -> Record:
    cells = dict(zip(columns, fields, strict=False))
    number = cells.get("number", "")
    if len(fields) != len(columns):
        text = f"The row has {len(fields)} fields, and the header {len(columns)} columns."
        return Record(line, number, reasons=text)
    if not _is_utf8("".join(fields)):
        return Record(line, number, reasons="The row is not in UTF-8.")
    try:
        command = number_actions.build_command(ImportNumber, _values(cells), policy)
        return Record(line, number, command)
    except Invalid as invalid:
        reasons = "; ".join(field_line(failure) for failure in invalid.failures)
        return Record(line, number, reasons=reasons)


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a row, lists split by spaces. Blank cells are left out."""
    trimmed = {name: text.strip(" \t") for name, text in cells.items()}
    values: dict[str, Any] = {name: text for name, text in trimmed.items() if text}
    return values | {name: values[name].split() for name in LIST_COLUMNS if name in values}


def printable(text: str) -> str:
    """Return *text* for a terminal: shortened, with control characters escaped."""
    short = text if len(text) <= _MAX_PRINTED else f"{text[:_MAX_PRINTED]}…"
    return short if short.isprintable() else ascii(short)
