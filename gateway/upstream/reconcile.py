"""Reconciliation: carries a change to the platform, with a look before anything is sent again.

A change is marked as sent before its request is written, looked up before it is sent again, and
sent again only when no earlier request can land any more. Calls happen outside of transactions. A
worker that sleeps, crashes or loses its lease at any point leaves a state that another continues.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from gateway.database.database import Database
from gateway.domain import platform_record
from gateway.errors import SecretUnreadable, Unavailable
from gateway.models.upstream import ChangeStep, UpstreamChange
from gateway.upstream import changes, settlement
from gateway.upstream.breaker import Breaker
from gateway.upstream.changes import Carried, Claim
from gateway.upstream.client import Platform
from gateway.upstream.outcomes import (
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
from gateway.upstream.settlement import Next
from gateway.upstream.timing import Timing
from gateway.upstream.wanted import restored

_OLDER: Final = timedelta(seconds=120)  # a number that was there so long before is not from us
_OUTAGE_SECONDS: Final = 30.0  # for which an outcome waits for the database
_OUTAGE_PAUSE: Final = 0.5
_MOST_ATTEMPTS: Final = 6  # under one claim: two requests of an import, each with a look


Seen = Outcome | Foreign | TooEarly


def _unobserved(_step: str, _outcome: str) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Carries changes of all projects. *observe* hears the step and the outcome of each attempt."""

    database: Database
    platforms: Platforms
    breaker: Breaker
    timing: Timing
    observe: Callable[[str, str], None] = _unobserved

    async def carry(self, claimed: Claim, *, marked_at: float | None = None) -> None:
        """Carry a change as far as it goes under this claim.

        *marked_at*: when the transaction that opened it marked its first request as sent, by
        `time.monotonic`; None where nothing was marked.
        """
        refused: Refused | None = None
        for _ in range(_MOST_ATTEMPTS):
            carried = await self.database.read(lambda db: changes.read(db, claimed))
            attempt = await self._attempt(carried, marked_at, refused) if carried else None
            if carried is None or attempt is None:
                return
            self.observe(carried.change.step, type(attempt.outcome).__name__.lower())
            next_ = await self._settled(claimed, attempt)
            if next_ is Next.STOP:
                return
            looks = next_ is Next.LOOK and isinstance(attempt.outcome, Refused)
            marked_at, refused = None, attempt.outcome if looks else None  # type: ignore[assignment]

    async def _attempt(
        self, carried: Carried, marked_at: float | None, refused: Refused | None
    ) -> Attempt | None:
        """Make the next request or look; None where another worker has the change by now."""
        project = carried.change.project_id
        unsent = marked_at is not None  # what was marked is not going to be sent
        if not self.breaker.allows(project):
            return Attempt(_unreachable(self.timing), sent=unsent)
        try:
            platform = self.platforms.of(carried.upstream)
        except SecretUnreadable:
            return Attempt(Denied(401), sent=unsent)
        if marked_at is not None:
            return await self._send(platform, carried, marked_at)
        if (refused or carried.change.sends) and (seen := await self._look(platform, carried)):
            return Attempt(refused) if refused and isinstance(seen, TooEarly) else Attempt(seen)
        if refused:
            return Attempt(refused)
        return await self._mark_and_send(platform, carried)

    async def _mark_and_send(self, platform: Platform, carried: Carried) -> Attempt | None:
        marked_at = time.monotonic()
        mark = partial(_mark, change=carried.change, lease=self.timing.lease)
        if not await self.database.write(mark):
            return None
        return await self._send(platform, carried, marked_at)

    async def _send(self, platform: Platform, carried: Carried, marked_at: float) -> Attempt:
        """Write the request of the step, unless the mark is too old for that."""
        if time.monotonic() - marked_at > self.timing.fresh_seconds:
            return Attempt(Unknown(UNCONFIRMED), sent=True)
        return Attempt(self._recorded(carried, await _request(platform, carried)), sent=True)

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

    async def _settled(self, claimed: Claim, attempt: Attempt) -> Next:
        """Write the outcome. Through an outage of the database it is tried again for a while."""
        end = time.monotonic() + _OUTAGE_SECONDS
        while True:
            try:
                return await self.database.write(
                    lambda db: _settle(db, claimed, attempt, self.timing)
                )
            except Unavailable:
                if time.monotonic() > end:
                    return Next.STOP  # the next claim of the change starts with a look
                await asyncio.sleep(_OUTAGE_PAUSE)


def _unreachable(timing: Timing) -> Unsent:
    return Unsent(UNREACHABLE, timing.probe.total_seconds())


def _mark(db: Connection, change: UpstreamChange, lease: timedelta) -> bool:
    return changes.mark(db, change, lease)


def _settle(db: Connection, claimed: Claim, attempt: Attempt, timing: Timing) -> Next:
    carried = changes.lock(db, claimed)
    return settlement.settle(db, carried, attempt, timing) if carried else Next.STOP


async def _request(platform: Platform, carried: Carried) -> Outcome:
    change, wanted = carried.change, restored(carried.change.wanted)
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
    wanted = restored(carried.change.wanted)
    held = step is ChangeStep.PUT and platform_record.holds(outcome.record, wanted)
    return outcome if held else None


def _is_ours(carried: Carried, found: Done) -> bool:
    """Tell whether the number was made after the import was asked for, by the platform's clock."""
    made = platform_record.moment(found.record.get("created_at"))
    offset = timedelta(seconds=carried.upstream.clock_offset)
    return made is not None and made >= carried.change.asked_at + offset - _OLDER
