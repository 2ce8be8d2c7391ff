"""Peers: the servers that are compared, and who is compared with whom on the same database."""

from typing import Final

FLOOR: Final = "floor"
GATE: Final = "numbergate"
STOCK: Final = "Strawberry, stock"
MERCURIUS: Final = "Mercurius, bare"
DRESSED: Final = "Mercurius, dressed"
ATTACHED: Final = "numbergate, attached"
HIVE: Final = "Hive Gateway over REST"

_REMOTE: Final = ", PostgreSQL"
REMOTE_FLOOR: Final = FLOOR + _REMOTE
REMOTE: Final = GATE + _REMOTE
REMOTE_MERCURIUS: Final = MERCURIUS + _REMOTE
REMOTE_DRESSED: Final = DRESSED + _REMOTE
REMOTE_ATTACHED: Final = ATTACHED + _REMOTE

ON_SQLITE: Final = (FLOOR, GATE, MERCURIUS, DRESSED)
ON_POSTGRESQL: Final = (REMOTE_FLOOR, REMOTE, REMOTE_MERCURIUS, REMOTE_DRESSED)
EVERYONE: Final = (*ON_SQLITE, STOCK, *ON_POSTGRESQL)
ROLES: Final = ("floor", "Mercurius, bare", "Mercurius, dressed")  # the columns of a summary
OTHERS: Final = {
    GATE: ("SQLite", (FLOOR, MERCURIUS, DRESSED)),
    REMOTE: ("PostgreSQL", (REMOTE_FLOOR, REMOTE_MERCURIUS, REMOTE_DRESSED)),
}

# What each does for a request besides answering it; the tables are to be read beside this.
PROMISES: Final = """\
| what a request gets | floor | Mercurius, bare | Mercurius, dressed | numbergate |
|---|---|---|---|---|
| any document of a schema | no: seven are hard-coded | compiled | compiled | compiled |
| types and one-of inputs for each kind of handler | no | 2 of 17 kinds | 2 of 17 kinds | yes |
| a token, looked up and remembered for 5 s | no | no | yes | yes, and its scopes |
| rate limit | no | no | yes, by token | yes, by project and by token |
| request id, security headers, a log line | no | no | yes | yes |
| limits of a document | no | no | depth | depth, fields, aliases, cost, time |
| limits of a server that is overloaded | no | no | no | yes |
| validation of an import | no | no | libphonenumber-js, URL | libphonenumber, URLs, text |
| an event, its position without gaps, in the same transaction | no | no | yes | yes |
| retries by a key; versions; subscriptions; webhooks | no | no | no | yes |
"""


def base_of(name: str) -> str:
    """Return the floor on the database of this server."""
    return REMOTE_FLOOR if name.endswith(_REMOTE) else FLOOR


def unattached(name: str) -> str:
    """Return numbergate without a platform, on the database of this server."""
    return REMOTE if name.endswith(_REMOTE) else GATE


def gate(_: str) -> str:
    """Return numbergate on SQLite."""
    return GATE
