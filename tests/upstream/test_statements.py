"""Without a platform a write costs what it did before there was any: the statements are counted."""

from collections.abc import Awaitable, Callable
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import Connection, event

from gateway.database import statements
from gateway.database.database import Database
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER

pytestmark = pytest.mark.anyio

NUMBER = {"number": "+14155550123", "number_type": "longcode"}


async def counted(opened: Database, work: Callable[[], Awaitable[Any]]) -> int:
    """Return how many statements of tables *work* sends."""
    sent: list[str] = []
    if opened.is_embedded:
        connections: list[Any] = []
        await opened.write(lambda db: connections.append(db.connection.driver_connection))
        connections[0].set_trace_callback(sent.append)
        await work()
        connections[0].set_trace_callback(None)
    else:
        engine = opened._engine.sync_engine  # type: ignore[attr-defined]  # noqa: SLF001
        event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
        note = statements.note_write

        def noted(db: Connection, text: str, rows: int) -> None:
            sent.append(text)
            note(db, text, rows)

        with pytest.MonkeyPatch.context() as patch:  # prepared statements go by the driver's cursor
            patch.setattr(statements, "note_write", noted)
            await work()
    verbs = ("INSERT", "UPDATE", "DELETE", "SELECT", "WITH")
    # SQLite reports a statement again for each statement of a trigger that it fires, and in between
    # those of the text index, which triggers keep.
    own = [text.lstrip() for text in sent if not text.startswith("--") and "fts_number" not in text]
    return sum(text.startswith(verbs) for text, _ in groupby(own))


async def test_an_import_an_update_and_a_release_send_as_many_as_ever(
    opened: Database, numbers: PhoneNumbers
) -> None:
    asked = ImportNumber.of(NUMBER, STRICT)
    imported = await counted(opened, lambda: numbers.import_number(CALLER, asked))
    row = await numbers.find(CALLER, "+14155550123")
    assert row is not None
    renaming = UpdateNumber.of({"id": row.id, "name": "Desk"}, STRICT)
    updated = await counted(opened, lambda: numbers.update(CALLER, renaming))
    releasing = ReleaseNumber.of({"id": row.id}, STRICT)
    released = await counted(opened, lambda: numbers.release(CALLER, releasing))
    again = await counted(opened, lambda: numbers.import_number(CALLER, asked))

    # The row and the event with its position, which are one statement on PostgreSQL; a change locks
    # the row first; labels are replaced.
    event = 2 if opened.is_embedded else 1
    assert (imported, again) == (1 + event, 1 + event)
    assert (updated, released) == (2 + event, 3 + event)
