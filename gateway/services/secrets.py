"""Key rotation: stored secrets, read and encrypted again with the newest key.

Which columns hold secrets is read from the tables: those of the type `EncryptedText`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Connection, select, update

from gateway.database.database import Database
from gateway.encryption import Keyring, key_name, place
from gateway.models.column_types import EncryptedText
from gateway.models.tables import METADATA

_PROJECT: Final = "project_id"


class Stored(NamedTuple):
    """An encrypted text, and the row that it is in."""

    column: Column[Any]
    key: Sequence[Any]
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """Every stored secret of every project."""

    database: Database
    keyring: Keyring

    async def rotate(self) -> int:
        """Encrypt again what an older key encrypted; return how many there were.

        Raises `SecretsNotConfigured`, and `SecretUnreadable` where a key is missing. A secret that
        changes meanwhile is left as it is then: it was encrypted with the newest key.
        """
        old = [s for s in await self._stored() if not self.keyring.is_current(s.text)]
        for stored in old:
            secret = self.keyring.decrypt(stored.text, stored.place)
            text = self.keyring.encrypt(secret, stored.place)
            await self.database.write(partial(_replace, stored, text))
        return len(old)

    async def missing_keys(self) -> list[str]:
        """Return the names of keys that stored secrets need and that are not here."""
        stored = await self._stored()
        return sorted({key_name(s.text) for s in stored if not self.keyring.knows(s.text)})

    async def _stored(self) -> list[Stored]:
        return await self.database.read(lambda db: [*_all(db)])


def _all(db: Connection) -> Iterator[Stored]:
    for column in _columns():
        key = list(column.table.primary_key)
        query = select(column.table.c[_PROJECT], column, *key).where(column.is_not(None))
        rows: Any = db.execute(query)
        for project, text, *values in rows:
            own = [v for c, v in zip(key, values, strict=True) if c.name != _PROJECT]
            named = place(column.table.name, project, *own, column=column.name)
            yield Stored(column, values, named, text)


def _columns() -> Iterator[Column[Any]]:
    for table in METADATA.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, EncryptedText))


def _replace(stored: Stored, text: str, db: Connection) -> None:
    """Write *text* unless the secret was changed meanwhile."""
    table = stored.column.table
    same = [c == v for c, v in zip(table.primary_key, stored.key, strict=True)]
    db.execute(
        update(table).where(*same, stored.column == stored.text).values({stored.column.name: text})
    )
