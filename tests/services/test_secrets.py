"""Key rotation: every stored secret is encrypted again, and concurrent writes are kept."""

import asyncio
import os
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, select, update

from gateway.clock import utc_now
from gateway.database.database import Database
from gateway.domain.enums import ConnectionStatus
from gateway.encryption import Keyring, place
from gateway.errors import SecretUnreadable
from gateway.models.tables import METADATA
from gateway.services.secrets import Secrets

pytestmark = pytest.mark.anyio

OLD, NEW = os.urandom(32), os.urandom(32)
UPSTREAM = METADATA.tables["upstream"]


def at(project: UUID) -> str:
    return place("upstream", project, column="secret")


async def attached(opened: Database, keyring: Keyring, secret: str) -> UUID:
    """Keep a secret, as attaching a project does."""
    project, now = uuid4(), utc_now()
    row = {
        "project_id": project,
        "space": "acme.example.com",
        "platform_project": uuid4(),
        "secret": keyring.encrypt(secret, at(project)),
        "secret_hint": "…",
        "status": ConnectionStatus.ACTIVE,
        "attached_at": now,
        "clock_offset": 0.0,
        "sync_due_at": now,
        "sync_epoch": 0,
    }
    await opened.write(lambda db: db.execute(UPSTREAM.insert().values(row)))
    return project


async def texts(opened: Database) -> dict[UUID, str]:
    query = select(UPSTREAM.c.project_id, UPSTREAM.c.secret)

    def read(db: Connection) -> dict[UUID, str]:
        return {row.project_id: row.secret for row in db.execute(query)}

    return await opened.read(read)


async def test_every_secret_is_encrypted_again_and_the_old_key_can_go(opened: Database) -> None:
    old, both = Keyring({"k1": OLD}), Keyring({"k2": NEW, "k1": OLD})
    projects = {await attached(opened, old, f"secret {n}"): f"secret {n}" for n in range(3)}
    missing = await Secrets(opened, Keyring({"k2": NEW})).missing_keys()

    rotated = [await Secrets(opened, both).rotate() for _ in range(2)]

    new = Keyring({"k2": NEW})
    found = {p: new.decrypt(text, at(p)) for p, text in (await texts(opened)).items()}
    assert (missing, rotated, found) == (["k1"], [3, 0], projects)
    assert await Secrets(opened, new).missing_keys() == []


async def test_a_rotation_never_brings_back_what_was_renewed_meanwhile(opened: Database) -> None:
    old, both = Keyring({"k1": OLD}), Keyring({"k2": NEW, "k1": OLD})
    project = await attached(opened, old, "0")
    secrets = Secrets(opened, both)

    async def renew(secret: str) -> None:
        text = (old if int(secret) % 2 else both).encrypt(secret, at(project))
        await opened.write(lambda db: db.execute(update(UPSTREAM).values(secret=text)))

    found = []
    for turn in range(1, 21):
        await asyncio.gather(secrets.rotate(), renew(str(turn)), secrets.rotate())
        found.append(both.decrypt((await texts(opened))[project], at(project)))

    assert found == [str(turn) for turn in range(1, 21)]


async def test_a_key_that_is_gone_stops_the_rotation_and_is_named(opened: Database) -> None:
    await attached(opened, Keyring({"k1": OLD}), "secret")
    secrets = Secrets(opened, Keyring({"k2": NEW}))

    with pytest.raises(SecretUnreadable):
        await secrets.rotate()

    assert await secrets.missing_keys() == ["k1"]
