"""A CSV file of numbers: which columns it may have, and how its rows are read.

What is wrong with a row is said with its line, and the rows after it are read all the same.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from gateway.cli import number_actions
from gateway.cli.session import reason
from gateway.domain.commands import ImportNumber
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Failure, Invalid

NEEDED: Final = ("number", "number_type")
LISTS: Final = ("capabilities", "tags")
COLUMNS: Final = (*NEEDED, *LISTS, "name", "call_receive_mode", *number_actions.HANDLERS)
# Bytes that are no UTF-8 become lone surrogates, which no text has: they spoil their row alone.
UNDECODED: Final = "surrogateescape"
_SHOWN: Final = 40


class InvalidCsv(Failure):
    """The file is none that can be imported."""

    code = "not_a_sheet"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


@dataclass(frozen=True, slots=True)
class Record:
    """A row, by the line on which it begins: the command that it is, or why it is none."""

    line: int
    number: str
    command: ImportNumber | None = None
    reasons: str = ""


def opened(file: Path) -> TextIO:
    """Open the file; its bytes may be anything."""
    return file.open(encoding="utf-8-sig", errors=UNDECODED, newline="")


def records(source: TextIO, policy: ValidationPolicy) -> Iterator[Record]:
    """Yield the rows; raise `InvalidCsv` for a file whose columns are not known."""
    reader = csv.reader(source, strict=True)
    columns = _columns(reader)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            text = f"This is not CSV: {exc}. A quote within quotes is written twice."
            yield Record(line, "", reasons=text)
            continue
        if fields:
            yield _record(line, columns, fields, policy)


def _columns(reader: Iterator[list[str]]) -> list[str]:
    """Read the first line."""
    try:
        columns = next(reader)
    except StopIteration:
        raise InvalidCsv("The file is empty.") from None
    except csv.Error as exc:
        raise InvalidCsv(f"The file's first line is not CSV: {exc}.") from None
    if not _is_text("".join(columns)):
        raise InvalidCsv("The file is not in UTF-8.")
    for name in NEEDED:
        if name not in columns:
            raise InvalidCsv(f"The file's first line lacks the column {name}; commas part columns.")
    for name in columns:
        if name not in COLUMNS:
            raise InvalidCsv(f"There is no column {shown(name)}. Columns: {', '.join(COLUMNS)}.")
        if columns.count(name) > 1:
            raise InvalidCsv(f"The file's first line names the column {name} twice.")
    return columns


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _record(
    line: int, columns: Sequence[str], fields: Sequence[str], policy: ValidationPolicy
) -> Record:
    named = dict(zip(columns, fields, strict=False))
    number = named.get("number", "")
    if len(fields) != len(columns):
        text = f"The row has {len(fields)} fields, and the file {len(columns)} columns."
        return Record(line, number, reasons=text)
    if not _is_text("".join(fields)):
        return Record(line, number, reasons="The row is not in UTF-8.")
    try:
        return Record(line, number, number_actions.read(ImportNumber, _asked(named), policy))
    except Invalid as invalid:
        reasons = "; ".join(reason(failure) for failure in invalid.failures)
        return Record(line, number, reasons=reasons)


def _asked(named: Mapping[str, str]) -> dict[str, Any]:
    """Return what a row names; a blank field names nothing."""
    trimmed = {name: text.strip(" \t") for name, text in named.items()}
    asked: dict[str, Any] = {name: text for name, text in trimmed.items() if text}
    return asked | {name: asked[name].split() for name in LISTS if name in asked}


def shown(text: str) -> str:
    """Return *text* for a terminal: cut, and without what would move its cursor."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return cut if cut.isprintable() else ascii(cut)
