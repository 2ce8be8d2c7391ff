"""Sources of import jobs: each yields rows as they came, and says how a worker reads them later.

To add a source, yield an `AskedRow` for each number: what `asked` holds is read by `command_of`
when the row's turn comes, so that a row that is not valid fails alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from gateway.database.bulk_job_rows import AskedRow
from gateway.domain.commands import ImportNumber, ImportSource
from gateway.domain.csv_rows import reader
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import FieldFailure, Invalid, InvalidCsv
from gateway.models import JobSource

_CELLS: Final = "cells"  # of a CSV row: texts by column
_VALUES: Final = "values"  # of a request: values by field
_MALFORMED, _UNREAD = "malformed_row", "not_read"
CODES: Final = frozenset({_MALFORMED, _UNREAD})


def source_of(source: ImportSource) -> JobSource:
    """Return which source a command names."""
    if source.rows is not None:
        return JobSource.ROWS
    return JobSource.UPLOAD if source.upload else JobSource.CSV


def rows_of(source: ImportSource, policy: ValidationPolicy) -> list[AskedRow]:
    """Return the rows that a command brings with it: none where they are uploaded.

    Raises `Invalid` where it brings none, or text that is not CSV.
    """
    if source.upload:
        return []
    if source.rows is not None:
        found, name = [_asked(values) for values in source.rows], "rows"
    else:
        found, name = _of_text(source.csv or "", policy), "csv"
    if not found:
        raise Invalid(FieldFailure(("source", name), "empty", "There are no rows."))
    return found


def _asked(values: Mapping[str, Any]) -> AskedRow:
    return AskedRow(str(values.get("number", "")).strip(), {_VALUES: values})


def _of_text(text: str, policy: ValidationPolicy) -> list[AskedRow]:
    try:
        return list(of_csv(text.splitlines(keepends=True), policy))
    except InvalidCsv as invalid:
        failure = FieldFailure(("source", "csv"), invalid.code, invalid.message)
        raise Invalid(failure) from None


def of_csv(lines: Iterable[str], policy: ValidationPolicy) -> Iterator[AskedRow]:
    """Yield the rows of a CSV file. Blank lines are left out. Raises `InvalidCsv`."""
    for row in reader.rows(lines, policy):
        number = row.number.strip()
        if row.cells is not None:
            yield AskedRow(number, {_CELLS: row.cells}, row.line)
        elif not row.is_blank:
            detail = {"code": _UNREAD if row.is_unread else _MALFORMED, "message": row.reason}
            yield AskedRow(number, None, row.line, detail)


def command_of(asked: Mapping[str, Any], policy: ValidationPolicy) -> ImportNumber:
    """Return the import that a row asks for. Raises `Invalid` with all failures."""
    if _CELLS in asked:
        return reader.command_of(asked[_CELLS], policy)
    return ImportNumber.of(asked[_VALUES], policy)
