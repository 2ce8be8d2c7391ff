"""All interleavings of changes, of somebody else's change and of syncs, on the real service.

Actors take turns. A turn goes on until a request has reached the platform, until it was carried out
there, or to the end: between these points nothing of an actor can be seen by another. After each
turn the state is read: the number's row and what it is older than, the platform's record, how far
each actor is, and the answer that it is about to get. What may follow depends on that alone, so
every interleaving is a path through a finite graph of states. `explore` takes every edge of it at
least once, and an edge that is taken again has to lead to the same state: then a step that goes
wrong in any interleaving is an edge that was seen to go wrong.

`bench.interleavings` explores larger cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select

from gateway.assembly import Assembly
from gateway.database.clock import database_now
from gateway.database.events import EVENTS
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from tests.upstream.stepped_platform import OURS, SYNC, THEIRS, Actor, SteppedPlatform

NUMBER: Final = "+14155550123"


class Case(NamedTuple):
    """What happens in any order: our changes one after the other, theirs, and syncs."""

    ours: tuple[str, ...]
    theirs: str
    syncs: int

    def __str__(self) -> str:
        """Return it for people."""
        return f"{'+'.join(self.ours)}, {self.theirs} by others, {self.syncs} syncs"


# One change and one sync: each step of one meets each of the other, and of somebody's change.
SHORT: Final = (
    Case(("update",), "changed", 1),
    Case(("import",), "changed", 1),
    Case(("release",), "changed", 1),
    Case(("update",), "removed", 1),
    Case(("release",), "removed", 1),
)
# What one change or sync left meets another one.
LONG: Final = (
    Case(("update", "update"), "changed", 2),
    Case(("update", "release"), "changed", 2),
    Case(("import", "update"), "changed", 2),
    Case(("import", "release"), "removed", 2),
    Case(("update", "update"), "removed", 2),
    Case(("release", "import"), "changed", 2),
)


class Row(NamedTuple):
    """A row of the number, as far as others may decide by it."""

    name: str | None
    status: str | None
    is_same: bool  # the id is the platform's
    is_released: bool
    is_newer: bool  # than what the sync asks for
    is_changed: bool  # since the sync asked for the number by its id


class State(NamedTuple):
    """All that the next turn of any actor depends on."""

    record: tuple[str | None] | None  # the number's name at the platform; None: it is not there
    rows: tuple["Row", ...]  # the number's, the oldest first
    actors: tuple[str, ...]
    left: tuple[int, ...]  # works of each actor that have not begun


@dataclass
class Violation(Exception):
    """What went wrong, and the turns that led there."""

    what: str
    path: tuple[str, ...]


@dataclass
class World:
    """One run of a case, in a project of its own."""

    assembly: Assembly
    platform: SteppedPlatform
    caller: Caller
    case: Case
    path: list[str] = field(default_factory=list[str])
    sync_asked: datetime | None = None
    seen: dict[UUID, Any] | None = None  # the rows when the sync asked for it by its id
    actors: dict[str, Actor] = field(default_factory=dict[str, Actor])

    def __post_init__(self) -> None:
        """Give each actor its works."""
        ours = [lambda kind=kind, n=n: self._ours(kind, n) for n, kind in enumerate(self.case.ours)]
        syncs = [self._sync] * self.case.syncs
        actors = Actor(OURS, [*ours]), Actor(THEIRS, [self._theirs]), Actor(SYNC, [*syncs])
        self.actors = {actor.name: actor for actor in actors}

    async def turn(self, name: str, before: State) -> State:
        """Give the actor a turn; return the state after it. Raises `Violation`."""
        self.path.append(name)
        await self.actors[name].turn(self.platform)
        if name == SYNC:
            await self._note_sync()
        after = await self.state()
        if name == SYNC and is_right(before) and not is_right(after):
            raise Violation("a sync made a right row wrong", tuple(self.path))
        if after.actors[0] and after.rows[-1].status != "pending":
            raise Violation("an open change is not shown", tuple(self.path))
        return after

    async def finish(self, state: State) -> None:
        """Let all actors end, then a sync that meets none; everything has to be right then."""
        while name := next(enabled(state), None):
            state = await self.turn(name, state)
        self.platform.steps = False
        await self._sync()
        self.platform.steps = True
        state = await self.state()
        if not is_right(state) or any(row.status == "pending" for row in state.rows[-1:]):
            raise Violation(f"the end is wrong: {state}", tuple(self.path))
        await self._check_history()

    async def state(self) -> State:
        """Read it."""
        record = next(iter(self.platform.records.values()), None)
        rows = tuple(self._shown(row, record) for row in await self.rows())
        actors = tuple(self.platform.at.get(name, "") for name in self.actors)
        left = tuple(len(actor.works) for actor in self.actors.values())
        return State((record["name"],) if record else None, rows, actors, left)

    async def rows(self) -> list[Any]:
        """Return the number's rows, the oldest first."""
        query = select(NUMBERS).where(NUMBERS.c.project_id == self.caller.project_id)
        ordered = query.order_by(NUMBERS.c.created_at)
        return await self.assembly.database.read(lambda db: list(db.execute(ordered)))

    def _shown(self, row: Any, record: Any) -> Row:
        asked, confirmed = self.sync_asked, row.confirmed_at
        return Row(
            row.name,
            row.provisioning and row.provisioning.value,
            bool(record) and row.upstream_id == record["id"],
            row.released_at is not None,
            bool(asked and confirmed and confirmed >= asked),
            self.seen is not None and _settled(row) != self.seen.get(row.id),
        )

    async def _note_sync(self) -> None:
        """Note when a sync asked for the list, and the row when it asked for it by its id."""
        where = self.platform.at.get(SYNC, "")
        if where == "GET phone_numbers":
            self.sync_asked = await self.assembly.database.read(database_now)
        elif where == "GET one":
            self.seen = {row.id: _settled(row) for row in await self.rows()}
        elif not where:
            self.sync_asked = self.seen = None

    async def _sync(self) -> None:
        await self.assembly.workers.sync.run_now(self.caller.project_id)

    async def _theirs(self) -> None:
        if self.case.theirs == "removed":
            self.platform.records.clear()
        for record in self.platform.records.values():
            record["name"] = "theirs"

    async def _ours(self, kind: str, place: int) -> None:
        numbers, name = self.assembly.numbers, f"ours {place}"
        if kind == "import":
            asked = {"number": NUMBER, "number_type": "longcode"}
            await numbers.import_number(self.caller, ImportNumber.of(asked, STRICT))
            return
        row = (await self.rows())[-1]
        if kind == "update":
            asked = {"id": row.id, "name": name}
            await numbers.update(self.caller, UpdateNumber.of(asked, STRICT))
        else:
            await numbers.release(self.caller, ReleaseNumber.of({"id": row.id}, STRICT))

    async def _check_history(self) -> None:
        """Check that the events, one after the other, tell each name that the number had."""
        query = select(EVENTS.c.number_id, EVENTS.c.changes).order_by(EVENTS.c.position)
        mine = query.where(EVENTS.c.project_id == self.caller.project_id)
        found = await self.assembly.database.read(lambda db: list(db.execute(mine)))
        for row in await self.rows():
            changes = [c for number_id, made in found for c in made if number_id == row.id]
            names = [(c["before"], c["after"]) for c in changes if c["field"] == "name"]
            told = [None, *(after for _, after in names)]
            if [before for before, _ in names] != told[:-1] or told[-1] != row.name:
                raise Violation(f"the events tell {names}: {row.name}", tuple(self.path))


def _settled(row: Any) -> Any:
    return (row.confirmed_at, row.provisioning)


def is_right(state: State) -> bool:
    """Tell whether the row says what the platform has."""
    live = [row for row in state.rows if not row.is_released]
    if state.record is None:
        return all(row.status == "gone" for row in live)
    return [(row.name, row.is_same) for row in live] == [(*state.record, True)]


def enabled(state: State) -> Iterator[str]:
    """Yield the actors that can have a turn."""
    for name, where, left in zip((OURS, THEIRS, SYNC), state.actors, state.left, strict=True):
        if where or left:
            yield name
