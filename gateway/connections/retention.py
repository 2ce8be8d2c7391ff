"""Retention: numbers of connections that were removed by a process that ended meanwhile."""

from typing import Final, cast

from sqlalchemy import Connection, Table, delete, exists, select, tuple_

from gateway.models.connection import ProviderConnection, ProviderNumber

_CONNECTIONS: Final = cast("Table", ProviderConnection.__table__)  # type: ignore[attr-defined]
_NUMBERS: Final = cast("Table", ProviderNumber.__table__)  # type: ignore[attr-defined]
_AT_ONCE: Final = 1000  # rows of one transaction


def prune(db: Connection) -> int:
    """Delete numbers that no connection lists any more; return how many, 1,000 at most."""
    is_listed = exists().where(_CONNECTIONS.c.id == _NUMBERS.c.connection_id)
    key = _NUMBERS.c.connection_id, _NUMBERS.c.external_id
    some = select(*key).where(~is_listed).limit(_AT_ONCE)
    return db.execute(delete(_NUMBERS).where(tuple_(*key).in_(some))).rowcount
