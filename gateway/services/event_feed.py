"""Event feed: streams of the events of a project, from a cursor on, none missed and none twice.

A stream is a position in the event log, so its follower may resume anywhere, and nothing is queued
for one that reads slowly. The newest events of a followed project are read once and kept in memory
for a while; a stream that is further behind reads pages of its own.
"""

import asyncio
from collections import deque
from collections.abc import Collection, Sequence
from time import monotonic
from typing import Final
from uuid import UUID

from gateway.concurrency import scan_budget
from gateway.database.events import EVENT_ORDER
from gateway.domain.caller import Caller
from gateway.domain.commands.listing import FollowEvents
from gateway.domain.enums import Scope
from gateway.errors import Failure, Unavailable
from gateway.models.event import PhoneNumberEvent
from gateway.observability.loggers import Logger
from gateway.services.events import Events
from gateway.services.wakeups import LOOK_SECONDS, Wakeups

_PAGE: Final = 100  # events that are read at a time
_MAX_KEPT: Final = 1_000  # events of a project in memory
_KEPT_SECONDS: Final = 10.0
_log = Logger("numbergate.events")


class Tail:
    """The newest events of a followed project. Positions have no gaps, so they are indexes."""

    def __init__(self, start: int) -> None:
        """Start after the position *start*."""
        self.followers, self._start = 0, start
        self._rows, self._kept_since = list[PhoneNumberEvent](), deque[tuple[float, int]]()
        self._grown = asyncio.Event()

    @property
    def end(self) -> int:
        """The position of the last event that was read."""
        return self._start + len(self._rows)

    def after(self, position: int) -> Sequence[PhoneNumberEvent] | None:
        """Return some of the events after *position*; None if they are not in memory any more."""
        index = position - self._start
        return None if index < 0 else self._rows[index : index + _PAGE]

    def extend(self, rows: Sequence[PhoneNumberEvent]) -> None:
        """Add the next events, and wake the streams that wait for them."""
        self._rows += rows
        self._kept_since.append((monotonic(), self.end))
        self._drop(self.end - _MAX_KEPT)
        self._grown.set()
        self._grown.clear()

    def forget_old(self) -> None:
        """Drop the events that have been in memory for some seconds."""
        until = monotonic() - _KEPT_SECONDS
        while self._kept_since and self._kept_since[0][0] < until:
            self._drop(self._kept_since.popleft()[1])

    async def wait(self) -> None:
        """Wait for more events."""
        await self._grown.wait()

    def _drop(self, position: int) -> None:
        """Drop the events up to *position*."""
        if (count := position - self._start) > 0:
            del self._rows[:count]
            self._start += count


class EventFeed:
    """The event streams of this process, and one task that reads what they follow."""

    def __init__(self, events: Events, wakeups: Wakeups) -> None:
        """Read *events* when *wakeups* notify of more."""
        self._events, self._wakeups = events, wakeups
        self._tails: dict[UUID, Tail] = {}
        self._joining = 0
        self._to_read: set[UUID] | None = set()  # None: find out which projects have more
        self._woken = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    async def follow(
        self, caller: Caller, wanted: FollowEvents, after: str | None
    ) -> "EventStream":
        """Return the stream of events after a cursor; without one, of those from now on.

        Close it after use. Raises `Forbidden`, `InvalidPage`, `Unavailable`.
        """
        caller.require_scope(Scope.NUMBERS_READ)
        position = EVENT_ORDER.read_cursor(after, "after")[0] if after else None
        tail, now = await self._join(caller.project_id)
        return EventStream(self, tail, caller, wanted, now if position is None else position)

    async def _join(self, project_id: UUID) -> tuple[Tail, int]:
        """Count another follower of the project; return its tail and its present length."""
        self._joining += 1
        self._start_reading()  # before the length is read: what is written next is noticed
        try:
            now = (await self._events.lengths([project_id]))[project_id]
            tail = self._tails.setdefault(project_id, Tail(now))
            tail.followers += 1
        finally:
            self._joining -= 1
            self._stop_reading()
        self._wake({project_id})
        return tail, now

    def leave(self, project_id: UUID, tail: Tail) -> None:
        """Count one follower less."""
        tail.followers -= 1
        if not tail.followers:
            del self._tails[project_id]
            self._stop_reading()

    def _start_reading(self) -> None:
        if self._reading is None:
            self._wakeups.add(self._wake)
            self._reading = asyncio.create_task(self._read())

    def _stop_reading(self) -> None:
        """Stop reading when there are no followers."""
        if self._reading and not self._tails and not self._joining:
            self._wakeups.remove(self._wake)
            self._reading.cancel()
            self._reading = None

    def _wake(self, topics: Collection[UUID] | None) -> None:
        """Read the followed projects among *topics*; with None, those that have more events."""
        if topics is None or self._to_read is None:
            self._to_read = None
        else:
            self._to_read.update(self._tails.keys() & set(topics))
        self._woken.set()

    async def _read(self) -> None:
        """Read on, each time it is woken. An outage is waited out: the next look finds the rest."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._read_once()
            except Failure as failure:
                _log.warning("events_unavailable", cause=failure.code)
            except Exception:  # noqa: BLE001  # whatever it is, the next look may succeed
                _log.exception("events_failed")

    async def _read_once(self) -> None:
        projects, self._to_read = self._to_read, set()
        if projects is None:
            projects = await self._advanced()
        for project_id in projects:
            if tail := self._tails.get(project_id):
                await self._read_tail(project_id, tail)
        for tail in self._tails.values():
            tail.forget_old()

    async def _advanced(self) -> set[UUID]:
        """Return the followed projects that have more events, by one query."""
        lengths = await self._events.lengths(list(self._tails))
        return {p for p, tail in self._tails.items() if lengths.get(p, 0) > tail.end}

    async def _read_tail(self, project_id: UUID, tail: Tail) -> None:
        reader = Caller(project_id, "event feed", frozenset({Scope.NUMBERS_READ}))
        while rows := await self._events.after(reader, tail.end, _PAGE, _EVERYTHING):
            tail.extend(rows)
            if len(rows) < _PAGE:
                return

    async def read_back(
        self, caller: Caller, position: int, wanted: FollowEvents
    ) -> list[PhoneNumberEvent]:
        """Return a page of events after a position that is not in memory."""
        scan_budget.begin()  # each page has its own: a stream goes on for as long as it likes
        return await self._events.after(caller, position, _PAGE, wanted)


class EventStream:
    """The events of one project after a position that pass a filter, in order and without end."""

    def __init__(
        self, feed: EventFeed, tail: Tail, caller: Caller, wanted: FollowEvents, position: int
    ) -> None:
        """Begin after *position*. `EventFeed.follow` makes streams."""
        self._feed, self._tail, self._caller = feed, tail, caller
        self._wanted, self._position = wanted, position
        self._ready = deque[PhoneNumberEvent]()
        self._is_open = True

    def __aiter__(self) -> "EventStream":
        return self

    async def __anext__(self) -> PhoneNumberEvent:
        """Return the next event, once there is one."""
        while not self._ready:
            await self._advance()
        return self._ready.popleft()

    async def aclose(self) -> None:
        """Leave the feed."""
        if self._is_open:
            self._is_open = False
            self._feed.leave(self._caller.project_id, self._tail)

    async def _advance(self) -> None:
        """Go on through the events in memory, or those before them, or wait for more."""
        rows = self._tail.after(self._position)
        if rows is None:
            await self._read_back()
        elif rows:
            self._take(rows, rows[-1].position)
        else:
            await self._tail.wait()

    async def _read_back(self) -> None:
        """Read a page from the database. An outage is waited out."""
        end = self._tail.end  # the page, if it is not full, holds all that pass up to here
        try:
            rows = await self._feed.read_back(self._caller, self._position, self._wanted)
        except Unavailable:
            await asyncio.sleep(LOOK_SECONDS)
            return
        last = rows[-1].position if rows else end
        self._take(rows, last if len(rows) == _PAGE else max(last, end))

    def _take(self, rows: Sequence[PhoneNumberEvent], position: int) -> None:
        """Keep the events that pass the filter, and go on from *position*."""
        self._ready.extend(row for row in rows if self._wanted.wants(row.type, row.number_id))
        self._position = position


def cursor_of(event: PhoneNumberEvent) -> str:
    """Return the cursor of an event, after which a stream may resume."""
    return EVENT_ORDER.cursor(event)


_EVERYTHING: Final = FollowEvents.model_validate({})
