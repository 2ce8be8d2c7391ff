"""Floor: a bare Starlette route with sqlite3 and orjson, the lower bound of the benchmark.

It recognizes documents by operation name, runs one statement for each and writes the response, with
numbergate's pragmas. It has no validation, authentication, duplicate check, events, logs or cache.
"""

import base64
import os
import sqlite3
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SHOWN: Final = (
    "id, number, name, capabilities, number_type, country_code, tags, version, created_at, "
    "call_handler, message_handler"
)
_LIVE: Final = "FROM phone_number WHERE project_id = ? AND released_at IS NULL"
NEWEST: Final = "ORDER BY created_at DESC, id DESC LIMIT 50"
_ONE: Final = f"SELECT {SHOWN} {_LIVE} AND id = ?"
_PAGE: Final = f"SELECT {SHOWN} {_LIVE} {NEWEST}"
PLAIN: Final = "id, number, name"
_PLAIN: Final = f"SELECT {PLAIN} {_LIVE} {NEWEST}"
_FILTERED: Final = f"SELECT {SHOWN} {_LIVE} AND call_handler_kind = ? AND country_code = ? {NEWEST}"
_BEFORE: Final = f"SELECT {SHOWN} {_LIVE} AND created_at < ? {NEWEST}"
_RECORDS: Final = (
    "SELECT id, number, name, country_code, capabilities, number_type, call_receive_mode, "
    f"created_at, updated_at, call_handler, message_handler {_LIVE} {NEWEST}"
)
_INSERT: Final = """
INSERT INTO phone_number (
    id, project_id, number, number_type, country_code, capabilities, name, tags,
    call_receive_mode, call_handler, release_protected, version, created_at, updated_at
) VALUES (?, ?, ?, 'longcode', 'US', 15, ?, '[]', 'voice', ?, 0, 1, ?, ?)
"""
_UPDATE: Final = """
UPDATE phone_number SET name = ?, version = version + 1, updated_at = ?
WHERE id = ? AND project_id = ? RETURNING number, version
"""
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
# The keys of a flat record that no handler of the benchmark's numbers fills.
_UNUSED: Final = (
    "call_laml_application_id", "call_dialogflow_agent_id", "call_relay_topic",
    "call_relay_topic_status_callback_url", "call_relay_script_url", "call_relay_context",
    "call_relay_context_status_callback_url", "call_relay_application", "call_relay_connector_id",
    "call_sip_endpoint_id", "call_verto_resource", "call_video_room_id",
    "calling_handler_resource_id", "message_laml_application_id", "message_relay_topic",
    "message_relay_context", "messaging_handler_resource_id", "e911_address_id", "e911_status",
    "next_billed_at",
)  # fmt: skip
_WEBHOOKS: Final = ("call_request", "call_fallback", "call_status_callback", "message_request",
                    "message_fallback")  # fmt: skip
_BLANK: Final = (
    dict.fromkeys(_UNUSED)
    | {f"{webhook}_url": None for webhook in _WEBHOOKS}
    | {f"{webhook}_method": "POST" for webhook in _WEBHOOKS}
)


class Floor:
    """A database and a project, and the responses from them."""

    def __init__(self, file: str, project: str) -> None:
        """Open the file twice, as numbergate does: to read and to write."""
        self._project = project
        self._writer = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._writer.execute(f"PRAGMA {pragma}").close()
        self._reader = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._operations = {
            "One": self._one, "Page": self._page, "Plain": self._plain,
            "Filtered": self._filtered, "Before": self._before,
            "Import": self._import, "Update": self._update,
        }  # fmt: skip

    async def ask(self, request: Request) -> Response:
        """Answer one of the operations."""
        asked = orjson.loads(await request.body())
        data = self._operations[asked["operationName"]](asked["variables"])
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    async def records(self, _: Request) -> Response:
        """Answer a list of the REST API."""
        data = [_record(row) for row in self._rows(_RECORDS)]
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    def _rows(self, query: str, *values: str) -> list[Any]:
        return self._reader.execute(query, (self._project, *values)).fetchall()

    def _one(self, variables: dict[str, Any]) -> dict[str, Any]:
        [row] = self._rows(_ONE, key_of(variables["id"]))
        return {"phoneNumber": number_of(row)}

    def _page(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"phoneNumbers": {"nodes": [number_of(row) for row in self._rows(_PAGE)]}}

    def _plain(self, _: dict[str, Any]) -> dict[str, Any]:
        rows = self._rows(_PLAIN)
        plain = [{"id": id_of(key), "number": number, "name": name} for key, number, name in rows]
        return {"phoneNumbers": {"nodes": plain}}

    def _filtered(self, variables: dict[str, Any]) -> dict[str, Any]:
        wanted = variables["filter"]
        [kind], [country] = wanted["callHandlerKinds"], wanted["countryCodes"]
        rows = self._rows(_FILTERED, kind.lower(), country)
        return {"phoneNumbers": {"nodes": [number_of(row) for row in rows]}}

    def _before(self, variables: dict[str, Any]) -> dict[str, Any]:
        moment = datetime.fromisoformat(variables["filter"]["createdBefore"])
        rows = self._rows(_BEFORE, _kept(moment))
        return {"phoneNumbers": {"nodes": [number_of(row) for row in rows]}}

    def _import(self, variables: dict[str, Any]) -> dict[str, Any]:
        asked, key, now = variables["input"], uuid4(), datetime.now(UTC)
        webhook = asked["callHandler"]["lamlWebhooks"]["requestUrl"]
        stored = {"kind": "laml_webhooks", "request_url": webhook, "request_method": "POST"}
        stored |= {"fallback_method": "POST", "status_callback_method": "POST"}
        handler, at = orjson.dumps(stored).decode(), _kept(now)
        row = (key.hex, self._project, asked["number"], asked["name"], handler, at, at)
        self._write(_INSERT, row)
        number = {
            "id": id_of(key.hex),
            "number": asked["number"],
            "callHandler": {"__typename": "LamlWebhooksCallHandler", "requestUrl": webhook},
            "createdAt": now.isoformat(),
        }
        return {"importPhoneNumber": {"phoneNumber": number, "warnings": []}}

    def _update(self, variables: dict[str, Any]) -> dict[str, Any]:
        asked, now = variables["input"], _kept(datetime.now(UTC))
        row = (asked["name"], now, key_of(asked["id"]), self._project)
        [(number, version)] = self._write(_UPDATE, row)
        shown = {"id": asked["id"], "number": number, "name": asked["name"], "version": version}
        return {"updatePhoneNumber": {"phoneNumber": shown}}

    def _write(self, statement: str, row: tuple[str, ...]) -> list[Any]:
        self._writer.execute("BEGIN IMMEDIATE")
        written = self._writer.execute(statement, row).fetchall()
        self._writer.execute("COMMIT")
        return written


def create_app() -> Starlette:
    """Build the application; the environment names the database and the project."""
    floor = Floor(os.environ["BENCH_DATABASE"], os.environ["BENCH_PROJECT"])
    return Starlette(
        routes=[
            Route("/graphql", floor.ask, methods=["POST"]),
            Route("/api/relay/rest/phone_numbers", floor.records),
        ]
    )


def number_of(row: Any) -> dict[str, Any]:
    """Return the number of a row as the schema shows it."""
    return {
        "id": id_of(row[0]),
        "number": row[1],
        "name": row[2],
        "capabilities": _capabilities(row[3]),
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
    record = _BLANK | {
        "id": str(UUID(row[0])),
        "number": row[1],
        "name": row[2],
        "country_code": row[3],
        "capabilities": [flag.lower() for flag in _capabilities(row[4])],
        "number_type": row[5],
        "call_receive_mode": row[6],
        "created_at": f"{row[7].replace(' ', 'T')}Z",
        "updated_at": f"{row[8].replace(' ', 'T')}Z",
        "call_handler": call.pop("kind"),
        "message_handler": message.pop("kind"),
    }
    named = {"topic": "relay_topic", "application": "relay_application"}
    record |= {f"call_{named.get(name, name)}": value for name, value in call.items()}
    return record | {f"message_{named.get(name, name)}": v for name, v in message.items()}


def _capabilities(bits: int) -> list[str]:
    return [flag for place, flag in enumerate(_FLAGS) if bits & 1 << place]


def id_of(key: str) -> str:
    """Return the GraphQL id of a number."""
    return base64.urlsafe_b64encode(f"PhoneNumber:{UUID(key)}".encode()).decode()


def key_of(id_: str) -> str:
    """Return the key in a GraphQL id, in hexadecimal."""
    return base64.urlsafe_b64decode(id_).decode().partition(":")[2].replace("-", "")


def _kept(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _handler(stored: str | None, kinds: Any) -> dict[str, Any] | None:
    if stored is None:
        return None
    settings = orjson.loads(stored)
    name, shown = kinds[settings["kind"]]
    return {"__typename": name} | {s: settings[_SETTINGS.get(s, s)] for s in shown}
