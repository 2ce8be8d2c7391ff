"""A page of the platform's list, written over the rows that it is newer than."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, bindparam, select, update

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, fetch_rows
from gateway.domain import platform_record
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import EventType, ProvisioningStatus
from gateway.domain.numbering_plan import metadata_of
from gateway.domain.platform_record import E911
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange

Record = Mapping[str, Any]

_E164: Final = re.compile(r"\+[1-9][0-9]{4,14}")
_IMPORTED: Final = tuple(
    name
    for name in ImportNumber.model_fields
    if name not in {"number", "if_exists", "idempotency_key"}
)


@dataclass(slots=True)
class Counts:
    """What a walk found: numbers that were looked at, changed there, only there, or gone.

    ``unreadable`` counts records that were looked at and say of no number that can be kept.
    """

    seen: int = 0
    changed: int = 0
    found: int = 0
    gone: int = 0
    unreadable: int = 0
    code: str | None = None  # why it stopped

    def __add__(self, other: "Counts") -> "Counts":
        """Return the sum of two."""
        return Counts(
            self.seen + other.seen,
            self.changed + other.changed,
            self.found + other.found,
            self.gone + other.gone,
            self.unreadable + other.unreadable,
            self.code or other.code,
        )


def write_page(
    db: Connection, caller: Caller, page: Sequence[Record], asked_at: datetime
) -> Counts:
    """Write what a page, which was asked for at *asked_at*, says of the project's numbers."""
    return _Writer(db, caller, asked_at).write(page)


class _Writer:
    """Writes one page in one transaction."""

    def __init__(self, db: Connection, caller: Caller, asked_at: datetime) -> None:
        """Write what was read no earlier than *asked_at*, by the database's clock."""
        self._db, self._caller, self._asked_at = db, caller, asked_at
        self._now, self._counts = database_now(db), Counts()
        self._same: list[PhoneNumber] = []

    def write(self, page: Sequence[Record]) -> Counts:
        """Write the records by number, so that two transactions lock rows in one order."""
        records = sorted(_readable(page), key=lambda r: r["number"])
        rows = self._rows(records)
        by_id = {row.upstream_id: row for row in rows if row.upstream_id}
        by_number = {row.number: row for row in rows}
        late = self._released_later([r for r in records if r["id"] not in by_id])
        self._counts.seen, self._counts.unreadable = len(page), len(page) - len(records)
        for record in records:
            row = by_id.get(record["id"]) or by_number.get(record["number"])
            if row is not None:
                self._compare(row, record)
            elif record["id"] not in late:
                self._adopt(record)
        self._confirm()
        return self._counts

    def _rows(self, records: Sequence[Record]) -> list[PhoneNumber]:
        """Return the live rows that the records may be about, locked."""
        ids, numbers = [r["id"] for r in records], [r["number"] for r in records]
        named = NUMBERS.c.upstream_id.in_(ids) | NUMBERS.c.number.in_(numbers)
        query = phone_numbers.select_live(ALL_COLUMNS).where(named).order_by(NUMBERS.c.number)
        values = {"project": self._caller.project_id}
        return fetch_rows(query.with_for_update(), values, self._db, ALL_COLUMNS)

    def _released_later(self, unknown: Sequence[Record]) -> set[str]:
        """Return the ids of numbers that were released after the page was asked for."""
        query = select(NUMBERS.c.upstream_id).where(
            NUMBERS.c.project_id == self._caller.project_id,
            NUMBERS.c.upstream_id.in_([record["id"] for record in unknown]),
            NUMBERS.c.released_at.is_not(None),
            NUMBERS.c.confirmed_at >= self._asked_at,
        )
        return {id_ for (id_,) in self._db.execute(query)}

    def _compare(self, row: PhoneNumber, record: Record) -> None:
        if not self._is_newer_than(row, record):
            return
        columns = _columns(row, record)
        before = {name: getattr(row, name) for name in columns}
        status = _status(row)
        if before == columns and status is row.provisioning:
            self._same.append(row)
            return
        self._write(row, columns | {"provisioning": status}, events.diff(before, columns))

    def _is_newer_than(self, row: PhoneNumber, record: Record) -> bool:
        """Tell whether the record may be written over the row."""
        if row.upstream_id is None:  # an import that is under way finds the number itself
            return row.provisioning is not ProvisioningStatus.PENDING
        if row.upstream_id != record["id"] and row.provisioning is not ProvisioningStatus.GONE:
            return False  # the platform has the number twice, and the row is the other one
        return row.confirmed_at is None or row.confirmed_at < self._asked_at

    def _write(self, row: PhoneNumber, columns: Record, made: Sequence[FieldChange]) -> None:
        """Write the row's next version, and an event for what differs."""
        values = {**columns, "confirmed_at": self._now}
        written = phone_numbers.write_version(self._db, row, values, self._now)
        visible = [change for change in made if change.field != "upstream_id"]
        if columns["provisioning"] is not row.provisioning:
            status = FieldChange("provisioning", row.provisioning, columns["provisioning"])
            events.append(self._db, self._caller, EventType.OTHER, written, [status])
        for type_, changes in _by_type(visible):
            events.append(self._db, self._caller, type_, written, changes)
        self._counts.changed += bool(visible)

    def _adopt(self, record: Record) -> None:
        """Insert a number that only the platform has."""
        columns = platform_record.read(record, {}) | {"upstream_id": record["id"]}
        new: dict[str, Any] = {
            "id": uuid4(),
            "project_id": self._caller.project_id,
            "number": record["number"],
            "country_code": metadata_of(record["number"]).country_code,
            "tags": [],
            "release_protected": False,
            "version": 1,
            "created_at": self._now,
            "updated_at": self._now,
            "confirmed_at": self._now,
            **columns,
        }
        row = phone_numbers.insert_number(self._db, new)
        if row is not None:  # it was not imported meanwhile
            active = {"provisioning": ProvisioningStatus.ACTIVE}
            row = phone_numbers.update_number(self._db, row, active)
            phone_numbers.write_labels(self._db, row)
            made = events.diff({}, {name: getattr(row, name) for name in _IMPORTED})
            events.append(self._db, self._caller, EventType.IMPORTED, row, made)
            self._counts.found += 1

    def _confirm(self) -> None:
        """Note of the rows that are as the platform has them that it said so."""
        if self._same:
            statement = update(NUMBERS).where(NUMBERS.c.id == bindparam("row"))
            confirmed = statement.values(confirmed_at=self._now)
            self._db.execute(confirmed, [{"row": row.id} for row in self._same])


def _readable(page: Sequence[Record]) -> list[Record]:
    """Return the records that name a number and an id; of two with one id, the first."""
    named = {record["id"]: record for record in reversed(page) if _is_readable(record)}
    return [*named.values()]


def _is_readable(record: Record) -> bool:
    number = record.get("number")
    if not isinstance(number, str) or not platform_record.can_keep_id(record.get("id")):
        return False
    return _E164.fullmatch(number) is not None


def _columns(row: PhoneNumber, record: Record) -> dict[str, Any]:
    known = {name: getattr(row, name) for name in _IMPORTED}
    return platform_record.read(record, known) | {"upstream_id": record["id"]}


def _status(row: PhoneNumber) -> ProvisioningStatus:
    """Return the row's status after the platform was seen to have it."""
    unsettled = {ProvisioningStatus.PENDING, ProvisioningStatus.FAILED}
    known = row.upstream_id is not None and row.provisioning in unsettled
    return row.provisioning if known and row.provisioning else ProvisioningStatus.ACTIVE


def _by_type(made: Sequence[FieldChange]) -> Iterator[tuple[EventType, list[FieldChange]]]:
    """Yield the changes by the type of their event: the emergency address has its own."""
    for type_, of_e911 in ((EventType.DRIFT_DETECTED, False), (EventType.E911_CHANGED, True)):
        if changes := [change for change in made if (change.field in E911) is of_e911]:
            yield type_, changes
