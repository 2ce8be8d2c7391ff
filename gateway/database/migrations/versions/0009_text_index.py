"""Index the text of live numbers on SQLite: trigrams of number and name, kept by triggers.

PostgreSQL has its own trigram indexes since the first revision. See decision 0024 for the tables.
"""

from typing import Final

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES: Final = (
    "CREATE TABLE fts_project (number INTEGER PRIMARY KEY, project_id CHAR(32) NOT NULL UNIQUE)",
    "CREATE TABLE fts_key (key INTEGER PRIMARY KEY, number_id CHAR(32) NOT NULL UNIQUE)",
    (
        "CREATE VIRTUAL TABLE fts_number USING fts5 "
        "(number, name, content='', columnsize=0, detail='none', tokenize='trigram')"
    ),
)
_FILL: Final = (
    (
        "INSERT INTO fts_project (project_id) "
        "SELECT DISTINCT project_id FROM phone_number WHERE released_at IS NULL"
    ),
    (
        "INSERT INTO fts_key (key, number_id) "
        "SELECT (p.number << 40) + row_number() "
        "OVER (PARTITION BY n.project_id ORDER BY n.created_at, n.id), n.id "
        "FROM phone_number AS n JOIN fts_project AS p ON p.project_id = n.project_id "
        "WHERE n.released_at IS NULL"
    ),
    (
        "INSERT INTO fts_number (rowid, number, name) SELECT k.key, n.number, n.name "
        "FROM fts_key AS k CROSS JOIN phone_number AS n ON n.id = k.number_id ORDER BY k.key"
    ),
)
# A project's keys are a range of integers, so that only its own texts are read in a search.
_ADD: Final = """
    INSERT INTO fts_project (project_id) SELECT new.project_id
    WHERE NOT EXISTS (SELECT 1 FROM fts_project WHERE project_id = new.project_id);
    INSERT INTO fts_key (key, number_id) SELECT coalesce((
        SELECT k.key + 1 FROM fts_key AS k
        WHERE k.key >= p.number << 40 AND k.key < (p.number + 1) << 40
        ORDER BY k.key DESC LIMIT 1
    ), p.number << 40), new.id FROM fts_project AS p WHERE p.project_id = new.project_id;
    INSERT INTO fts_number (rowid, number, name)
    SELECT key, new.number, new.name FROM fts_key WHERE number_id = new.id;
"""
_REMOVE: Final = """
    INSERT INTO fts_number (fts_number, rowid, number, name)
    SELECT 'delete', key, old.number, old.name FROM fts_key WHERE number_id = old.id;
    DELETE FROM fts_key WHERE number_id = old.id;
"""
TRIGGERS: Final = {
    "fts_insert": ("INSERT", "new.released_at IS NULL", _ADD),
    "fts_delete": ("DELETE", "old.released_at IS NULL", _REMOVE),
    "fts_release": (
        "UPDATE OF released_at",
        "old.released_at IS NULL AND new.released_at IS NOT NULL",
        _REMOVE,
    ),
    "fts_restore": (
        "UPDATE OF released_at",
        "old.released_at IS NOT NULL AND new.released_at IS NULL",
        _ADD,
    ),
    "fts_rename": (
        "UPDATE OF number, name",
        (
            "old.released_at IS NULL AND new.released_at IS NULL "
            "AND (old.number <> new.number OR old.name IS NOT new.name)"
        ),
        _REMOVE + _ADD,
    ),
}


def upgrade() -> None:
    """Create the index of the live numbers that are there, and the triggers that keep it."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for statement in (*_TABLES, *_FILL):
        op.execute(statement)
    create_triggers()


def create_triggers() -> None:
    """Create the triggers of `phone_number`."""
    for name, (event, condition, body) in TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON phone_number WHEN {condition} BEGIN {body} END"
        )


def downgrade() -> None:
    """Drop the index and its triggers."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}")
    for table in ("fts_number", "fts_key", "fts_project"):
        op.execute(f"DROP TABLE {table}")
