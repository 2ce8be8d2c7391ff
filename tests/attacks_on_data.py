"""Requests that are within all limits, or nearly, and make a database work: data for bench/attacks.

Each is sent `times` times, so many of them `together`, by one project with many numbers and events,
while another project asks for little. What a request may cost at most stands at the top.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

CPU_SECONDS: Final = 0.3  # of the server's process, for one request
MEMORY_MIB: Final = 50  # by which the process grows, for good
WAIT_SECONDS: Final = 0.4  # until another project is answered

_CHANCE: Final = random.Random(7)  # noqa: S311  # the same requests each time


def _no_variables() -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Attack:
    """A document, and variables that are other ones each time."""

    finding: int
    document: str | Callable[[], str]
    variables: Callable[[], dict[str, Any]] = _no_variables
    times: int = 20
    together: int = 1

    def text(self) -> str:
        """Return the document to send next."""
        return self.document if isinstance(self.document, str) else self.document()


def _aliases(count: int, field: str) -> str:
    return " ".join(f"a{n}: {field}" for n in range(count))


def _filter(**fields: Callable[[], Any]) -> Callable[[], dict[str, Any]]:
    return lambda: {"f": {name: make() for name, make in fields.items()}}


def _tags(count: int) -> Callable[[], list[str]]:
    return lambda: [f"t{_CHANCE.randrange(10**9)}" for _ in range(count)]


def _shuffled(*items: str) -> Callable[[], list[str]]:
    return lambda: _CHANCE.sample(items, len(items))


def _ids(count: int) -> list[str]:
    return [f"{_CHANCE.getrandbits(128):032x}" for _ in range(count)]


def _uuids() -> dict[str, Any]:
    return {"ids": ["-".join((i[:8], i[8:12], i[12:16], i[16:20], i[20:])) for i in _ids(100)]}


def _some_columns() -> str:
    """Return a document that selects other columns than most before it."""
    some = " ".join(_CHANCE.sample(_COLUMNS, _CHANCE.randrange(1, len(_COLUMNS))))
    return f"{{ phoneNumbers(first: 1) {{ nodes {{ {some} }} }} }}"


_COLUMNS: Final = (
    "id", "uuid", "number", "name", "capabilities", "numberType", "countryCode", "callReceiveMode",
    "callHandlerKind", "messageHandlerKind", "e911AddressId", "e911Status", "nextBilledAt", "tags",
    "releaseProtected", "version", "createdAt", "updatedAt",
)  # fmt: skip
_LIST: Final = (
    "query ($f: PhoneNumberFilter) { phoneNumbers(first: 1, filter: $f) { nodes { id } } }"
)
_COUNT: Final = "query ($f: PhoneNumberFilter) { phoneNumbers(filter: $f) { totalCount } }"
_SEARCH: Final = 'phoneNumbers(first: 1, filter: {numberContains: "00000000"}) { totalCount }'
_NAME: Final = (
    'phoneNumbers(first: 100, filter: {nameContains: "nothing", hasCallHandler: true}, '
    "orderBy: {field: NAME, direction: ASC}) { nodes { id } }"
)
_EVENTS: Final = "events { __typename }"
_DRIFT: Final = "phoneNumberEvents(first: 1, types: [DRIFT_DETECTED]) { nodes { cursor } }"
_COUNTRIES: Final = [a + b for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXY"]
_EVENT_TYPES: Final = ("IMPORTED", "UPDATED", "RELEASED", "E911_CHANGED", "DRIFT_DETECTED", "OTHER")

ATTACKS: Final = {
    "nothing, for comparison": Attack(0, "{ __typename }", times=200),
    "900 tags, others each time": Attack(1, _LIST, _filter(tagsAll=_tags(900)), 40),
    "50 tags, others each time": Attack(1, _LIST, _filter(tagsAll=_tags(50)), 40),
    "a common tag and 49 others": Attack(
        1, _LIST, _filter(tagsAll=lambda: ["common", "rare", *_tags(48)()])
    ),
    "250 countries, shuffled": Attack(1, _COUNT, _filter(countryCodes=_shuffled(*_COUNTRIES))),
    "5,000 countries": Attack(1, _LIST, _filter(countryCodes=lambda: ["US"] * 4_900)),
    "100 ids of nothing": Attack(
        1, "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", _uuids, times=40
    ),
    "event types in other orders": Attack(
        1,
        "query ($t: [PhoneNumberEventType!]) "
        "{ phoneNumberEvents(first: 100, types: $t) { nodes { cursor } } }",
        lambda: {"t": _shuffled(*_EVENT_TYPES)()},
        times=40,
    ),
    "other columns each time": Attack(1, _some_columns, times=400),
    "30 aliases of events of 100 numbers": Attack(
        2, f"{{ phoneNumbers(first: 100) {{ nodes {{ {_aliases(30, _EVENTS)} }} }} }}"
    ),
    "events of 100 numbers, 3 aliases": Attack(
        2, f"{{ phoneNumbers(first: 100) {{ nodes {{ {_aliases(3, _EVENTS)} }} }} }}"
    ),
    "events of 100 numbers, 3 sizes": Attack(
        2,
        "{ phoneNumbers(first: 100) { nodes { a: events(first: 98) { __typename } "
        "b: events(first: 99) { __typename } c: events(first: 100) { __typename } } } }",
    ),
    "events of the numbers of 100 events": Attack(
        2,
        "{ phoneNumberEvents(first: 100) { nodes { phoneNumber { "
        + _aliases(3, _EVENTS)
        + " } } } }",
    ),
    "a type without events": Attack(4, f"{{ {_DRIFT} }}"),
    "20 aliases of a type without events": Attack(4, f"{{ {_aliases(20, _DRIFT)} }}"),
    "all types": Attack(
        4,
        f"{{ phoneNumberEvents(first: 100, types: [{', '.join(_EVENT_TYPES)}]) "
        "{ nodes { changes { field } } } }",
    ),
    "20 substring counts": Attack(14, f"{{ {_aliases(20, _SEARCH)} }}", times=5),
    "20 substring counts, 10 at once": Attack(
        14, f"{{ {_aliases(20, _SEARCH)} }}", times=20, together=10
    ),
    "20 names that nothing has": Attack(14, f"{{ {_aliases(20, _NAME)} }}", times=5),
}
