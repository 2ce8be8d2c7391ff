"""Hive Gateway over numbergate's REST API: the no-code way to GraphQL, and the same information.

    python -m bench --part hive

GraphQL Mesh composes the schema from the OpenAPI description, and Hive Gateway serves it with its
just-in-time compiler. Its requests pass through a numbergate of their own, which is counted with
it. Both are asked for what both have: the flat record has no version, and its tags are others.
"""

import base64
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from bench import node
from bench.contenders import Contender, Ring
from bench.peers import HIVE
from bench.processes import Server, serving
from bench.scenarios import HANDLERS, Scenario

_API: Final = "/api/relay/rest"
_FIELDS: Final = f"id number name capabilities numberType countryCode createdAt {HANDLERS}"
_RECORD: Final = """
  id number name capabilities number_type country_code created_at
  call_handler call_request_url call_request_method call_relay_topic
  message_handler message_request_url message_request_method call_relay_application
  message_relay_application
"""
ONE: Final = Scenario(
    "one number, without tags",
    "One",
    f"query One($id: ID!) {{ phoneNumber(id: $id) {{ {_FIELDS} }} }}",
    {"id": "%(id)s"},
)
PAGE: Final = Scenario(
    "50 with both unions, without tags",
    "Page",
    f"query Page {{ phoneNumbers(first: 50) {{ nodes {{ {_FIELDS} }} }} }}",
)
SCENARIOS: Final = (ONE, PAGE)
_OURS: Final = {
    ONE.name: "query One($id: String!) { getPhoneNumber(id: $id) "
    f"{{ ... on PhoneNumber {{ {_RECORD} }} }} }}",
    PAGE.name: "query Page { listPhoneNumbers(page_size: 50) "
    f"{{ ... on Page {{ data {{ {_RECORD} }} }} }} }}",
}


# Its DateTime has milliseconds, and the numbers were made a microsecond after a second.
_MADE: Final = ".000001+00:00"


class Chain(Server):
    """A gateway and the server behind it, which work together on each request."""

    behind: Server

    def cpu(self) -> float:
        """Return the CPU time of both so far, in milliseconds."""
        return super().cpu() + self.behind.cpu()

    def memory(self) -> float:
        """Return the resident memory of both, in MB."""
        return super().memory() + self.behind.memory()


class Gateway(Contender):
    """Is asked with documents of its own, and its responses are read as numbergate's."""

    def asked(self, scenario: Scenario) -> Scenario:
        """Return the same question in the derived schema."""
        return replace(scenario, document=_OURS[scenario.name])

    def keys(self, ids: Sequence[str]) -> Sequence[str]:
        """Return the uuids in numbergate's ids."""
        return [base64.urlsafe_b64decode(id_).decode().partition(":")[2] for id_ in ids]

    def data(self, scenario: Scenario, body: bytes) -> Any:
        """Return its response to one request as numbergate would have answered."""
        found = super().data(scenario, body)
        if "getPhoneNumber" in found:
            return {"phoneNumber": _number(found["getPhoneNumber"])}
        nodes = [_number(record) for record in found["listPhoneNumbers"]["data"]]
        return {"phoneNumbers": {"nodes": nodes}}


def start(ring: Ring, folder: Path, running: ExitStack) -> Contender:
    """Start the gateway over a numbergate of its own."""
    node.install(node.HIVE)
    behind = ring.numbergate(HIVE, ring.sqlite(HIVE))
    supergraph = folder / "supergraph.graphql"
    _compose(f"http://127.0.0.1:{behind.server.port}{_API}", supergraph)
    options = ["supergraph", str(supergraph), "--host", "127.0.0.1", "--jit", "--polling", "1h"]
    program = [str(_program("hive-gateway"))]
    server = running.enter_context(serving(*options, program=program, kind=Chain))
    server.behind = behind.server
    return Gateway(HIVE, server, "", behind.token, compiles=True)


def _program(name: str) -> Path:
    return node.HIVE / "node_modules" / ".bin" / name


def _compose(api: str, supergraph: Path) -> None:
    subprocess.run(
        [_program("mesh-compose"), "-o", supergraph],
        check=True,
        capture_output=True,
        cwd=node.HIVE,
        env=os.environ | {"BENCH_API": api},
        timeout=120,
    )


def _number(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": base64.urlsafe_b64encode(f"PhoneNumber:{UUID(record['id'])}".encode()).decode(),
        "number": record["number"],
        "name": record["name"],
        "capabilities": [capability.upper() for capability in record["capabilities"]],
        "numberType": record["number_type"].upper(),
        "countryCode": record["country_code"],
        "createdAt": record["created_at"].replace(".000Z", _MADE),
        "callHandler": _handler(record, "call", "Call"),
        "messageHandler": _handler(record, "message", "Message"),
    }


def _handler(record: dict[str, Any], use: str, name: str) -> dict[str, Any]:
    kind = record[f"{use}_handler"]
    if kind == "relay_topic":
        return {"__typename": f"RelayTopic{name}Handler", "topic": record[f"{use}_relay_topic"]}
    if kind == "relay_application":
        application = record[f"{use}_relay_application"]
        return {"__typename": f"RelayApplication{name}Handler", "application": application}
    return {
        "__typename": f"LamlWebhooks{name}Handler",
        "requestUrl": record[f"{use}_request_url"],
        "requestMethod": record[f"{use}_request_method"],
    }
