"""CSV parser: reads rows of numbers from a file, and builds an import command of each.

Every line of the file is accounted for. A row that is invalid is reported with its line, and the
rows after it are still read. A quote that is not closed ends the reading: what follows it could be
part of a cell or a row, and each of those lines is reported as not read.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from gateway.domain import flat_record
from gateway.domain.commands.base import Command
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.csv_rows import handler_text
from gateway.domain.csv_rows.header import HANDLER_COLUMNS, LIST_COLUMNS, columns_of
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import FieldFailure, Invalid, InvalidCsv

# Bytes that are not UTF-8 become lone surrogates, so that only their own row is invalid.
DECODE_ERRORS: Final = "surrogateescape"
_LIST_SEPARATORS: Final = re.compile(r"[\s,;|]+")  # no tag and no capability contains one
_UNCLOSED: Final = (
    "A quote in this row is not closed, so the rows after it were not read. Close it, or write a "
    "quote within quotes twice, and import the file again."
)
_EXPORT: Final = "Export it again as UTF-8, which spreadsheets call CSV UTF-8."
_PART: Final = "This line is part of the row that begins in line {}."

C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the line on which it begins.

    ``cells`` has its texts by column, without those that are empty. None: the row is no CSV, was
    not read, or is blank, and ``reason`` says why.
    """

    line: int
    number: str
    cells: Mapping[str, str] | None = None
    reason: str = ""
    is_unread: bool = False
    is_blank: bool = False


def open_csv(file: Path) -> TextIO:
    """Open the file; bytes that are not UTF-8 raise no error."""
    return file.open(encoding="utf-8-sig", errors=DECODE_ERRORS, newline="")


class _Lines:
    """The lines of a file, and those of the row that is being read."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source = iter(source)
        self.count = 0
        self.of_row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._source)
        self.count += 1
        self.of_row.append(line)
        return line


def rows(source: Iterable[str], policy: ValidationPolicy) -> Iterator[Row]:
    """Yield the rows. Raises `InvalidCsv` for an invalid header.

    A row of several lines that is not valid may be the mistake of a quote, so that its further
    lines are reported as not read.
    """
    lines = _Lines(source)
    reader = csv.reader(lines, strict=True)
    columns = _read_header(reader)
    while True:
        lines.of_row = []
        start = lines.count + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            yield from _malformed(start, lines, columns, exc)
            continue
        row = _row(start, columns, fields)
        yield row
        if len(lines.of_row) > 1 and not _is_valid(row, policy):
            yield from _unread(start + 1, lines.of_row[1:], columns, _PART.format(start))


def command_of(cells: Mapping[str, str], policy: ValidationPolicy, **more: object) -> ImportNumber:
    """Return the import that a row asks for. Raises `Invalid` with all failures."""
    return build_command(ImportNumber, {**_values(cells), **more}, policy)


def build_command(
    command_class: type[C], arguments: Mapping[str, Any], policy: ValidationPolicy
) -> C:
    """Build a command from texts. Raises `Invalid` with all failures."""
    values, failures = flat_record.read_choices(arguments), list[FieldFailure]()
    for name in HANDLER_COLUMNS:
        if isinstance(text := values.get(name), str):
            try:
                values[name] = handler_text.parse(text)
            except ValueError as exc:
                failures.append(FieldFailure((name,), "unreadable", str(exc)))
                del values[name]
    try:
        command = command_class.of(values, policy)
    except Invalid as invalid:
        raise Invalid(*failures, *invalid.all_failures) from None
    if failures:
        raise Invalid(*failures)
    return command


def _is_valid(row: Row, policy: ValidationPolicy) -> bool:
    if row.cells is None:
        return row.is_blank
    try:
        command_of(row.cells, policy)
    except Invalid:
        return False
    return True


def _malformed(
    start: int, lines: _Lines, columns: Sequence[str], error: csv.Error
) -> Iterator[Row]:
    """Yield the row that is not CSV and, if its quote is not closed, all that follows it."""
    first, *others = lines.of_row
    is_closed = not others and "unexpected end" not in str(error)
    text = f"Malformed CSV: {error}. Write a quote within quotes twice." if is_closed else _UNCLOSED
    yield Row(start, _raw_number(first, columns), reason=text)
    if not is_closed:
        lines.of_row = []
        yield from _unread(start + 1, others, columns, "")
        yield from _unread(lines.count + 1, lines, columns, "")


def _unread(start: int, lines: Iterable[str], columns: Sequence[str], reason: str) -> Iterator[Row]:
    for line, text in enumerate(lines, start):
        if text.strip():
            number = _raw_number(text, columns)
            yield Row(line, number, reason=reason, is_unread=True)


def _raw_number(text: str, columns: Sequence[str]) -> str:
    """Return the number of a line that is not read as CSV, as far as its commas tell."""
    cells = dict(zip(columns, text.rstrip("\r\n").split(","), strict=False))
    return cells.get("number", "")


def _read_header(reader: Iterator[list[str]]) -> list[str]:
    """Return the columns of the first line. Raises `InvalidCsv`."""
    try:
        cells = next(reader)
    except StopIteration:
        raise InvalidCsv("The file is empty.") from None
    except csv.Error as exc:
        raise InvalidCsv(f"The header is malformed CSV: {exc}.") from None
    if not _is_utf8("".join(cells)):
        raise InvalidCsv(f"The file is not in UTF-8. {_EXPORT}")
    return columns_of(cells)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _row(line: int, columns: Sequence[str], fields: Sequence[str]) -> Row:
    trimmed = [field.strip(" \t") for field in fields]
    if not any(map(str.strip, trimmed)):
        return Row(line, "", is_blank=True)
    number = dict(zip(columns, fields, strict=False)).get("number", "")
    if reason := _misfit(columns, trimmed):
        return Row(line, number, reason=reason)
    cells = {name: text for name, text in zip(columns, trimmed, strict=False) if name and text}
    return Row(line, number, cells)


def _misfit(columns: Sequence[str], fields: Sequence[str]) -> str:
    """Return why the fields are not cells of the columns. Blank fields need no column."""
    if not _is_utf8("".join(fields)):
        return f"The row is not in UTF-8. {_EXPORT}"
    named = max((place for place, name in enumerate(columns, 1) if name), default=0)
    if len(fields) < named:
        return f"The header has {named} columns, and this row only {len(fields)}."
    extra = (
        place
        for place, (name, text) in enumerate(zip_longest(columns, fields, fillvalue=""), 1)
        if text and not name
    )
    place = next(extra, None)
    return f"Column {place} has no name in the header, and a value in this row." if place else ""


def _values(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a row, with its lists split."""
    lists = {n: _LIST_SEPARATORS.split(cells[n].strip()) for n in LIST_COLUMNS if n in cells}
    return {**cells, **lists}
