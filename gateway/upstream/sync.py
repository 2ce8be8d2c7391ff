"""Sync: a walk through the platform's whole list, compared with the rows page by page.

A page is one transaction. It may be written over a row only if the row was confirmed before the
page was asked for: what was confirmed later is newer than the page. The platform wins; what it
changed is an event with from and to. Only a walk that came to its end tells that a number is gone,
and then each such number is asked for by its id.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, select

from gateway.database import events, phone_numbers
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.database.phone_numbers import ALL_COLUMNS, NUMBERS, fetch_rows, row_shape
from gateway.domain.caller import Caller
from gateway.domain.enums import ConnectionStatus, EventType, ProvisioningStatus
from gateway.errors import NoUpstream, SecretUnreadable
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import FieldChange
from gateway.models.upstream import Upstream
from gateway.upstream import attachments
from gateway.upstream.client import ListBroken, ListedPage, Platform
from gateway.upstream.outcomes import CREDENTIALS, UNREACHABLE, Absent, Denied
from gateway.upstream.page import Counts, write_page
from gateway.upstream.platforms import Platforms

TOO_MANY_GONE: Final = "too_many_gone"
_FEW_GONE: Final = 10  # so many may always be gone
_MOST_GONE: Final = 0.1  # of all numbers that the platform had
_CHECKED_AT_ONCE: Final = 5
_UNDER_WAY_SECONDS: Final = 0.5  # between two looks whether another walk has ended
# No change of the number is open, and the platform had it.
_SETTLED: Final = frozenset({ProvisioningStatus.ACTIVE, ProvisioningStatus.FAILED})
# By how a walk ended. One that stopped for too many numbers says nothing of the connection.
_STATUSES: Final = {
    None: ConnectionStatus.ACTIVE,
    CREDENTIALS: ConnectionStatus.INVALID_CREDENTIALS,
}


class LeaseLost(Exception):
    """Another worker has the sync by now."""


@dataclass(frozen=True, slots=True)
class Sync:
    """Compares the numbers of projects with their platforms', one walk of a project at a time."""

    database: Database
    platforms: Platforms
    every: timedelta

    async def run(self, upstream: Upstream) -> None:
        """Walk the list of a project whose sync was claimed, and note how it went."""
        walk = _Walk(self.database, upstream, Counts(), await self.database.read(database_now))
        try:
            await self._walked(walk)
        except LeaseLost:
            return
        except ListBroken as broken:
            walk.counts.code = CREDENTIALS if isinstance(broken.outcome, Denied) else UNREACHABLE
        except SecretUnreadable as unreadable:
            walk.counts.code = unreadable.code
        await self.database.write(partial(_finished, walk, self.every))

    async def run_now(self, project: UUID) -> None:
        """Walk a project's list, once no other walk of it is under way. Raises `NoUpstream`."""
        claim = partial(attachments.claim_sync, project=project)
        while (claimed := await self.database.write(claim)) is None:
            if await self.database.read(partial(attachments.find, project=project)) is None:
                raise NoUpstream
            await asyncio.sleep(_UNDER_WAY_SECONDS)
        await self.run(claimed)

    async def _walked(self, walk: "_Walk") -> None:
        platform = self.platforms.of(walk.upstream)
        pages = platform.pages()
        while True:
            asked_at = await self.database.read(database_now)
            page = await anext(pages, None)
            if page is None:
                break
            await self.database.write(partial(_written, walk, page, asked_at))
        await self._look_for_gone(walk, platform)

    async def _look_for_gone(self, walk: "_Walk", platform: Platform) -> None:
        """Ask for each number that the whole list does not have; stop where they are too many."""
        known, missing = await self.database.read(partial(_missing, walk))
        if len(missing) > max(_FEW_GONE, _MOST_GONE * known):
            walk.counts.code = TOO_MANY_GONE
            return
        for start in range(0, len(missing), _CHECKED_AT_ONCE):
            some = missing[start : start + _CHECKED_AT_ONCE]
            seen = await asyncio.gather(*(platform.get(str(row.upstream_id)) for row in some))
            pairs = zip(some, seen, strict=True)
            gone = [row for row, outcome in pairs if isinstance(outcome, Absent)]
            await self.database.write(partial(_mark_gone, walk, gone))


@dataclass(slots=True)
class _Walk:
    """One walk, under the epoch of its claim."""

    database: Database
    upstream: Upstream
    counts: Counts
    started_at: datetime

    @property
    def caller(self) -> Caller:
        """Whom its events name."""
        return Caller(self.upstream.project_id, "platform", frozenset())

    def keep_lease(self, db: Connection, **values: Any) -> None:
        """Write *values* under the lease, which lasts longer now. Raises `LeaseLost`."""
        now = database_now(db)
        values = {"sync_lease_until": now + attachments.SYNC_LEASE, **values}
        project, epoch = self.upstream.project_id, self.upstream.sync_epoch
        if not attachments.change_sync(db, project, epoch, values):
            raise LeaseLost


def _written(walk: _Walk, page: ListedPage, asked_at: datetime, db: Connection) -> None:
    # The clocks drift apart: which numbers are ours follows from when the platform made them.
    ahead = {"clock_offset": (page.at - asked_at).total_seconds()} if page.at else {}
    walk.keep_lease(db, **ahead)
    counts = write_page(db, walk.caller, page.records, asked_at)
    walk.counts = walk.counts + counts


def _missing(walk: _Walk, db: Connection) -> tuple[int, list[PhoneNumber]]:
    """Return how many numbers the platform had, and those that the walk did not find."""
    rows = fetch_rows(_at_platform(walk.upstream.project_id), {}, db, ALL_COLUMNS)
    missing = [
        row
        for row in rows
        if row.provisioning in _SETTLED and row.confirmed_at and row.confirmed_at < walk.started_at
    ]
    return len(rows), missing


def _at_platform(project: UUID) -> Any:
    live = select(*row_shape(ALL_COLUMNS).selected).where(NUMBERS.c.released_at.is_(None))
    return live.where(NUMBERS.c.project_id == project, NUMBERS.c.upstream_id.is_not(None))


def _mark_gone(walk: _Walk, gone: Sequence[PhoneNumber], db: Connection) -> None:
    """Mark the numbers that are still as they were when they were asked for."""
    walk.keep_lease(db)
    for seen in sorted(gone, key=lambda row: row.number):
        row = phone_numbers.lock_number(db, walk.caller, seen.id)
        if row is None or not _is_as_seen(row, seen):
            continue
        values = {"provisioning": ProvisioningStatus.GONE}
        written = phone_numbers.write_version(db, row, values, database_now(db))
        made = FieldChange("provisioning", row.provisioning, ProvisioningStatus.GONE)
        events.append(db, walk.caller, EventType.OTHER, written, [made])
        walk.counts.gone += 1


def _is_as_seen(row: PhoneNumber, seen: PhoneNumber) -> bool:
    """Tell whether nothing was asked or confirmed of the number since it was *seen*."""
    return (row.confirmed_at, row.provisioning) == (seen.confirmed_at, seen.provisioning)


def _finished(walk: _Walk, every: timedelta, db: Connection) -> None:
    """Note how the walk ended, and when the next is due."""
    now, counts = database_now(db), walk.counts
    summary = {"started_at": walk.started_at, "finished_at": now, **asdict(counts)}
    due_at = attachments.unless_requested(walk.upstream, now + every)
    values = {"last_sync": summary, "sync_due_at": due_at, "sync_lease_until": None}
    if not attachments.change_sync(db, walk.upstream.project_id, walk.upstream.sync_epoch, values):
        return
    if counts.code == UNREACHABLE:
        attachments.set_unreachable(db, walk.upstream.project_id)
    elif counts.code in _STATUSES:
        attachments.set_status(db, walk.upstream.project_id, _STATUSES[counts.code], counts.code)
