"""The service: everything that can happen to a phone number.

Each method is one unit of work. It takes who asks and what they ask for, hands back rows, raises
`gateway.errors`, and knows nothing of GraphQL or HTTP.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Select, Table, func, select

from gateway.commands import Caller, FindNumber, IfExists, ImportNumber, Notice
from gateway.e164 import facts
from gateway.errors import NumberTaken
from gateway.idempotency import Attempt
from gateway.models import LIVE, PhoneNumber
from gateway.paging import Order, Page, Window
from gateway.store import Store, insert

# Rows are read through the table, not through entities: an attribute each, and no bookkeeping.
NUMBERS = cast("Table", PhoneNumber.__table__)  # type: ignore[attr-defined]
NEWEST_FIRST = Order("created_at", NUMBERS.c.created_at, NUMBERS.c.id, descending=True)

# What an import says about a number besides the number itself.
SETTINGS = (
    "number_type",
    "capabilities",
    "name",
    "tags",
    "call_receive_mode",
    "call_handler",
    "message_handler",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """A number that is in the project now."""

    row: PhoneNumber
    notices: Sequence[Notice]
    replayed: bool = False


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class PhoneNumbers:
    """The phone numbers of every project."""

    store: Store
    now: Callable[[], datetime] = _utc_now

    async def import_number(self, caller: Caller, command: ImportNumber) -> Imported:
        """Add the number to the project, once. Raises `NumberTaken`, `IdempotencyConflict`."""
        return await self.store.write(partial(self._import, caller, command))

    async def find(self, caller: Caller, wanted: FindNumber) -> PhoneNumber | None:
        """Return the project's number with this id, or this number's row, or nothing."""
        where = NUMBERS.c.number == wanted.number if wanted.number else NUMBERS.c.id == wanted.id
        return await self.store.read(partial(_first, _live(caller).where(where)))

    async def get_many(self, caller: Caller, ids: Sequence[UUID]) -> Sequence[PhoneNumber | None]:
        """Return a row, or nothing, for each of the *ids*, in their order."""
        query = _live(caller).where(NUMBERS.c.id.in_(ids))
        rows = await self.store.read(partial(_all, query))
        by_id = {row.id: row for row in rows}
        return [by_id.get(number_id) for number_id in ids]

    async def page(self, caller: Caller, window: Window) -> Page:
        """Return a page of the project's numbers, newest first. Raises `InvalidPage`."""
        query = NEWEST_FIRST.select(_live(caller), window)
        return Page.of(await self.store.read(partial(_all, query)), NEWEST_FIRST, window)

    async def count(self, caller: Caller) -> int:
        """Return how many numbers the project has."""
        ids = _live(caller).with_only_columns(func.count())
        return await self.store.read(lambda db: db.execute(ids).scalar_one())

    def _import(self, caller: Caller, command: ImportNumber, db: Connection) -> Imported:
        attempt = Attempt(caller, command, command.idempotency_key, self.now())
        if known := attempt.earlier(db):
            return Imported(_by_id(db, caller, known), command.notices(), replayed=True)
        imported = _insert(db, attempt, command) or _existing(db, caller, command)
        if imported is None:  # it was released between the two looks at it
            return self._import(caller, command, db)
        attempt.remember(db, imported.row.id)
        return imported


def _insert(db: Connection, attempt: Attempt, command: ImportNumber) -> Imported | None:
    """Insert the number unless the unique index has it; no other constraint is forgiven."""
    row = {
        "id": uuid4(),
        "project_id": attempt.caller.project_id,
        "number": command.number,
        "country_code": facts(command.number).country_code,
        "release_protected": False,
        "version": 1,
        "created_at": attempt.at,
        "updated_at": attempt.at,
        **{name: getattr(command, name) for name in SETTINGS},
    }
    taken = {"index_elements": ["project_id", "number"], "index_where": LIVE}
    statement = insert(db)(NUMBERS).on_conflict_do_nothing(**taken).returning(NUMBERS)
    found = db.execute(statement, row).one_or_none()
    return None if found is None else Imported(cast("PhoneNumber", found), command.notices())


def _existing(db: Connection, caller: Caller, command: ImportNumber) -> Imported | None:
    row = _first(_live(caller).where(NUMBERS.c.number == command.number), db)
    if row is None:
        return None
    if command.if_exists is IfExists.RETURN_EXISTING:
        text = "The project had this number already. Nothing was changed."
        return Imported(row, [*command.notices(), Notice(("number",), "number_exists", text)])
    asked = command.model_fields_set.intersection(SETTINGS)
    raise NumberTaken(
        row, [n for n in SETTINGS if n in asked and getattr(row, n) != getattr(command, n)]
    )


def _live(caller: Caller) -> Select[Any]:
    """Select the numbers that the caller's project has; released ones are gone for it."""
    return select(NUMBERS).where(
        NUMBERS.c.project_id == caller.project_id, NUMBERS.c.released_at.is_(None)
    )


def _first(query: Select[Any], db: Connection) -> PhoneNumber | None:
    return cast("PhoneNumber | None", db.execute(query).first())


def _all(query: Select[Any], db: Connection) -> Sequence[PhoneNumber]:
    return cast("Sequence[PhoneNumber]", db.execute(query).all())


def _by_id(db: Connection, caller: Caller, number_id: UUID) -> PhoneNumber:
    """Return the project's row, released or not."""
    found = (NUMBERS.c.project_id == caller.project_id) & (NUMBERS.c.id == number_id)
    return cast("PhoneNumber", db.execute(select(NUMBERS).where(found)).one())
