"""Stateful property test: any sequence of imports, updates and releases keeps the invariants.

A model in memory gets the same commands as the service; after every step they agree, and the
events replay to the rows.
"""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Row, select

from gateway.database.database import connect
from gateway.database.events import EVENTS
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.handler import Handler
from gateway.domain.validation_policy import STRICT
from gateway.errors import NumberNotFound, NumberTaken, ReleaseProtected, VersionConflict
from gateway.services.imports import IMPORT_FIELDS
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES

NUMBERS_TO_USE = [f"+1415555010{n}" for n in range(4)]
HANDLERS = [
    None,
    {"relay_topic": {"topic": "office"}},
    {"laml_webhooks": {"request_url": "https://user:secret@example.com/voice"}},
]
PATCHES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from([None, "Desk", "Shop"]),
        "tags": st.sampled_from([None, [], ["a"], ["a", "b"]]),
        "call_receive_mode": st.sampled_from(["voice", "fax"]),
        "call_handler": st.sampled_from(HANDLERS),
        "message_handler": st.sampled_from([None, {"relay_topic": {"topic": "texts"}}]),
        "release_protected": st.booleans(),
    },
)


class Lifecycle(RuleBasedStateMachine):
    """The commands, in any order."""

    url: str

    @initialize()
    def open(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.database = connect(self.url)
        self.service = PhoneNumbers(self.database)
        self.caller = Caller(uuid4(), "tester", ALL_SCOPES)
        self.live: dict[str, Any] = {}
        self.changed: dict[UUID, int] = {}

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @rule(number=st.sampled_from(NUMBERS_TO_USE), handler=st.sampled_from(HANDLERS))
    def import_(self, number: str, handler: Any) -> None:
        asked = {"number": number, "number_type": "longcode", "call_handler": handler}
        command = ImportNumber.of(asked, STRICT)
        if number in self.live:
            with pytest.raises(NumberTaken):
                self.run(self.service.import_number(self.caller, command))
            return
        outcome = self.run(self.service.import_number(self.caller, command))
        assert outcome.row.id not in self.changed
        self.live[number], self.changed[outcome.row.id] = outcome.row, 1

    @rule(number=st.sampled_from(NUMBERS_TO_USE), patch=PATCHES, stale=st.booleans())
    def update(self, number: str, patch: dict[str, Any], stale: bool) -> None:  # noqa: FBT001
        row = self.live.get(number)
        asked = {"id": row.id if row else uuid4(), **patch}
        if stale and row:
            command = UpdateNumber.of(asked | {"expected_version": row.version + 1}, STRICT)
            with pytest.raises(VersionConflict):
                self.run(self.service.update(self.caller, command))
            return
        command = UpdateNumber.of(asked, STRICT)
        if row is None:
            with pytest.raises(NumberNotFound):
                self.run(self.service.update(self.caller, command))
            return
        outcome = self.run(self.service.update(self.caller, command))
        self.changed[row.id] += bool(outcome.changes)
        self.live[number] = outcome.row

    @rule(number=st.sampled_from(NUMBERS_TO_USE))
    def release(self, number: str) -> None:
        row = self.live.get(number)
        command = ReleaseNumber.of({"id": row.id if row else uuid4()}, STRICT)
        if row is None or row.release_protected:
            with pytest.raises(ReleaseProtected if row else NumberNotFound):
                self.run(self.service.release(self.caller, command))
            return
        self.run(self.service.release(self.caller, command))
        self.changed[row.id] += 1
        del self.live[number]

    def rows(self, table: Any, *order: Any) -> list[Row[Any]]:
        mine = select(table).where(table.c.project_id == self.caller.project_id).order_by(*order)
        found: list[Row[Any]] = list(
            self.run(self.database.read(lambda db: db.execute(mine).all()))
        )
        return found

    @invariant()
    def agrees_with_the_model(self) -> None:
        rows = self.rows(NUMBERS)
        live = [row for row in rows if row.released_at is None]

        assert {row.number: row.id for row in live} == {n: r.id for n, r in self.live.items()}
        assert len(live) == len({row.number for row in live})
        assert {row.id: row.version for row in rows} == self.changed

    @invariant()
    def events_replay_to_the_rows(self) -> None:
        events = self.rows(EVENTS, EVENTS.c.position)
        rows = {row.id: row for row in self.rows(NUMBERS)}

        assert [event.position for event in events] == list(range(1, len(events) + 1))
        for number_id, settled in _replayed(events).items():
            assert settled == {name: _shown(rows[number_id], name) for name in settled}

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()


def _replayed(events: list[Row[Any]]) -> dict[UUID, dict[str, Any]]:
    settled: dict[UUID, dict[str, Any]] = {}
    for event in events:
        nothing = dict.fromkeys((*IMPORT_FIELDS, "release_protected"))
        row = settled.setdefault(event.number_id, nothing | {"release_protected": False})
        for change in event.changes:
            assert row[change["field"]] == change["before"]
            row[change["field"]] = change["after"]
    return settled


def _shown(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return value.masked().to_stored() if isinstance(value, Handler) else value


@pytest.fixture
def quick() -> settings:
    return settings(
        max_examples=25,
        stateful_step_count=20,
        suppress_health_check=list(HealthCheck),
    )


def test_any_sequence_keeps_the_invariants(database: str, quick: settings) -> None:
    machine = type("OnThisDatabase", (Lifecycle,), {"url": database})

    run_state_machine_as_test(machine, settings=quick)
