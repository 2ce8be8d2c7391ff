"""Connections: credentials are tried, kept encrypted, and only for their place."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from gateway.clock import utc_now
from gateway.connections import accounts
from gateway.connections.accounts import secret_place
from gateway.database.looks import Looks
from gateway.domain.caller import Caller
from gateway.domain.commands.connections import (
    ConnectProvider,
    RefreshConnection,
    RemoveConnection,
    UpdateConnection,
)
from gateway.domain.enums import ConnectionStatus, Scope
from gateway.domain.validation_policy import STRICT
from gateway.encryption import Keyring, key_name
from gateway.errors import (
    ConnectionExists,
    ConnectionLimit,
    ConnectionNotFound,
    ConnectionRefused,
    Forbidden,
    OtherAccount,
    RefreshRunning,
    RefreshTooSoon,
    SecretsNotConfigured,
    SecretUnreadable,
)
from gateway.services import retention
from gateway.services.secrets import Secrets
from tests.canaries import PROVIDER_SECRET
from tests.conftest import CALLER, PROJECT, STRANGER
from tests.connections.world import KEYRING, SECOND, World, world
from tests.providers.account import PLIVO, TELNYX, TWILIO

pytestmark = pytest.mark.anyio


PLIVO_ANSWER: Any = {"GET /v1/Account/MA0000/Number/": {"objects": [], "meta": {}}}


@pytest.fixture
async def w(database: str) -> AsyncIterator[World]:
    async with world(database) as made:
        yield made


def update(connection: Any, **given: Any) -> UpdateConnection:
    return UpdateConnection.of({"id": connection.id, **given}, STRICT)


async def test_an_account_is_tried_by_one_call_and_its_numbers_are_due_at_once(w: World) -> None:
    connection = await w.connect()

    assert [r.url.params["PageSize"] for r in w.account.requests] == ["1"]
    assert (connection.status, connection.code) == (ConnectionStatus.ACTIVE, None)
    assert (connection.account, connection.secret_hint) == (TWILIO.account_sid, "…77e1")
    assert (connection.refreshed_at, await Looks(w.database).any(accounts.due)) == (None, True)
    assert await w.connections.find_all(CALLER) == [connection]


@pytest.mark.parametrize(
    ("status", "retryable", "word"),
    [(401, False, "refused"), (403, False, "may not"), (404, False, "no such"),
     (429, True, "rate"), (502, True, "reached"), (400, False, "expected")],
)  # fmt: skip
async def test_an_account_that_refuses_is_not_connected(
    w: World,
    status: int,
    retryable: bool,  # noqa: FBT001
    word: str,
) -> None:
    w.answers(lambda _: httpx2.Response(status))

    with pytest.raises(ConnectionRefused) as refused:
        await w.connect()

    assert (refused.value.retryable, word in refused.value.message) == (retryable, True)
    assert len(w.account.requests) == 1  # a client waits: nothing is tried again
    assert await w.connections.find_all(CALLER) == []


async def test_an_account_is_connected_once_and_as_often_as_projects_want_it(w: World) -> None:
    await w.connect()

    with pytest.raises(ConnectionExists):
        await w.connect(label="Again")
    other = await w.connect(STRANGER)

    assert [row.label for row in await w.connections.find_all(CALLER)] == ["Old"]
    assert [row.id for row in await w.connections.find_all(STRANGER)] == [other.id]


async def test_the_bound_holds_for_connections_that_are_made_at_once(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MOST", 3)
    w.account.answers = {"GET /v2/phone_numbers": {"data": []}}
    many = [w.connect(credentials=TELNYX, label=f"n{n}") for n in range(12)]

    made = await asyncio.gather(*many, return_exceptions=True)

    refused = [failure for failure in made if isinstance(failure, ConnectionLimit)]
    assert len(refused) == len(many) - 3
    assert len(await w.connections.find_all(CALLER)) == 3


async def test_what_a_removal_left_whose_process_ended_is_deleted_later(w: World) -> None:
    w.has({}, SECOND)
    connection = await w.connect()
    await w.refreshed(connection)
    other = await w.connect(STRANGER)
    await w.refreshed(other)
    await w.database.write(lambda db: accounts.remove(db, CALLER.project_id, connection.id))

    pruned = await retention.prune(w.database, utc_now())
    again = await retention.prune(w.database, utc_now())

    assert (pruned.provider_numbers, again.provider_numbers) == (2, 0)
    assert len(await w.listed(other, caller=STRANGER)) == 2


async def test_a_project_has_a_bounded_number_of_connections(
    w: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MOST", 1)
    w.account.answers = {**w.account.answers, **PLIVO_ANSWER}
    await w.connect()

    with pytest.raises(ConnectionLimit):
        await w.connect(credentials=PLIVO)


async def test_without_keys_nothing_is_tried_and_nothing_is_kept(w: World) -> None:
    without_keys = replace(w.connections, keyring=Keyring({}))

    with pytest.raises(SecretsNotConfigured):
        await without_keys.connect(CALLER, _connect())

    assert w.account.requests == []
    assert await w.connections.find_all(CALLER) == []


@pytest.mark.parametrize("scopes", [{Scope.NUMBERS_WRITE, Scope.UPSTREAM_MANAGE}, set()])
async def test_the_scope_is_required(w: World, scopes: set[Scope]) -> None:
    connection = await w.connect()
    caller = Caller(PROJECT, "reader", frozenset({Scope.NUMBERS_READ, *scopes}))
    calls = [
        w.connections.connect(caller, _connect()),
        w.connections.update(caller, update(connection, label="New")),
        w.connections.request_refresh(caller, RefreshConnection(id=connection.id)),
        w.connections.remove(caller, RemoveConnection(id=connection.id)),
        w.listed(connection, caller=caller),
    ]

    for call in calls:
        with pytest.raises(Forbidden):
            await call

    assert len(await w.connections.find_all(caller)) == 1  # reading which there are is not managing


async def test_the_credentials_are_stored_encrypted_and_open_at_their_place_alone(
    w: World,
) -> None:
    connection, other = await w.connect(), await w.connect(STRANGER)
    stored = await w.columns(connection.id)

    opened = json.loads(KEYRING.decrypt(stored["secret"], secret_place(PROJECT, connection.id)))

    assert opened["key_secret"] == PROVIDER_SECRET
    assert PROVIDER_SECRET not in repr(stored)
    for elsewhere in (
        secret_place(STRANGER.project_id, connection.id),
        secret_place(PROJECT, other.id),
    ):
        with pytest.raises(SecretUnreadable):
            KEYRING.decrypt(stored["secret"], elsewhere)


async def test_credentials_that_were_moved_to_another_project_read_nothing(w: World) -> None:
    mine, theirs = await w.connect(), await w.connect(STRANGER)
    moved = (await w.columns(mine.id))["secret"]
    await w.database.write(partial(accounts.change, connection_id=theirs.id, secret=moved))
    w.account.requests.clear()

    await w.refreshed(theirs)

    [row] = await w.connections.find_all(STRANGER)
    assert (row.status, row.code) == (ConnectionStatus.INVALID_CREDENTIALS, "secret_unreadable")
    assert w.account.requests == []


async def test_key_rotation_covers_connections(w: World) -> None:
    connection = await w.connect()
    newer = Keyring({"k2": b"2" * 32, "k1": b"1" * 32})

    assert await Secrets(w.database, newer).rotate() == 1

    stored = (await w.columns(connection.id))["secret"]
    assert key_name(stored) == "k2"
    assert PROVIDER_SECRET in newer.decrypt(stored, secret_place(PROJECT, connection.id))


async def test_credentials_are_replaced_by_others_of_the_same_account(w: World) -> None:
    connection = await w.connect()
    w.answers(lambda _: httpx2.Response(401))
    await w.refreshed(connection)
    before = await w.row(connection)
    w.has({})

    after = await w.connections.update(
        CALLER, update(connection, credentials=TWILIO.model_copy(update={"key_sid": "SK2"}))
    )

    assert before.status is ConnectionStatus.INVALID_CREDENTIALS
    assert (after.status, after.code, after.label) == (ConnectionStatus.ACTIVE, None, "Old")
    assert await Looks(w.database).any(accounts.due)


@pytest.mark.parametrize(
    "credentials", [TWILIO.model_copy(update={"account_sid": f"AC{'2' * 32}"}), PLIVO, TELNYX]
)
async def test_credentials_of_another_account_are_refused_untried(
    w: World, credentials: Any
) -> None:
    connection = await w.connect()
    stored = await w.columns(connection.id)
    w.account.requests.clear()

    with pytest.raises(OtherAccount):
        await w.connections.update(CALLER, update(connection, credentials=credentials))

    assert (await w.columns(connection.id), w.account.requests) == (stored, [])


async def test_credentials_that_do_not_work_replace_nothing(w: World) -> None:
    connection = await w.connect()
    stored = await w.columns(connection.id)
    w.answers(lambda _: httpx2.Response(401))

    with pytest.raises(ConnectionRefused):
        await w.connections.update(CALLER, update(connection, credentials=TWILIO, label="New"))

    assert await w.columns(connection.id) == stored


async def test_a_refresh_is_asked_for_once_a_minute_and_not_while_one_runs(w: World) -> None:
    connection = await w.connect()
    command = RefreshConnection(id=connection.id)
    await w.refreshed(connection)

    with pytest.raises(RefreshTooSoon) as soon:
        await w.connections.request_refresh(CALLER, command)
    ago = (await w.row(connection)).refreshed_at
    assert ago is not None
    earlier = ago - 2 * accounts.LEASE
    await w.database.write(
        partial(accounts.change, connection_id=connection.id, refreshed_at=earlier)
    )
    await w.connections.request_refresh(CALLER, command)
    is_due = await Looks(w.database).any(accounts.due)
    await w.claim(connection)
    with pytest.raises(RefreshRunning):
        await w.connections.request_refresh(CALLER, command)
    with pytest.raises(RefreshRunning):
        await w.refreshed(connection)

    assert soon.value.retry_after_seconds in range(1, 61)
    assert is_due


async def test_a_connection_that_is_not_there_is_not_found(w: World) -> None:
    theirs = await w.connect(STRANGER)

    for connection_id in (uuid4(), theirs.id):
        for call in (
            w.connections.update(CALLER, UpdateConnection(id=connection_id, label="Mine")),
            w.connections.request_refresh(CALLER, RefreshConnection(id=connection_id)),
            w.connections.remove(CALLER, RemoveConnection(id=connection_id)),
        ):
            with pytest.raises(ConnectionNotFound):
                await call

    assert [row.label for row in await w.connections.find_all(STRANGER)] == ["Old"]


def _connect() -> ConnectProvider:
    return ConnectProvider.of({"label": "Mine", "credentials": TWILIO}, STRICT)
