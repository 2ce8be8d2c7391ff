"""The service: everything that can happen to a phone number.

Each method is one unit of work. It takes who asks and what they ask for, demands the scope that
it needs, hands back rows, raises `gateway.errors`, and knows nothing of GraphQL or HTTP.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, func

from gateway.clock import utc_now
from gateway.database import phone_number_filters, phone_numbers
from gateway.database.database import Database, Work
from gateway.database.phone_numbers import NUMBERS, SHOWN
from gateway.domain.caller import Caller
from gateway.domain.commands import (
    EVERYTHING,
    NEWEST_FIRST,
    AmendNumber,
    IfExists,
    ImportNumber,
    Notice,
    NumberFilter,
    NumberOrder,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.domain.e164 import facts
from gateway.domain.enums import EventType, Scope
from gateway.errors import Invalid, NumberNotFound, NumberTaken, ReleaseProtected, VersionConflict
from gateway.models import PhoneNumber
from gateway.models.pagination import Page, Window
from gateway.models.results import Check, Outcome
from gateway.services import events
from gateway.services.idempotency import Attempt

# What an import says about a number besides the number itself.
SETTINGS: Final = tuple(
    name
    for name in ImportNumber.model_fields
    if name not in {"number", "if_exists", "idempotency_key"}
)
# What a change of touches the labels that lists look numbers up by.
LABELED: Final = {"tags", "call_handler", "message_handler", "released_at"}

C = TypeVar("C", ImportNumber, UpdateNumber, AmendNumber, ReleaseNumber)


@dataclass(frozen=True, slots=True)
class PhoneNumbers:
    """The phone numbers of every project."""

    database: Database
    now: Callable[[], datetime] = utc_now

    async def import_number(self, caller: Caller, command: ImportNumber) -> Outcome:
        """Add the number to the project, once. Raises `NumberTaken`, `IdempotencyConflict`."""
        caller.demand(Scope.NUMBERS_WRITE)
        return await self.database.write(self._once(caller, command, self._import))

    async def import_all(
        self, caller: Caller, commands: Sequence[ImportNumber]
    ) -> list[Outcome | NumberTaken]:
        """Add many numbers in one transaction; one that is taken does not stop the others.

        The commands' idempotency keys are not looked at: what is there already, is told.
        """
        caller.demand(Scope.NUMBERS_WRITE)
        return await self.database.write(partial(self._import_all, caller, commands))

    async def update(self, caller: Caller, command: UpdateNumber) -> Outcome:
        """Change what the command names. Raises `NumberNotFound`, `VersionConflict`, `Invalid`."""
        caller.demand(Scope.NUMBERS_WRITE)
        return await self.database.write(self._once(caller, command, self._update))

    async def amend(self, caller: Caller, command: AmendNumber) -> Outcome:
        """Change what the command makes of the row as it is. Raises what `update` raises."""
        caller.demand(Scope.NUMBERS_WRITE)
        return await self.database.write(self._once(caller, command, self._amend))

    async def release(self, caller: Caller, command: ReleaseNumber) -> Outcome:
        """Give the number up. Raises `NumberNotFound`, `VersionConflict`, `ReleaseProtected`."""
        caller.demand(Scope.NUMBERS_WRITE)
        return await self.database.write(self._once(caller, command, self._release))

    async def check_import(self, caller: Caller, read: Callable[[], ImportNumber]) -> Check:
        """Say what an import would do, by its own rules, and write nothing."""
        caller.demand(Scope.NUMBERS_READ)
        try:
            command = read()
        except Invalid as invalid:
            return Check(failures=invalid.failures)
        existing = await self.find(caller, command.number)
        return Check(notices=command.notices(), command=command, existing=existing)

    async def find(
        self, caller: Caller, key: UUID | str, columns: frozenset[str] = SHOWN
    ) -> PhoneNumber | None:
        """Return the row of the project's number with this id, or of this number, or nothing.

        Of a row that is read, only *columns* are there, here and below.
        """
        caller.demand(Scope.NUMBERS_READ)
        query = phone_number_filters.one("id" if isinstance(key, UUID) else "number", columns)
        found = await self.database.fetch(query, {"project": caller.project_id, "key": key})
        return found[0] if found else None

    async def get_many(
        self, caller: Caller, ids: Sequence[UUID], columns: frozenset[str] = SHOWN
    ) -> Sequence[PhoneNumber | None]:
        """Return a row, or nothing, for each of the *ids*, in their order."""
        caller.demand(Scope.NUMBERS_READ)
        columns |= {"id"}
        query = phone_numbers.live(columns).where(NUMBERS.c.id.in_(ids))
        values = {"project": caller.project_id}
        read = partial(phone_numbers.found, query, values, columns=columns)
        found = {row.id: row for row in await self.database.read(read)}
        return [found.get(number_id) for number_id in ids]

    async def page(
        self,
        caller: Caller,
        window: Window,
        wanted: NumberFilter = EVERYTHING,
        ordered: NumberOrder = NEWEST_FIRST,
        columns: frozenset[str] = SHOWN,
    ) -> Page:
        """Return a page of the project's numbers. Raises `InvalidPage`."""
        caller.demand(Scope.NUMBERS_READ)
        if prepared := phone_number_filters.page(wanted, ordered, window.form, columns):
            query, order = prepared
            values = order.values(window) | phone_number_filters.moments(wanted)
            found = await self.database.search(query, values | {"project": caller.project_id})
            return Page.of(found, order, window)
        selected, order = phone_number_filters.listing(wanted, ordered, columns)
        values = order.values(window) | {"project": caller.project_id}
        paged = order.select(selected, window.form)
        read = partial(phone_numbers.found, paged, values, columns=columns | order.names)
        return Page.of(await self.database.scan(read), order, window)

    async def count(self, caller: Caller, wanted: NumberFilter = EVERYTHING) -> int:
        """Return how many numbers the filter finds."""
        caller.demand(Scope.NUMBERS_READ)
        query, _ = phone_number_filters.listing(wanted, NEWEST_FIRST)
        counted = query.with_only_columns(func.count())
        values = {"project": caller.project_id}
        return await self.database.scan(lambda db: db.execute(counted, values).scalar_one())

    # What happens inside the transaction ------------------------------------------------------

    def _once(
        self, caller: Caller, command: C, do: Callable[[Connection, Caller, C], Outcome]
    ) -> Work[Outcome]:
        """Return the work of running the command, or of repeating its earlier answer."""

        def work(db: Connection) -> Outcome:
            attempt = Attempt(caller, command, self.now())
            if earlier := attempt.earlier(db):
                row = phone_numbers.by_id(db, caller, earlier.number_id)
                made = events.changes_at(db, caller, earlier.event_position)
                return Outcome(row, command.notices(), made, replayed=True)
            outcome = do(db, caller, command)
            attempt.remember(db, outcome.row.id, outcome.position)
            return outcome

        return work

    def _import(self, db: Connection, caller: Caller, command: ImportNumber) -> Outcome:
        row = self._insert(db, caller, command)
        return self._record(db, caller, command, row)

    def _import_all(
        self, caller: Caller, commands: Sequence[ImportNumber], db: Connection
    ) -> list[Outcome | NumberTaken]:
        """Insert first, always in one order, and take the stream of events last: no deadlock."""
        order = sorted(range(len(commands)), key=lambda place: commands[place].number)
        inserted = {place: self._insert(db, caller, commands[place]) for place in order}
        outcomes: list[Outcome | NumberTaken] = []
        for place, command in enumerate(commands):
            try:
                outcomes.append(self._record(db, caller, command, inserted[place]))
            except NumberTaken as taken:
                outcomes.append(taken)
        return outcomes

    def _record(
        self, db: Connection, caller: Caller, command: ImportNumber, row: PhoneNumber | None
    ) -> Outcome:
        """Write what follows from the row; without one, the project has the number already."""
        if row is None:
            return self._existing(db, caller, command)
        phone_numbers.label(db, row)
        made = events.changes({}, {name: getattr(row, name) for name in SETTINGS})
        position = events.append(db, caller, EventType.IMPORTED, row, made)
        return Outcome(row, command.notices(), made, position)

    def _insert(self, db: Connection, caller: Caller, command: ImportNumber) -> PhoneNumber | None:
        """Insert the number unless the project has it."""
        now = self.now()
        row = {
            "id": uuid4(),
            "project_id": caller.project_id,
            "number": command.number,
            "country_code": facts(command.number).country_code,
            "release_protected": False,
            "version": 1,
            "created_at": now,
            "updated_at": now,
            **{name: getattr(command, name) for name in SETTINGS},
        }
        return phone_numbers.inserted(db, row)

    def _existing(self, db: Connection, caller: Caller, command: ImportNumber) -> Outcome:
        row = phone_numbers.by_number(db, caller, command.number)
        if row is None:  # it was released between the two looks at it
            return self._import(db, caller, command)
        if command.if_exists is IfExists.FAIL:
            raise NumberTaken(row, differences(row, command))
        text = "The project had this number already. Nothing was changed."
        return Outcome(row, [*command.notices(), Notice(("number",), "number_exists", text)])

    def _amend(self, db: Connection, caller: Caller, command: AmendNumber) -> Outcome:
        return self._update(db, caller, command.update(_locked(db, caller, command)))

    def _update(self, db: Connection, caller: Caller, command: UpdateNumber) -> Outcome:
        row = _locked(db, caller, command)
        command.check(row.capabilities)
        patch = command.patch()
        made = events.changes({name: getattr(row, name) for name in patch}, patch)
        if not made:
            return Outcome(row, command.notices())
        written = self._write(db, row, patch)
        position = events.append(db, caller, EventType.UPDATED, written, made)
        return Outcome(written, command.notices(), made, position)

    def _release(self, db: Connection, caller: Caller, command: ReleaseNumber) -> Outcome:
        row = _locked(db, caller, command)
        if row.release_protected:
            raise ReleaseProtected
        written = self._write(db, row, {"released_at": self.now()})
        position = events.append(db, caller, EventType.RELEASED, written, [])
        return Outcome(written, position=position)

    def _write(self, db: Connection, row: PhoneNumber, values: Mapping[str, Any]) -> PhoneNumber:
        """Write *values* over the row that is held, as its next version."""
        changed = {**values, "version": row.version + 1, "updated_at": self.now()}
        written = phone_numbers.updated(db, row, changed)
        if not LABELED.isdisjoint(values):
            phone_numbers.label(db, written, again=True)
        return written


def _locked(
    db: Connection, caller: Caller, command: UpdateNumber | AmendNumber | ReleaseNumber
) -> PhoneNumber:
    """Return the row, held until the transaction ends."""
    row = phone_numbers.locked(db, caller, command.id)
    if row is None:
        raise NumberNotFound(command.id)
    if command.expected_version is not None and command.expected_version != row.version:
        raise VersionConflict(command.expected_version, row)
    return row


def differences(row: PhoneNumber, command: ImportNumber) -> list[str]:
    """Return the settings that the import names and the row has other values of."""
    asked = command.model_fields_set
    return [n for n in SETTINGS if n in asked and getattr(row, n) != getattr(command, n)]
