"""The SQLite file: complete after a stop and in a backup, and not written to after its removal."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from gateway.database.database import Database, connect
from gateway.database.sqlite_file import back_up
from gateway.errors import BackupRefused, Unavailable
from tests import servers
from tests.conftest import ON_SQLITE

pytestmark = [pytest.mark.anyio, ON_SQLITE]

IMPORT = (
    "mutation ($n: String!) { importPhoneNumber(input: {number: $n, numberType: LONGCODE}) "
    "{ __typename ... on Problem { code } } }"
)


def path_of(database: str) -> Path:
    return Path(database.removeprefix("sqlite:///"))


def count(file: Path) -> int:
    """Return how many numbers a file holds, which must be undamaged."""
    with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found: int = db.execute("SELECT count(*) FROM phone_number").fetchone()[0]
        return found


def add(url: str, place: int) -> dict[str, str]:
    body = {"query": IMPORT, "variables": {"n": f"+1415555{place:04}"}}
    answer = httpx2.post(f"{url}/graphql", json=body, timeout=servers.LIMIT).json()
    found: dict[str, str] = answer["data"]["importPhoneNumber"]
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_after_a_stop_a_copy_of_the_file_alone_is_whole(
    database: str, tmp_path: Path, workers: int
) -> None:
    file, copies = path_of(database), [tmp_path / "during.db", tmp_path / "after.db"]
    with servers.serving(
        tmp_path / "log", "--workers", str(workers), database_url=database
    ) as server:
        for place in range(5):
            assert add(server.url, place) == {"__typename": "ImportPhoneNumberSuccess"}
        copies[0].write_bytes(file.read_bytes())
        server.stop()
    copies[1].write_bytes(file.read_bytes())

    assert count(copies[0]) < 5  # the control: while it is served, writes are elsewhere
    assert count(copies[1]) == 5
    assert not file.with_name(f"{file.name}-wal").exists()


def test_a_backup_while_writes_go_on_is_whole(database: str, tmp_path: Path) -> None:
    backups = [tmp_path / f"{place}.db" for place in range(3)]
    with servers.serving(tmp_path / "log", database_url=database) as server:
        for place in range(30):
            add(server.url, place)
            if place % 10 == 5:
                ran = servers.run("backup", str(backups[place // 10]), database_url=database)
                assert ran.returncode == 0, ran.stderr

    assert [count(file) for file in backups] == [6, 16, 26]
    assert {file.stat().st_mode & 0o777 for file in backups} == {0o600}


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_made(
    database: str, tmp_path: Path
) -> None:
    existing, damaged = tmp_path / "existing.db", tmp_path / "damaged.db"
    existing.write_text("precious")
    damaged.write_bytes(path_of(database).read_bytes()[:8_192])
    before = {file.name for file in tmp_path.iterdir()}

    refused = {
        "exists": (database, existing),
        "nowhere": (database, tmp_path / "missing" / "backup.db"),
        "no source": (f"sqlite:///{tmp_path}/none.db", tmp_path / "a.db"),
        "damaged source": (f"sqlite:///{damaged}", tmp_path / "b.db"),
        "a server": ("postgresql://u:secret@localhost/x", tmp_path / "c.db"),
    }
    for url, target in refused.values():
        with pytest.raises(BackupRefused) as found:
            back_up(url, target)
        assert "secret" not in found.value.message

    assert existing.read_text() == "precious"
    assert {file.name for file in tmp_path.iterdir()} == before


async def noted(opened: Database, name: str) -> None:
    await opened.write(lambda db: db.execute(text("CREATE TABLE " + name + " (x)")))


@pytest.mark.parametrize("way", ["deleted", "replaced"])
async def test_a_write_to_a_file_that_is_gone_fails(
    database: str, opened: Database, tmp_path: Path, way: str
) -> None:
    file = path_of(database)
    await noted(opened, "before")
    (tmp_path / "other.db").write_bytes(file.read_bytes())

    file.unlink()
    if way == "replaced":
        (tmp_path / "other.db").rename(file)

    with pytest.raises(Unavailable):
        await noted(opened, "after")
    with pytest.raises(Unavailable):
        await opened.read(lambda db: db.execute(text("SELECT 1")))


async def test_a_write_during_which_the_file_goes_fails(database: str, opened: Database) -> None:
    await noted(opened, "before")

    with pytest.raises(Unavailable):
        await opened.write(lambda _: path_of(database).unlink())


async def test_a_stop_does_not_create_a_file_anew(database: str) -> None:
    opened = connect(database)
    await noted(opened, "before")

    await asyncio.to_thread(os.unlink, path_of(database))
    await opened.close()

    assert not path_of(database).exists()


def test_a_server_whose_file_is_deleted_says_so(database: str, tmp_path: Path) -> None:
    with servers.serving(tmp_path / "log", database_url=database) as server:
        add(server.url, 0)
        path_of(database).unlink()

        refused, ready = add(server.url, 1), httpx2.get(f"{server.url}/readyz")

    assert refused == {"__typename": "Rejected", "code": "unavailable"}
    assert ready.status_code == httpx2.codes.SERVICE_UNAVAILABLE
