"""Sources of import jobs: each yields rows as they came, and says how a worker reads them later.

To add a source, yield an `AskedRow` for each number: what `asked` holds is read by `command_of`
when the row's turn comes, so that a row that is not valid fails alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from gateway.connections.origins import Origin
from gateway.database.bulk_job_rows import AskedRow
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import ConnectionSource, ImportSource
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.csv_rows import reader
from gateway.domain.losses import Loss
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import FieldFailure, Invalid, InvalidCsv
from gateway.models.bulk_job import JobSource
from gateway.services.provider_numbers import Candidate, ProviderNumbers

_CELLS: Final = "cells"  # of a CSV row: texts by column
_VALUES: Final = "values"  # of a request: values by field
_ORIGIN: Final = "origin"  # of a number of a connection: its settings there, and what is lost
NOT_READ: Final = "not_read"
_MALFORMED, _UNLISTED = "malformed_row", "not_listed"
CODES: Final = frozenset({_MALFORMED, NOT_READ, _UNLISTED})


def source_of(source: ImportSource) -> JobSource:
    """Return which source a command names."""
    if source.rows is not None:
        return JobSource.ROWS
    if source.connection is not None:
        return JobSource.CONNECTION
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
            detail = {"code": NOT_READ if row.is_unread else _MALFORMED, "message": row.reason}
            yield AskedRow(number, None, row.line, detail)


async def of_connection(
    listed: ProviderNumbers, caller: Caller, source: ConnectionSource
) -> list[AskedRow]:
    """Return the rows of a connection's numbers; one that it does not list has failed.

    Raises `ConnectionNotFound`, and `Invalid` where there are none.
    """
    pages = listed.candidates(
        caller, source.connection_id, source.external_ids, copy_handlers=source.copy_handlers
    )
    found = {c.origin.external_id: c async for page in pages for c in page}
    chosen = [*found] if source.external_ids is None else list(dict.fromkeys(source.external_ids))
    if not chosen:
        text = "The connection lists no number that is new."
        raise Invalid(FieldFailure(("source", "connection"), "empty", text))
    return [_candidate(found[id_]) if id_ in found else _unlisted(id_) for id_ in chosen]


def _candidate(candidate: Candidate) -> AskedRow:
    named = candidate.origin._asdict()
    lost = [loss.to_stored() for loss in candidate.losses]
    origin = {**named, "connection_id": str(named["connection_id"]), "losses": lost}
    return AskedRow(candidate.number, {_VALUES: candidate.asked, _ORIGIN: origin})


def _unlisted(external_id: str) -> AskedRow:
    text = "The connection lists no number with this id that could be imported."
    return AskedRow(external_id, None, detail={"code": _UNLISTED, "message": text})


def origin_of(asked: Mapping[str, Any] | None) -> Origin | None:
    """Return where the number of a row comes from, if that is a connection."""
    stored = (asked or {}).get(_ORIGIN)
    if stored is None:
        return None
    lost = [Loss.restored(loss) for loss in stored["losses"]]
    named: dict[str, Any] = {"connection_id": UUID(stored["connection_id"]), "losses": lost}
    return Origin(**{**stored, **named})


def command_of(asked: Mapping[str, Any], policy: ValidationPolicy) -> ImportNumber:
    """Return the import that a row asks for. Raises `Invalid` with all failures."""
    if _CELLS in asked:
        return reader.command_of(asked[_CELLS], policy)
    return ImportNumber.of(asked[_VALUES], policy)
