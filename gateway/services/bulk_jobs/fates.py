"""Fates of rows: what a result or a failure means for a row, and what is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from gateway.database.bulk_job_rows import Settled
from gateway.domain.enums import RowFate
from gateway.errors import Failure, Invalid, NumberTaken
from gateway.models.bulk_job import BulkJobRow
from gateway.models.results import CommandResult


def succeeded(row: BulkJobRow, fate: RowFate, result: CommandResult) -> Settled:
    """Return the fate of a row that was written, or is on its way to the platform."""
    if result.change:
        return Settled(row.place, RowFate.PENDING, result.row.id, result.change.id)
    return Settled(row.place, fate, result.row.id)


def failed(row: BulkJobRow, failure: Failure, number_id: Any = None) -> Settled:
    """Return the fate of a row that was refused."""
    known = number_id or row.number_id
    return Settled(row.place, RowFate.FAILED, known, detail=detail_of(failure))


def detail_of(failure: Failure) -> dict[str, Any]:
    """Return what is kept of a failure."""
    kept: dict[str, Any] = {"code": failure.code, "message": failure.message}
    if isinstance(failure, Invalid):
        kept["failures"] = [asdict(f) for f in failure.failures]
    if isinstance(failure, NumberTaken):
        kept["differs"] = failure.differs
    return kept


def compared(row: BulkJobRow, number_id: Any, differs: Sequence[str]) -> Settled:
    """Return the fate of a row whose number the project has already."""
    fate = RowFate.DIFFERS if differs else RowFate.UNCHANGED
    detail: Mapping[str, Any] | None = {"differs": [*differs]} if differs else None
    return Settled(row.place, fate, number_id, detail=detail)


def kept(row: BulkJobRow) -> Settled:
    """Return the fate of a row that had it before its chunk was claimed."""
    return Settled(row.place, row.fate, row.number_id, row.change_id, row.detail)
