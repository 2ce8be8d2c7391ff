"""Reconciliation: carries a change to the platform, with a look before anything is sent again.

A change is marked as sent before its request is written, looked up before it is sent again, and
sent again only when no earlier request can land any more. Calls happen outside of transactions. A
worker that sleeps, crashes or loses its lease at any point leaves a state that another continues.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import Connection

from gateway.database.database import Database, Work
from gateway.domain import platform_record
from gateway.errors import SecretUnreadable, Unavailable
from gateway.models.upstream import ChangeStep
from gateway.upstream import claims, settlement
from gateway.upstream.breaker import Breaker
from gateway.upstream.changes import Claim
from gateway.upstream.claims import Carried
from gateway.upstream.client import Platform
from gateway.upstream.outcomes import (
    CREDENTIALS,
    UNCONFIRMED,
    UNREACHABLE,
    Absent,
    Attempt,
    Denied,
    Done,
    Foreign,
    Outcome,
    Refused,
    TooEarly,
    Unknown,
    Unsent,
)
from gateway.upstream.platforms import Platforms
from gateway.upstream.settlement import STOP, Confirmed, Next, Settled
from gateway.upstream.timing import Timing

_OLDER: Final = timedelta(seconds=120)  # a number that was there so long before is not from us
_OUTAGE_SECONDS: Final = 30.0  # for which an outcome waits for the database
_OUTAGE_PAUSE: Final = 0.5
_MOST_ATTEMPTS: Final = 6  # under one claim: two requests of an import, each with a look


T = TypeVar("T")
Seen = Outcome | Foreign | TooEarly


def _unobserved(_step: str, _outcome: str) -> None:
    """Count nothing."""


class Tried(NamedTuple):
    """A change as it was when an attempt was made, marked as sent if it was, and the attempt."""

    carried: Carried
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Carries changes of all projects. *observe* hears the step and the outcome of each attempt."""

    database: Database
    platforms: Platforms
    breaker: Breaker
    timing: Timing
    observe: Callable[[str, str], None] = _unobserved

    async def carry(self, claimed: Claim) -> None:
        """Carry a change as far as it goes under this claim."""
        await self._carry(claimed, None, None)

    async def carry_opened(self, opened: Carried, marked_at: float) -> Confirmed | None:
        """Carry a change whose first request the transaction that *opened* it marked as sent.

        *marked_at* is when, by `time.monotonic`. Return what was confirmed; None where the change
        has no outcome yet, or was refused.
        """
        change = opened.change
        return await self._carry(Claim(change.id, change.epoch), opened, marked_at)

    async def _carry(
        self, claimed: Claim, carried: Carried | None, marked_at: float | None
    ) -> Confirmed | None:
        """Make one attempt after the other; *carried* is the change as this worker left it."""
        refused: Refused | None = None
        for _ in range(_MOST_ATTEMPTS):
            carried = carried or await claims.read(self.database, claimed)
            tried = await self._try(carried, marked_at, refused) if carried else None
            if tried is None:
                return None
            attempt = tried.attempt
            self.observe(tried.carried.change.step, type(attempt.outcome).__name__.lower())
            settled, marked_at = await self._settled(tried)
            if settled.next is Next.STOP:
                return settled.confirmed
            carried = settled.carried
            looks = settled.next is Next.LOOK and isinstance(attempt.outcome, Refused)
            refused = attempt.outcome if looks else None  # type: ignore[assignment]
        return None

    async def _try(
        self, carried: Carried, marked_at: float | None, refused: Refused | None
    ) -> Tried | None:
        """Make the next request or look; None where another worker has the change by now."""
        unsent = marked_at is not None  # what was marked is not going to be sent
        if not self.breaker.allows(carried.change.project_id):
            return Tried(carried, Attempt(_unreachable(self.timing), sent=unsent))
        try:
            platform = self.platforms.of(carried.upstream)
        except SecretUnreadable:
            return Tried(carried, Attempt(Denied(401), sent=unsent))
        if marked_at is not None:
            return await self._send(platform, carried, marked_at)
        if (refused or carried.change.sends) and (seen := await self._look(platform, carried)):
            said = refused if refused and isinstance(seen, TooEarly) else seen
            return Tried(carried, Attempt(said))
        if refused:
            return Tried(carried, Attempt(refused))
        return await self._mark_and_send(platform, carried)

    async def _mark_and_send(self, platform: Platform, carried: Carried) -> Tried | None:
        marked_at = time.monotonic()
        mark = partial(claims.mark, seen=carried.change, lease=self.timing.lease)
        marked = await self._written(carried, mark)
        return (
            await self._send(platform, replace(carried, change=marked), marked_at)
            if marked
            else None
        )

    async def _send(self, platform: Platform, carried: Carried, marked_at: float) -> Tried:
        """Write the request of the step, unless the mark is too old for that."""
        if time.monotonic() - marked_at > self.timing.fresh_seconds:
            return Tried(carried, Attempt(Unknown(UNCONFIRMED), sent=True))
        outcome = self._recorded(carried, await _request(platform, carried))
        return Tried(carried, Attempt(outcome, sent=True))

    async def _look(self, platform: Platform, carried: Carried) -> Seen | None:
        """Return what earlier requests did; None where nothing, and none can land any more."""
        change = carried.change
        quiet_at = (change.sent_at or carried.now) + self.timing.quarantine
        is_quiet = carried.now >= quiet_at
        if change.step is ChangeStep.PUT and not is_quiet:
            return TooEarly(quiet_at)  # it may still land after what is seen now
        find = (
            platform.find(change.number)
            if change.step is ChangeStep.POST
            else platform.get(str(carried.row.upstream_id))
        )
        seen = _seen(carried, self._recorded(carried, await find))
        return seen if seen or is_quiet else TooEarly(quiet_at)

    def _recorded(self, carried: Carried, outcome: Outcome) -> Outcome:
        outage = isinstance(outcome, Unknown) or (isinstance(outcome, Unsent) and outcome.is_outage)
        self.breaker.record(carried.change.project_id, failed=outage)
        return outcome

    async def _settled(self, tried: Tried) -> tuple[Settled, float | None]:
        """Write the outcome. Through an outage of the database it is tried again for a while.

        Return when the next request was marked as sent, too.
        """
        end = time.monotonic() + _OUTAGE_SECONDS
        write = partial(settle, tried=tried, timing=self.timing)
        while True:
            began = time.monotonic()
            try:
                settled = await self._written(tried.carried, write)
            except Unavailable:
                if time.monotonic() > end:
                    return STOP, None  # the next claim of the change starts with a look
                await asyncio.sleep(_OUTAGE_PAUSE)
            else:
                return settled, began if settled.next is Next.STEP else None

    async def _written(self, carried: Carried, work: Work[T]) -> T:
        """Write about a change, together with others of its project."""
        return await self.database.write(work, ("upstream_changes", carried.change.project_id))


def _unreachable(timing: Timing) -> Unsent:
    return Unsent(UNREACHABLE, timing.probe.total_seconds())


def settle(db: Connection, tried: Tried, timing: Timing) -> Settled:
    """Write what came of an attempt, unless the change is not as it was when it was made."""
    carried = claims.lock(db, tried.carried.change)
    return settlement.settle(db, carried, _current(tried, carried), timing) if carried else STOP


def _current(tried: Tried, carried: Carried) -> Attempt:
    """Return the attempt; a token that was refused says nothing of the one that replaced it."""
    is_renewed = tried.carried.upstream.secret != carried.upstream.secret
    if is_renewed and isinstance(tried.attempt.outcome, Denied):
        return replace(tried.attempt, outcome=Unsent(CREDENTIALS, 0, is_outage=False))
    return tried.attempt


async def _request(platform: Platform, carried: Carried) -> Outcome:
    change, wanted = carried.change, carried.wanted
    if change.step is ChangeStep.POST:
        kind, capabilities = wanted["number_type"], wanted["capabilities"]
        body = platform_record.to_import(change.number, kind, capabilities)
        return _checked(carried, await platform.import_number(body))
    if change.step is ChangeStep.DELETE:
        return await platform.release(str(carried.row.upstream_id))
    before = {name: getattr(carried.row, name) for name in wanted}
    body = platform_record.to_update(before, wanted)
    return _checked(carried, await platform.update(str(carried.row.upstream_id), body))


def _checked(carried: Carried, outcome: Outcome) -> Outcome:
    """Return the outcome; a record of another number tells nothing of this one."""
    other = isinstance(outcome, Done) and outcome.record["number"] != carried.change.number
    return Unknown(UNCONFIRMED) if other else outcome


def _seen(carried: Carried, outcome: Outcome) -> Outcome | Foreign | None:
    """Return what a look says of the change; None where nothing of it happened."""
    step = carried.change.step
    if isinstance(outcome, Absent):
        return None if step is ChangeStep.POST else outcome
    if not isinstance(outcome, Done):
        return outcome
    if step is ChangeStep.POST:
        return outcome if _is_ours(carried, outcome) else Foreign()
    held = step is ChangeStep.PUT and platform_record.holds(outcome.record, carried.wanted)
    return outcome if held else None


def _is_ours(carried: Carried, found: Done) -> bool:
    """Tell whether the number was made after the import was asked for, by the platform's clock."""
    made = platform_record.moment(found.record.get("created_at"))
    offset = timedelta(seconds=carried.upstream.clock_offset)
    return made is not None and made >= carried.change.asked_at + offset - _OLDER
