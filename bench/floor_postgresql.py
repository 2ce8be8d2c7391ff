"""Floor on PostgreSQL: a bare Starlette route with asyncpg and orjson, the lower bound there.

It does what `bench.floor` does, over a pool of 15 connections, each statement by itself.
"""

import os
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.floor import NEWEST, PLAIN, SHOWN, id_of, key_of, number_of

_LIVE: Final = "FROM phone_number WHERE project_id = $1 AND released_at IS NULL"
_ONE: Final = f"SELECT {SHOWN} {_LIVE} AND id = $2"
_PAGE: Final = f"SELECT {SHOWN} {_LIVE} {NEWEST}"
_BEFORE: Final = f"SELECT {SHOWN} {_LIVE} AND created_at < $2 {NEWEST}"
_PLAIN: Final = f"SELECT {PLAIN} {_LIVE} {NEWEST}"
_INSERT: Final = """
INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
) VALUES ($1, $2, $3, 'longcode', 'US', 15, $4, '[]', 'voice', $5, false, 1, $6, $6)
"""
_UPDATE: Final = """
UPDATE phone_number SET name = $1, version = version + 1, updated_at = $2
WHERE id = $3 AND project_id = $4 RETURNING number, version
"""
Operation = Callable[[dict[str, Any]], Coroutine[Any, Any, dict[str, Any]]]


class Floor:
    """A database and a project, and the responses from them."""

    def __init__(self, socket: str, project: str) -> None:
        """Connect with the first request, by the folder of the server's *socket*."""
        self._socket, self._project, self._pool = socket, UUID(project), None
        self._operations: dict[str, Operation] = {
            "One": self._one, "Page": self._page, "Plain": self._plain, "Before": self._before,
            "Import": self._import, "Update": self._update,
        }  # fmt: skip

    async def ask(self, request: Request) -> Response:
        """Answer one of the operations."""
        asked = orjson.loads(await request.body())
        data = await self._operations[asked["operationName"]](asked["variables"])
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    async def _fetch(self, query: str, *values: object) -> list[Any]:
        if self._pool is None:
            self._pool = await asyncpg.create_pool(
                host=self._socket, user="postgres", database="postgres", min_size=15, max_size=15
            )
        return await self._pool.fetch(query, *values)

    async def _one(self, variables: dict[str, Any]) -> dict[str, Any]:
        [row] = await self._fetch(_ONE, self._project, UUID(key_of(variables["id"])))
        return {"phoneNumber": number_of(_text(row))}

    async def _page(self, _: dict[str, Any]) -> dict[str, Any]:
        rows = await self._fetch(_PAGE, self._project)
        return {"phoneNumbers": {"nodes": [number_of(_text(row)) for row in rows]}}

    async def _before(self, variables: dict[str, Any]) -> dict[str, Any]:
        moment = datetime.fromisoformat(variables["filter"]["createdBefore"])
        rows = await self._fetch(_BEFORE, self._project, moment)
        return {"phoneNumbers": {"nodes": [number_of(_text(row)) for row in rows]}}

    async def _plain(self, _: dict[str, Any]) -> dict[str, Any]:
        rows = await self._fetch(_PLAIN, self._project)
        plain = [{"id": id_of(key.hex), "number": n, "name": name} for key, n, name in rows]
        return {"phoneNumbers": {"nodes": plain}}

    async def _import(self, variables: dict[str, Any]) -> dict[str, Any]:
        asked, key, now = variables["input"], uuid4(), datetime.now(UTC)
        webhook = asked["callHandler"]["lamlWebhooks"]["requestUrl"]
        stored = {"kind": "laml_webhooks", "request_url": webhook, "request_method": "POST"}
        stored |= {"fallback_method": "POST", "status_callback_method": "POST"}
        handler = orjson.dumps(stored).decode()
        row = (key, self._project, asked["number"], asked["name"], handler, now)
        await self._fetch(_INSERT, *row)
        number = {
            "id": id_of(key.hex),
            "number": asked["number"],
            "callHandler": {"__typename": "LamlWebhooksCallHandler", "requestUrl": webhook},
            "createdAt": now.isoformat(),
        }
        return {"importPhoneNumber": {"phoneNumber": number, "warnings": []}}

    async def _update(self, variables: dict[str, Any]) -> dict[str, Any]:
        asked = variables["input"]
        row = (asked["name"], datetime.now(UTC), UUID(key_of(asked["id"])), self._project)
        [(number, version)] = await self._fetch(_UPDATE, *row)
        shown = {"id": asked["id"], "number": number, "name": asked["name"], "version": version}
        return {"updatePhoneNumber": {"phoneNumber": shown}}


def create_app() -> Starlette:
    """Build the application; the environment names the database and the project."""
    floor = Floor(os.environ["BENCH_DATABASE"], os.environ["BENCH_PROJECT"])
    return Starlette(routes=[Route("/graphql", floor.ask, methods=["POST"])])


def _text(row: Any) -> list[Any]:
    """Return the row as SQLite keeps it: its id in hexadecimal, and the time as text."""
    values = list(row)
    values[0], values[8] = values[0].hex, values[8].strftime("%Y-%m-%d %H:%M:%S.%f")
    return values
