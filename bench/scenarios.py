"""Scenarios: the documents and requests of the benchmark.

The requests of a scenario differ by their *place*, 0 for the first: each reads, imports or renames
another number, and every server gets them in the same order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson

FIRST: Final = 14153120000
# Numbers of one area code, up to +1 415 410 9999: all assigned, none twice.
MOST: Final = 990_000
NUMBERS: Final = 10_000  # that every server has already
BEGAN: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)  # one number is made a second
PAGE: Final = 50
ASKED: Final = 1_000  # of them that are asked for and renamed

_MARK: Final = re.compile(r"%\((\w+)\)([sd])")
HANDLERS: Final = """
  callHandler {
    __typename
    ... on LamlWebhooksCallHandler { requestUrl requestMethod }
    ... on RelayTopicCallHandler { topic }
  }
  messageHandler {
    __typename
    ... on LamlWebhooksMessageHandler { requestUrl requestMethod }
    ... on RelayApplicationMessageHandler { application }
  }
"""
_FIELDS: Final = f"""
  id number name capabilities numberType countryCode tags version createdAt {HANDLERS}
"""
_IMPORT: Final = """
mutation Import($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) {
    ... on ImportPhoneNumberSuccess {
      phoneNumber {
        id number callHandler { __typename ... on LamlWebhooksCallHandler { requestUrl } } createdAt
      }
      warnings { code }
    }
  }
}
"""
_UPDATE: Final = """
mutation Update($input: UpdatePhoneNumberInput!) {
  updatePhoneNumber(input: $input) {
    ... on UpdatePhoneNumberSuccess { phoneNumber { id number name version } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One kind of request. Without a document it is a GET of its path."""

    name: str
    operation: str = ""
    document: str = ""
    variables: dict[str, Any] = field(default_factory=dict[str, Any])
    path: str = "/graphql"
    first: int = 0  # the place that its requests begin at

    @property
    def writes(self) -> bool:
        """Whether it writes to the database."""
        return self.document.startswith("\nmutation")

    def body(self, place: int, ids: Sequence[str]) -> bytes:
        """Return the body at *place*, where *ids* are the ids of existing numbers."""
        at = self.first + place
        values = {"id": ids[at % len(ids)], "number": FIRST + at, "place": at, "end": _end(at)}
        return (self._template() % values).encode()

    def pieces(self) -> tuple[str, list[str]]:
        """Return the body as a format string for C and Lua, and the names of its values."""
        template = self._template()
        return _MARK.sub(r"%\2", template), [name for name, _ in _MARK.findall(template)]

    def _template(self) -> str:
        asked = {"query": self.document, "variables": self.variables}
        named = {"operationName": self.operation} | asked
        return orjson.dumps(named).decode() if self.document else ""


def _end(place: int) -> str:
    """Return when the numbers of the page at this place had all been made."""
    page = place % (NUMBERS // PAGE) + 1
    return f"{BEGAN + timedelta(seconds=PAGE * page):%Y-%m-%dT%H:%M:%SZ}"


ONE: Final = Scenario(
    "one number",
    "One",
    f"query One($id: ID!) {{ phoneNumber(id: $id) {{ {_FIELDS} }} }}",
    {"id": "%(id)s"},
)
READS: Final = (
    ONE,
    Scenario(
        "50 with both unions",
        "Page",
        f"query Page {{ phoneNumbers(first: 50) {{ nodes {{ {_FIELDS} }} }} }}",
    ),
    Scenario(
        "50 with three fields",
        "Plain",
        "query Plain { phoneNumbers(first: 50) { nodes { id number name } } }",
    ),
)
RECORDS: Final = Scenario(
    "50 flat records by REST", path="/api/relay/rest/phone_numbers?page_size=50"
)
# An index serves the kind, a tenth of the numbers; the country is looked at along the way.
FILTERED: Final = Scenario(
    "a filtered page of a million",
    "Filtered",
    "query Filtered($filter: PhoneNumberFilter!) "
    f"{{ phoneNumbers(first: 50, filter: $filter) {{ nodes {{ {_FIELDS} }} }} }}",
    {"filter": {"callHandlerKinds": ["RELAY_TOPIC"], "countryCodes": ["US"]}},
)
# The numbers of this one have handlers that are all different, and its pages are read in turn.
COLD: Final = Scenario(
    "50 with different handlers",
    "Before",
    "query Before($filter: PhoneNumberFilter!) "
    f"{{ phoneNumbers(first: 50, filter: $filter) {{ nodes {{ {_FIELDS} }} }} }}",
    {"filter": {"createdBefore": "%(end)s"}},
)
IMPORT: Final = Scenario(
    "import",
    "Import",
    _IMPORT,
    {
        "input": {
            "number": "+%(number)d",
            "numberType": "LONGCODE",
            "name": "Line %(place)d",
            "callHandler": {"lamlWebhooks": {"requestUrl": "https://example.com/voice"}},
        }
    },
    first=NUMBERS,
)
UPDATE: Final = Scenario(
    "update", "Update", _UPDATE, {"input": {"id": "%(id)s", "name": "Renamed %(place)d"}}
)
WRITES: Final = (IMPORT, UPDATE)
SCENARIOS: Final = {s.name: s for s in (*READS, RECORDS, FILTERED, COLD, *WRITES)}
