"""Rows of import jobs: validated outside of the transaction, then imported or compared in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from sqlalchemy import Connection, select

from gateway.connections import origins
from gateway.database.bulk_job_rows import Settled
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, fetch_rows, row_shape
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import IfExists, ImportNumber
from gateway.domain.enums import RowFate
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Invalid, NumberTaken, Rejected, UpstreamBusy
from gateway.models.bulk_job import BulkJob, BulkJobRow
from gateway.models.results import CommandResult
from gateway.services import imports, open_changes
from gateway.services.bulk_jobs import fates, sources
from gateway.services.imports import ImportOutcome


class PreparedImport(NamedTuple):
    """A row with its command; without one, it has its fate already."""

    row: BulkJobRow
    command: ImportNumber | None
    settled: Settled | None


def prepare(row: BulkJobRow, policy: ValidationPolicy) -> PreparedImport:
    """Validate a row."""
    if row.asked is None:
        return PreparedImport(row, None, fates.kept(row))
    try:
        return PreparedImport(row, sources.command_of(row.asked, policy), None)
    except Invalid as invalid:
        return PreparedImport(row, None, fates.failed(row, invalid))


def settle(
    db: Connection,
    caller: Caller,
    job: BulkJob,
    prepared: Sequence[PreparedImport],
    now: datetime,
) -> list[Settled]:
    """Import the rows that are valid; return the fate of every row."""
    asked = [(p.row, p.command) for p in prepared if p.command]
    results = imports.import_all(db, caller, [command for _, command in asked], now)
    done = [
        _fate(db, caller, job, row, command, result)
        for (row, command), result in zip(asked, results, strict=True)
    ]
    _record_origins(db, caller, asked, done)
    settled = [*(p.settled for p in prepared if p.settled), *done]
    return _with_losses(prepared, settled)


def _record_origins(
    db: Connection,
    caller: Caller,
    asked: Sequence[tuple[BulkJobRow, ImportNumber]],
    done: Sequence[Settled],
) -> None:
    """Note where the numbers came from that this job imported, or asked a platform for."""
    for (row, _), settled in zip(asked, done, strict=True):
        origin = sources.origin_of(row.asked)
        if origin and settled.number_id and settled.fate in _IMPORTED:
            origins.record(db, caller.project_id, settled.number_id, origin)


def _with_losses(prepared: Sequence[PreparedImport], settled: Sequence[Settled]) -> list[Settled]:
    """Keep with the fates of rows what of a provider's settings does not come along."""
    found = {p.row.place: sources.origin_of(p.row.asked) for p in prepared}
    lost = {place: [x.to_stored() for x in o.losses] for place, o in found.items() if o}
    return [
        s._replace(detail={**(s.detail or {}), "losses": lost[s.place]}) if lost.get(s.place) else s
        for s in settled
    ]


_IMPORTED: Final = {RowFate.IMPORTED, RowFate.PENDING}


def _fate(  # noqa: PLR0913, PLR0917  # what the fate depends on
    db: Connection,
    caller: Caller,
    job: BulkJob,
    row: BulkJobRow,
    command: ImportNumber,
    result: ImportOutcome,
) -> Settled:
    if isinstance(result, UpstreamBusy):
        raise result  # the chunk is done later, as a whole
    if isinstance(result, CommandResult):
        return fates.succeeded(row, RowFate.IMPORTED, result)
    try:
        again = open_changes.open_again(db, caller, command, result.existing, lease=None)
    except UpstreamBusy:
        raise
    except Rejected as rejected:
        return fates.failed(row, rejected, result.existing.id)
    if again:
        return fates.succeeded(row, RowFate.IMPORTED, again)
    return _taken(job, row, result)


def _taken(job: BulkJob, row: BulkJobRow, taken: NumberTaken) -> Settled:
    if job.if_exists is IfExists.FAIL:
        return fates.failed(row, taken, taken.existing.id)
    return fates.compared(row, taken.existing.id, taken.differs)


def check(
    db: Connection,
    caller: Caller,
    job: BulkJob,
    earlier: Sequence[PreparedImport],
    prepared: Sequence[PreparedImport],
) -> list[Settled]:
    """Return what the fate of every row would be: nothing is imported.

    A number that an *earlier* row of the job names counts as one that the project has.
    """
    known: dict[str, Any] = {}
    for command in (p.command for p in earlier if p.command):
        known.setdefault(command.number, command)
    known |= _existing(db, caller, [p.row.number for p in prepared if p.command])
    return _with_losses(prepared, [p.settled or _would_be(job, p, known) for p in prepared])


def _existing(db: Connection, caller: Caller, numbers: Sequence[str]) -> dict[str, Any]:
    query = select(*row_shape(ALL_COLUMNS).selected).where(
        NUMBERS.c.project_id == caller.project_id,
        NUMBERS.c.number.in_(numbers),
        NUMBERS.c.released_at.is_(None),
    )
    return {row.number: row for row in fetch_rows(query, {}, db, ALL_COLUMNS)}


def _would_be(job: BulkJob, prepared: PreparedImport, known: dict[str, Any]) -> Settled:
    """Return the fate of a valid row, and remember its number for the rows behind it."""
    command = cast("ImportNumber", prepared.command)
    existing = known.setdefault(command.number, command)
    if existing is command:
        return Settled(prepared.row.place, RowFate.IMPORTED)
    number_id = getattr(existing, "id", None)
    taken = NumberTaken(existing, imports.differing_fields(existing, command, reveals=job.reveals))
    if job.if_exists is IfExists.FAIL:
        return fates.failed(prepared.row, taken, number_id)
    return fates.compared(prepared.row, number_id, taken.differs)
