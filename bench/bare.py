"""The least that the reads of bench.reads can be: a bare Starlette route, sqlite3 and orjson.

It knows the three documents by heart, selects the columns that they need and writes the answer.
It checks nothing, knows nobody and logs nothing.
"""

import base64
import os
import sqlite3
from typing import Any, Final
from uuid import UUID

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.rest import flat

_FULL: Final = (
    "id, number, name, capabilities, number_type, country_code, tags, version, created_at, "
    "call_handler, message_handler"
)
_LIVE: Final = "FROM phone_number WHERE project_id = ? AND released_at IS NULL"
_NEWEST: Final = "ORDER BY created_at DESC, id DESC LIMIT ?"
_ONE: Final = f"SELECT {_FULL} {_LIVE} AND number = ?"
_PAGE: Final = f"SELECT {_FULL} {_LIVE} {_NEWEST}"
_PLAIN: Final = f"SELECT id, number, name {_LIVE} {_NEWEST}"
_RECORDS: Final = (
    "SELECT id, number, name, country_code, capabilities, number_type, call_receive_mode, "
    f"created_at, updated_at, call_handler, message_handler {_LIVE} {_NEWEST}"
)
_BLANK: Final = flat.CALLS.unused | flat.MESSAGES.unused
_FLAGS: Final = ("VOICE", "FAX", "SMS", "MMS")
_CALLS: Final = {
    "laml_webhooks": ("LamlWebhooksCallHandler", ("requestUrl", "requestMethod")),
    "relay_topic": ("RelayTopicCallHandler", ("topic",)),
}
_MESSAGES: Final = {
    "laml_webhooks": ("LamlWebhooksMessageHandler", ("requestUrl", "requestMethod")),
    "relay_application": ("RelayApplicationMessageHandler", ("application",)),
}
_SETTINGS: Final = {"requestUrl": "request_url", "requestMethod": "request_method"}


def create_app() -> Starlette:
    """Build the application on the database and the project that the environment names."""
    database = sqlite3.connect(f"file:{os.environ['BARE_DATABASE']}?mode=ro", uri=True)
    project = os.environ["BARE_PROJECT"]

    async def ask(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        data = _answer(database, project, asked["query"], asked.get("variables") or {})
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    async def records(_: Request) -> Response:
        rows = database.execute(_RECORDS, (project, 50)).fetchall()
        data = [_record(row) for row in rows]
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    return Starlette(
        routes=[
            Route("/graphql", ask, methods=["POST"]),
            Route("/api/relay/rest/phone_numbers", records),
        ]
    )


def _answer(database: Any, project: str, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    if query.startswith("query One"):
        row = database.execute(_ONE, (project, variables["number"])).fetchone()
        return {"phoneNumber": _number(row)}
    if query.startswith("query Page"):
        rows = database.execute(_PAGE, (project, 50)).fetchall()
        return {"phoneNumbers": {"nodes": [_number(row) for row in rows]}}
    rows = database.execute(_PLAIN, (project, 50)).fetchall()
    plain = [{"id": _id(r[0]), "number": r[1], "name": r[2]} for r in rows]
    return {"phoneNumbers": {"nodes": plain}}


def _number(row: Any) -> dict[str, Any]:
    return {
        "id": _id(row[0]),
        "number": row[1],
        "name": row[2],
        "capabilities": [flag for place, flag in enumerate(_FLAGS) if row[3] & 1 << place],
        "numberType": row[4].upper(),
        "countryCode": row[5],
        "tags": orjson.loads(row[6]),
        "version": row[7],
        "createdAt": f"{row[8].replace(' ', 'T')}+00:00",
        "callHandler": _handler(row[9], _CALLS),
        "messageHandler": _handler(row[10], _MESSAGES),
    }


def _record(row: Any) -> dict[str, Any]:
    call, message = orjson.loads(row[9]), orjson.loads(row[10])
    record = {key: value for key, value in _BLANK.items() if key not in flat.UNPUBLISHED}
    record |= {
        "id": str(UUID(row[0])),
        "number": row[1],
        "name": row[2],
        "country_code": row[3],
        "capabilities": [flag.lower() for n, flag in enumerate(_FLAGS) if row[4] & 1 << n],
        "number_type": row[5],
        "call_receive_mode": row[6],
        "created_at": f"{row[7].replace(' ', 'T')}Z",
        "updated_at": f"{row[8].replace(' ', 'T')}Z",
        "e911_address_id": None,
        "e911_status": None,
        "next_billed_at": None,
        "messaging_handler_resource_id": None,
        "call_handler": call.pop("kind"),
        "message_handler": message.pop("kind"),
    }
    named = {"topic": "relay_topic", "application": "relay_application"}
    record |= {f"call_{named.get(name, name)}": value for name, value in call.items()}
    return record | {f"message_{named.get(name, name)}": v for name, v in message.items()}


def _id(key: str) -> str:
    return base64.urlsafe_b64encode(f"PhoneNumber:{UUID(key)}".encode()).decode()


def _handler(stored: str, kinds: Any) -> dict[str, Any]:
    settings = orjson.loads(stored)
    name, shown = kinds[settings["kind"]]
    return {"__typename": name} | {s: settings[_SETTINGS.get(s, s)] for s in shown}
