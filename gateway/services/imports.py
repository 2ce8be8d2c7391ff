"""Imports inside a transaction: rows are inserted, and the unique index decides what is taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.database import events, phone_numbers
from gateway.domain.caller import Caller
from gateway.domain.commands.base import Notice
from gateway.domain.commands.imports import IfExists, ImportNumber
from gateway.domain.enums import EventType, Scope
from gateway.domain.handler import Handler
from gateway.domain.numbering_plan import metadata_of
from gateway.errors import ChangePending, NumberTaken, UpstreamBusy
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import CommandResult, FieldChange
from gateway.services import open_changes
from gateway.services.open_changes import Lease

# The columns that an import sets from its command, besides the number itself.
IMPORT_FIELDS: Final = tuple(
    name
    for name in ImportNumber.model_fields
    if name not in {"number", "if_exists", "idempotency_key"}
)
ImportOutcome = CommandResult | NumberTaken | UpstreamBusy
OpenedOutcome = ImportOutcome | ChangePending


def insert(
    db: Connection, caller: Caller, command: ImportNumber, now: datetime
) -> PhoneNumber | None:
    """Insert the number's row; return None if the project has the number already."""
    return phone_numbers.insert_number(db, _row(caller, command, now))


def _row(caller: Caller, command: ImportNumber, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "project_id": caller.project_id,
        "number": command.number,
        "country_code": metadata_of(command.number).country_code,
        "release_protected": False,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        **{name: getattr(command, name) for name in IMPORT_FIELDS},
    }


def opened(
    db: Connection,
    caller: Caller,
    command: ImportNumber,
    row: PhoneNumber,
    lease: Lease = None,
) -> CommandResult | PhoneNumber:
    """Open the import of the inserted row at the platform; without one, return the row."""
    if not row.provisioning:
        return row
    result = open_changes.open_import(db, caller, command, row, lease=lease)
    return result or phone_numbers.update_number(db, row, {"provisioning": None})


def made(command: ImportNumber) -> list[FieldChange]:
    """Return what the event of an import says."""
    return events.created((name, getattr(command, name)) for name in IMPORT_FIELDS)


def existing(db: Connection, caller: Caller, command: ImportNumber) -> CommandResult | None:
    """Return the result for a number that the project has already. Raises `NumberTaken`.

    None: another transaction released it after our INSERT.
    """
    row = phone_numbers.find_by_number(db, caller, command.number)
    if row is None:
        return None
    if command.if_exists is IfExists.FAIL:
        reveals = caller.has_scope(Scope.HANDLERS_REVEAL)
        raise NumberTaken(row, differing_fields(row, command, reveals=reveals))
    text = "The project had this number already. Nothing was changed."
    return CommandResult(row, [*command.notices(), Notice(("number",), "number_exists", text)])


def import_all(
    db: Connection, caller: Caller, commands: Sequence[ImportNumber], now: datetime
) -> list[ImportOutcome]:
    """Import several numbers; one that is refused does not stop the others.

    The order of locks avoids deadlocks: numbers ascending, then the event stream. Labels and
    events are written by one statement each, on PostgreSQL the numbers too.
    """
    order = sorted(range(len(commands)), key=lambda index: commands[index].number)
    rows = [_row(caller, commands[index], now) for index in order]
    inserted = dict(zip(order, phone_numbers.insert_numbers(db, rows), strict=True)) if rows else {}
    results: dict[int, CommandResult | UpstreamBusy] = {}
    ours: dict[int, tuple[ImportNumber, PhoneNumber]] = {}
    for index, row in sorted(inserted.items()):
        result = row and _opened(db, caller, commands[index], row)
        if isinstance(result, CommandResult | UpstreamBusy):
            results[index] = result
        elif result is not None:
            ours[index] = commands[index], result
    for index, imported in ours.items():
        results[index] = written(db, caller, *imported)
    return [
        results.get(index) or _taken(db, caller, command, now)
        for index, command in enumerate(commands)
    ]


def import_or_open(
    db: Connection, caller: Caller, commands: Sequence[ImportNumber], now: datetime
) -> list[OpenedOutcome]:
    """Do as `import_all`; what a platform refused or does not have any more is asked for again."""
    results = import_all(db, caller, commands, now)
    pairs = zip(commands, results, strict=True)
    return [_again(db, caller, command, result) for command, result in pairs]


def _again(
    db: Connection, caller: Caller, command: ImportNumber, result: ImportOutcome
) -> OpenedOutcome:
    if not isinstance(result, NumberTaken):
        return result
    try:
        again = open_changes.open_again(db, caller, command, result.existing, lease=None)
    except (ChangePending, UpstreamBusy) as refused:
        return refused
    return again or result


def _opened(
    db: Connection, caller: Caller, command: ImportNumber, row: PhoneNumber
) -> CommandResult | UpstreamBusy | PhoneNumber:
    """Do as `opened`; where too many changes wait for the platform, take the row back."""
    try:
        return opened(db, caller, command, row)
    except UpstreamBusy as busy:
        phone_numbers.delete_number(db, row)
        return busy


class _New(NamedTuple):
    """What labels and events need of a new row: the values of its command, not read from it."""

    id: UUID
    project_id: UUID
    number: str
    tags: Sequence[str]
    call_handler: Handler | None
    message_handler: Handler | None
    created_at: datetime
    updated_at: datetime
    released_at: None = None


def _new(caller: Caller, command: ImportNumber, row: PhoneNumber) -> Any:
    handlers, at = (command.call_handler, command.message_handler), row.created_at
    return _New(row.id, caller.project_id, row.number, command.tags, *handlers, at, at)


def written(
    db: Connection, caller: Caller, command: ImportNumber, row: PhoneNumber
) -> CommandResult:
    """Write the labels and the event of the row that was inserted."""
    new = _new(caller, command, row)
    phone_numbers.write_labels(db, new)
    changes = made(command)
    event = events.enqueue(db, caller, EventType.IMPORTED, new, changes)
    return CommandResult(row, command.notices(), changes, event=event)


def _taken(db: Connection, caller: Caller, command: ImportNumber, now: datetime) -> ImportOutcome:
    try:
        return existing(db, caller, command) or import_all(db, caller, [command], now)[0]
    except NumberTaken as taken:
        return taken


def differing_fields(row: PhoneNumber, command: ImportNumber, *, reveals: bool) -> list[str]:
    """Return the fields that the import sets to another value than the row has.

    Unless the caller may see secrets, which *reveals* says, they are not compared: a difference
    would tell whether a guess was right.
    """

    def shown(value: Any) -> Any:
        return value if reveals or not isinstance(value, Handler) else value.masked()

    names = [name for name in IMPORT_FIELDS if name in command.model_fields_set]
    return [n for n in names if shown(getattr(row, n)) != shown(getattr(command, n))]
