"""docs/operations.md: backup and restore of both databases, by the commands as they are written."""

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gateway.database.database import connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from tests import postgres
from tests.conftest import CALLER, ON_SQLITE, create_database

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operations.md").read_text()


def commands(heading: str) -> list[str]:
    """Return the blocks of shell commands below a heading: the backup, then the restore."""
    [section] = re.findall(rf"^### {heading}\n(.*?)^##", PAGE, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def shell(text: str, folder: Path, **variables: str) -> None:
    programs = f"{Path(sys.executable).parent}:{postgres.binaries()}:{os.environ['PATH']}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NUMBERGATE_")}
    ran = subprocess.run(
        ["bash", "-ec", text],
        cwd=folder,
        env=kept | variables | {"PATH": programs},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


async def add(url: str, number: str) -> None:
    opened = connect(url)
    values = {"number": number, "number_type": "longcode"}
    await PhoneNumbers(opened).import_number(CALLER, ImportNumber.of(values, STRICT))
    await opened.close()


async def held(url: str, *numbers: str) -> list[bool]:
    """Tell of each number whether the database has it."""
    opened = connect(url)
    found = [await PhoneNumbers(opened).find(CALLER, number) for number in numbers]
    await opened.close()
    return [row is not None for row in found]


FIRST, SECOND = "+14155550101", "+14155550102"


@ON_SQLITE
def test_a_sqlite_file_is_backed_up_and_restored(database: str, tmp_path: Path) -> None:
    folder = tmp_path / "service"
    folder.mkdir()
    shutil.move(database.removeprefix("sqlite:///"), folder / "numbergate.db")
    url = f"sqlite:///{folder}/numbergate.db"
    backup, restore = commands("SQLite")
    asyncio.run(add(url, FIRST))

    shell(backup, folder)
    asyncio.run(add(url, SECOND))
    (folder / "numbergate.db-wal").write_bytes(b"left by a crash")
    shell(restore, folder)

    assert asyncio.run(held(url, FIRST, SECOND)) == [True, False]
    with closing(sqlite3.connect(folder / "numbergate.db")) as restored:
        assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_postgresql_database_is_backed_up_and_restored(
    database: str, postgres_server: Path, tmp_path: Path
) -> None:
    asyncio.run(create_database(postgres_server, f"{tmp_path.name}_restored"))
    restored = f"postgresql://postgres@/{tmp_path.name}_restored?host={postgres_server}"
    backup, restore = commands("PostgreSQL")
    asyncio.run(add(database, FIRST))

    shell(backup, tmp_path, NUMBERGATE_DATABASE_URL=database)
    asyncio.run(add(database, SECOND))
    shell(restore, tmp_path, RESTORED_DATABASE_URL=restored)

    assert asyncio.run(held(restored, FIRST, SECOND)) == [True, False]
