"""Rows of update jobs: the changes are computed from the number as it was when the job started.

A number that has another version by then is left alone, and its row fails.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from gateway.database.bulk_job_rows import Settled
from gateway.database.phone_numbers import NUMBERS
from gateway.domain import urls
from gateway.domain.caller import Caller
from gateway.domain.commands.bulk_jobs import HostReplacement, NumberPatch
from gateway.domain.commands.changes import UpdateNumber
from gateway.domain.commands.number_fields import MAX_TAGS
from gateway.domain.enums import RowFate
from gateway.domain.handler import Handler
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import (
    Failure,
    FieldFailure,
    Invalid,
    NumberNotFound,
    Unavailable,
    UpstreamBusy,
    VersionConflict,
)
from gateway.models.bulk_job import BulkJobRow
from gateway.models.phone_number import PhoneNumber
from gateway.services.bulk_jobs import fates
from gateway.services.phone_numbers import PhoneNumbers

_HANDLERS = ("call_handler", "message_handler")


class PreparedUpdate(NamedTuple):
    """A row with its command; without one, it has its fate already."""

    row: BulkJobRow
    command: UpdateNumber | None
    settled: Settled | None


def prepare(
    row: BulkJobRow, number: PhoneNumber | None, patch: NumberPatch, policy: ValidationPolicy
) -> PreparedUpdate:
    """Make the update of a number, or say why there is none."""
    try:
        command = _command(row, number, patch, policy)
    except Failure as failure:
        return PreparedUpdate(row, None, fates.failed(row, failure))
    if command is None:
        return PreparedUpdate(row, None, Settled(row.place, RowFate.UNCHANGED, row.number_id))
    return PreparedUpdate(row, command, None)


def _command(
    row: BulkJobRow, number: PhoneNumber | None, patch: NumberPatch, policy: ValidationPolicy
) -> UpdateNumber | None:
    if number is None:
        raise NumberNotFound(row.number_id or UUID(int=0))
    if row.version is not None and number.version != row.version:
        raise VersionConflict(row.version, number)
    values = _values(number, patch)
    if not values:
        return None
    command = UpdateNumber.of(
        {"id": number.id, "expected_version": number.version, **values}, policy
    )
    command.check(number.capabilities)
    return command


def _values(number: PhoneNumber, patch: NumberPatch) -> dict[str, Any]:
    """Return the fields that get another value."""
    values: dict[str, Any] = {}
    given = patch.model_fields_set
    for name in _HANDLERS:
        present: Handler | None = getattr(number, name)
        if name in given:
            values[name] = _one_of(getattr(patch, name))
        elif present and patch.replace_url_host:
            values |= _with_host(name, present, patch.replace_url_host)
    tags = _tags(number.tags, patch)
    if tags != number.tags:
        values["tags"] = tags
    if patch.release_protected is not None:
        values["release_protected"] = patch.release_protected
    return {n: v for n, v in values.items() if not _is_same(number, n, v)}


def _is_same(number: PhoneNumber, name: str, value: Any) -> bool:
    present = getattr(number, name)
    return bool((_one_of(present) if name in _HANDLERS else present) == value)


def _one_of(handler: Handler | None) -> dict[str, Any] | None:
    """Return a handler as an input has it: its settings by its kind."""
    if handler is None:
        return None
    settings = handler.to_stored()
    return {settings.pop("kind"): settings}


def _with_host(name: str, handler: Handler, replaced: HostReplacement) -> dict[str, Any]:
    changed = {
        setting: urls.with_host(url, replaced.new)
        for setting, url in handler.urls().items()
        if urls.host(url) == replaced.old
    }
    settings = {**handler.to_stored(), **changed}
    return {name: {settings.pop("kind"): settings}} if changed else {}


def _tags(present: Sequence[str], patch: NumberPatch) -> list[str]:
    left = [tag for tag in present if tag not in patch.remove_tags]
    tags = [*left, *(tag for tag in patch.add_tags if tag not in left)]
    if len(tags) > MAX_TAGS:
        text = f"The number would have {len(tags)} tags; at most {MAX_TAGS} are allowed."
        raise Invalid(FieldFailure(("tags",), "too_long", text))
    return tags


def settle(
    db: Connection, caller: Caller, numbers: PhoneNumbers, prepared: Sequence[PreparedUpdate]
) -> list[Settled]:
    """Update the numbers; return the fate of every row.

    All numbers are locked before the first is written, in the order of all batches: no deadlock.
    """
    ids = [p.command.id for p in prepared if p.command]
    locked = select(NUMBERS.c.id).where(NUMBERS.c.id.in_(ids)).order_by(NUMBERS.c.number)
    db.execute(locked.with_for_update())
    return [p.settled or _updated(db, caller, numbers, p) for p in prepared]


def _updated(
    db: Connection, caller: Caller, numbers: PhoneNumbers, prepared: PreparedUpdate
) -> Settled:
    row, command = prepared.row, prepared.command
    if command is None:
        return fates.kept(row)
    try:
        result = numbers.update_within(caller, command, db)
    except (UpstreamBusy, Unavailable):
        raise
    except Failure as failure:
        return fates.failed(row, failure)
    fate = RowFate.UPDATED if result.changes or result.change else RowFate.UNCHANGED
    return fates.succeeded(row, fate, result)


def check(prepared: Sequence[PreparedUpdate]) -> list[Settled]:
    """Return what the fate of every row would be: nothing is changed."""
    return [p.settled or Settled(p.row.place, RowFate.UPDATED, p.row.number_id) for p in prepared]
