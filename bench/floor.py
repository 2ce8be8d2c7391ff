"""The least that an import and an update can be: a bare Starlette route and one statement.

It reads the request that numbergate reads, writes the row that numbergate writes by sqlite3, under
the same pragmas, and answers the same JSON. It checks nothing, knows no duplicates, leaves no event
and logs nothing.
"""

import os
import sqlite3
from datetime import UTC, datetime
from uuid import UUID, uuid4

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

INSERT = """
INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
) VALUES (?, ?, ?, 'longcode', 'US', 15, ?, '[]', 'voice', ?, 0, 1, ?, ?)
"""
UPDATE = """
UPDATE phone_number SET name = ?, version = version + 1, updated_at = ?
WHERE id = ? AND project_id = ? RETURNING number, version
"""
PROJECT = UUID(int=1).hex


def connect(file: str) -> sqlite3.Connection:
    """Open the database as numbergate does."""
    opened = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        opened.execute(f"PRAGMA {pragma}").close()
    return opened


def create_app() -> Starlette:
    """Build the application on the database that the environment names."""
    database = connect(os.environ["FLOOR_DATABASE"])

    async def write(request: Request) -> Response:
        asked = orjson.loads(await request.body())["variables"]["input"]
        written = (_change if "id" in asked else _add)(database, asked)
        return Response(orjson.dumps({"data": written}), media_type="application/json")

    return Starlette(routes=[Route("/graphql", write, methods=["POST"])])


def _add(database: sqlite3.Connection, asked: dict) -> dict:
    key, now = uuid4(), datetime.now(UTC)
    webhook = asked["callHandler"]["lamlWebhooks"]["requestUrl"]
    stored = {"kind": "laml_webhooks", "request_url": webhook, "request_method": "POST"}
    stored |= {"fallback_method": "POST", "status_callback_method": "POST"}
    handler, written = orjson.dumps(stored).decode(), now.strftime("%Y-%m-%d %H:%M:%S.%f")
    row = (key.hex, PROJECT, asked["number"], asked["name"], handler, written, written)
    database.execute("BEGIN IMMEDIATE")
    database.execute(INSERT, row)
    database.execute("COMMIT")
    shown = {"__typename": "LamlWebhooksCallHandler", "requestUrl": webhook}
    number = {"id": str(key), "number": asked["number"], "callHandler": shown}
    number["createdAt"] = now.isoformat()
    return {"importPhoneNumber": {"phoneNumber": number, "warnings": []}}


def _change(database: sqlite3.Connection, asked: dict) -> dict:
    key, now = UUID(asked["id"]).hex, datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    database.execute("BEGIN IMMEDIATE")
    changed = database.execute(UPDATE, (asked["name"], now, key, PROJECT))
    [(number, version)] = changed.fetchall()
    database.execute("COMMIT")
    shown = {"id": asked["id"], "number": number, "name": asked["name"], "version": version}
    return {"updatePhoneNumber": {"phoneNumber": shown}}
