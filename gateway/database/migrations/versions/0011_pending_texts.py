"""Keep a pending list before SQLite's text index: changes enter the index many at a time.

A change of the index writes pages of it, whether it is of one text or of sixty. See decision 0024.
"""

from importlib import import_module
from typing import Any, Final

from alembic import op

revision = "0011"
down_revision = "0010"

_PREVIOUS: Final[Any] = import_module("gateway.database.migrations.versions.0009_text_index")
# number and name: what the index may have of it, which is not right any more. They are null for a
# number that was not live.
_TABLE: Final = (
    "CREATE TABLE fts_pending (id INTEGER PRIMARY KEY, number_id CHAR(32) NOT NULL, "
    "project_id CHAR(32) NOT NULL, number VARCHAR(16), name VARCHAR(255))"
)
_MOST: Final = 64  # entries: a search takes all of its project as candidates
_ADDED: Final = """
    INSERT INTO fts_pending (number_id, project_id) VALUES (new.id, new.project_id);
"""
_CHANGED: Final = """
    INSERT INTO fts_pending (number_id, project_id, number, name)
    VALUES (old.id, old.project_id, old.number, old.name);
"""
_BODIES: Final = {
    "fts_insert": _ADDED,
    "fts_delete": _CHANGED,
    "fts_release": _CHANGED,
    "fts_restore": _ADDED,
    "fts_rename": _CHANGED,
}
# The first entry of a number has the text that is in the index, if it is there.
_MERGE: Final = """
    CREATE TRIGGER fts_merge AFTER INSERT ON fts_pending WHEN new.id >= {most} BEGIN
        INSERT INTO fts_number (fts_number, rowid, number, name)
        SELECT 'delete', k.key, p.number, p.name
        FROM (SELECT number_id, min(id), number, name FROM fts_pending GROUP BY number_id) AS p
        JOIN fts_key AS k ON k.number_id = p.number_id
        WHERE p.number IS NOT NULL ORDER BY k.key;

        DELETE FROM fts_key WHERE number_id IN (SELECT number_id FROM fts_pending) AND NOT EXISTS (
            SELECT 1 FROM phone_number AS n
            WHERE n.id = fts_key.number_id AND n.released_at IS NULL
        );

        INSERT INTO fts_project (project_id) SELECT DISTINCT project_id FROM fts_pending
        WHERE project_id NOT IN (SELECT project_id FROM fts_project);

        INSERT INTO fts_key (key, number_id)
        SELECT coalesce((
            SELECT k.key FROM fts_key AS k
            WHERE k.key >= added.project << 40 AND k.key < (added.project + 1) << 40
            ORDER BY k.key DESC LIMIT 1
        ), (added.project << 40) - 1) + added.place, added.id
        FROM (
            SELECT n.id, p.number AS project,
                row_number() OVER (PARTITION BY n.project_id ORDER BY n.created_at, n.id) AS place
            FROM phone_number AS n JOIN fts_project AS p ON p.project_id = n.project_id
            WHERE n.id IN (SELECT number_id FROM fts_pending) AND n.released_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM fts_key AS k WHERE k.number_id = n.id)
        ) AS added;

        INSERT INTO fts_number (rowid, number, name) SELECT k.key, n.number, n.name
        FROM fts_key AS k JOIN phone_number AS n ON n.id = k.number_id
        WHERE k.number_id IN (SELECT number_id FROM fts_pending) ORDER BY k.key;

        DELETE FROM fts_pending;
    END
"""


def upgrade() -> None:
    """Create the list, its triggers, and the trigger that merges it into the index."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(_TABLE)
    _drop_triggers()
    for name, body in _BODIES.items():
        event, condition, _ = _PREVIOUS.TRIGGERS[name]
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON phone_number WHEN {condition} BEGIN {body} END"
        )
    op.execute(_MERGE.format(most=_MOST))


def downgrade() -> None:
    """Merge the list, and have the triggers write the index themselves again."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("INSERT INTO fts_pending (id, number_id, project_id) VALUES (1000, '', '')")
    _drop_triggers()
    op.execute("DROP TABLE fts_pending")
    _PREVIOUS.create_triggers()


def _drop_triggers() -> None:
    for name in _BODIES:
        op.execute(f"DROP TRIGGER {name}")
