"""Attacks as data, which the tests and bench/ share.

Documents that are small to send and expensive to execute, and requests that are within all limits
or slightly beyond them.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple


def _fragments(count: int, body: str, last: str) -> str:
    """Return a chain of fragments, each of which spreads the next by *body*."""
    inner = (body.replace("NEXT", f"F{n + 1}") for n in range(count - 1))
    chain = [f"fragment F{n} on Query {{ {text} }}" for n, text in enumerate(inner)]
    return "\n".join([*chain, f"fragment F{count - 1} on Query {{ {last} }}"])


def _numbers(body: str) -> str:
    return f"{{ phoneNumbers {{ nodes {{ {body} }} }} }}"


def _aliased(count: int, field: str) -> str:
    return " ".join(f"a{n}: {field}" for n in range(count))


_OF_TYPES: Final = (
    "types { fields { type { ofType { fields { name description args { name } } } } } }"
)
_HEAVY: Final = (
    "phoneNumbers(first: 100) "
    "{ nodes { callHandler { __typename } messageHandler { __typename } } }"
)

# The limit that each document exceeds, and the document.
TOO_COMPLEX: Final = {
    "too many tokens": ("tokens", f"{{{' a' * 1_999}}}"),
    "too many comments": ("tokens", "#\n" * 2_001 + "{ __typename }"),
    "a body full of brackets": ("characters", "{" * 262_000),
    "a body full of blanks": ("characters", "{ __typename }" + " " * 262_000),
    "a body full of escapes": ("characters", '{ lookup(number: "' + r"\n" * 80_000 + '") }'),
    "deep nesting": ("nesting", "{ a" * 190 + " }" * 190),
    "deep inline fragments": ("nesting", "{ ..." * 190 + "{ a }" + " }" * 190),
    "deep fields": ("depth", "{ node(id: 1) " * 16 + "{ id }" + " }" * 16),
    "a chain of fragments": (
        "nesting", "{ ...F0 }" + _fragments(50, "... { ... { ...NEXT } }", "__typename"),
    ),
    "fragments that double": (
        "fields", "{ ...F0 }" + _fragments(50, "...NEXT ...NEXT", "__typename"),
    ),
    "fragments that double by inline fragments": (
        "fields", "{ ...F0 }" + _fragments(40, "... { ...NEXT } ... { ...NEXT }", "__typename"),
    ),
    "fragments that grow nine times": (
        "fields", "{ ...F0 }" + _fragments(49, "...NEXT " * 9, "__typename"),
    ),
    "doubling fragments that nothing uses": (
        "fields", "{ __typename }" + _fragments(50, "...NEXT ...NEXT", "__typename"),
    ),
    "a flood of aliases": ("aliases", _numbers(_aliased(400, "id"))),
    "a flood of aliases at the top": ("root_fields", f"{{ {_aliased(200, '__typename')} }}"),
    "a flood of fields": ("fields", _numbers("id " * 1_900)),
    "a flood of fields in a fragment": (
        "fields", "{ __typename } fragment F on PhoneNumber { " + "id " * 1_900 + "}",
    ),
    "a flood of directives": ("directives", "{ __typename " + "@skip(if: true) " * 280 + "}"),
    "directives on many fields": ("directives", _numbers("id @skip(if: true) " * 240)),
    "directives on one field": ("field_directives", "{ __typename " + "@a " * 5 + "}"),
    "directives on variables": (
        "directives", "query (" + "$v: Int @a @b @c " * 90 + ") { __typename }",
    ),
    "many operations": ("operations", " ".join(f"query Q{n} {{ a }}" for n in range(400))),
    "many fragments": (
        "fragments", "{ a }" + " ".join(f"fragment G{n} on Query {{ a }}" for n in range(240)),
    ),
    "equal fields": ("comparisons", _numbers("callHandler { __typename } " * 240)),
    "equal leaves": ("comparisons", _numbers("id " * 490)),
    "equal fields in inline fragments": (
        "comparisons", _numbers("... on PhoneNumber { callHandler { __typename } } " * 200),
    ),
    "equal fields in fragments": (
        "comparisons",
        _numbers(" ".join(f"...G{n}" for n in range(49)))
        + " ".join(
            f"fragment G{n} on PhoneNumber {{ {'callHandler { __typename } ' * 5}}}"
            for n in range(49)
        ),
    ),
    "conflicting aliases": (
        "comparisons",
        _numbers(" ".join(f"callHandler {{ {'ab'[n % 2]} }}" for n in range(240))),
    ),
    "nested introspection": (
        "introspected_objects", f"{{ __schema {{ {_aliased(29, _OF_TYPES)} }} }}",
    ),
    "introspection at the top": (
        "introspected_objects",
        f"{{ {_aliased(20, f'__schema {{ {_OF_TYPES} {_aliased(0, _OF_TYPES)} }}')} }}",
    ),
    "huge lists": ("cost", f"{{ {_aliased(20, _HEAVY)} }}"),
    "lists of lists": (
        "cost",
        "{ phoneNumbers(first: 100) { nodes { events(first: 100) { nodes { type } } } } }",
    ),
}  # fmt: skip

# Invalid documents, which must be rejected quickly.
INVALID: Final = {
    "many unknown fields": _numbers(" ".join(f"x{n}" for n in range(480))),
    "many unknown types": " ".join(["{", *["... on PhoneNumberz { a }"] * 400, "}"]),
    "many misspelt types": " ".join(
        ["{", *[f"... on UpdatePhoneNumberResul{n} {{ a }}" for n in range(2)], "}"]
    ),
    "many unknown arguments": _numbers("id(a: 1) " * 200),
    "a cycle of fragments": "{ ...F0 }" + _fragments(50, "...NEXT ...NEXT", "...F0"),
    "fragments that spread each other": "{ ...F0 }"
    + " ".join(
        f"fragment F{n} on Query {{ {' '.join(f'...F{m}' for m in range(8))} __typename }}"
        for n in range(50)
    ),
    "nested introspection of four levels": (
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"
    ),
    "many variables": "query ("
    + " ".join(f"$v{n}: Int" for n in range(300))
    + ") { "
    + "...F0 }"
    + _fragments(50, "...NEXT", "__typename"),
    "many operations over many fragments": " ".join(
        f"query Q{n}($a: ID!) {{ {' '.join(f'...G{m}' for m in range(10))} }}" for n in range(10)
    )
    + " ".join(
        f"fragment G{n} on Query {{ node(id: $a) {{ id(x: $b) }} ...G{(n + 1) % 50} }}"
        for n in range(50)
    ),
    "half a document": "{" * 190,
    "an unfinished text": '{ a(b: "' + r"\"" * 16_000,
    "an unfinished block": '{ a(b: """' + '""' * 16_000,
    "a very long name": "{ " + "x" * 32_000 + " }",
    "a very long number": "{ phoneNumbers(first: " + "1" * 32_000 + ") { nodes { id } } }",
    "a value in a value": "{ node(id: " + "[" * 190 + "]" * 190 + ") { id } }",
    "a large value": '{ lookup(number: {a: "' + "x" * 32_000 + '"}) { valid } }',
}


class Request(NamedTuple):
    """A request, sent several times to a server that has the numbers of `bench.attacks`.

    In a text, `#0` becomes the position in the series: each request has another text.
    """

    json: Any = None
    path: str = "/graphql"
    method: str = "POST"
    times: int = 5
    code: str = ""  # of the refusal, where it has to be refused
    headers: Mapping[str, str] = {}


_SCALARS: Final = (
    "id uuid number name capabilities numberType countryCode callReceiveMode callHandlerKind "
    "callHandlerResourceId messageHandlerKind messageHandlerResourceId e911AddressId e911Status "
    "nextBilledAt tags releaseProtected version createdAt updatedAt isValid"
)
_EVENTS: Final = "phoneNumberEvents(last: 100) { nodes { changes { %s } } }"
_URLS: Final = _aliased(27, "requestUrl")
_CONDITIONS: Final = [f"c{n}" for n in range(3)]


def _lists(count: int, first: str = "100") -> str:
    """Return so many lists with all scalars."""
    lists = f"phoneNumbers(first: {first}) {{ nodes {{ {_SCALARS} }} }}"
    return " ".join(f"l{n}: {lists}" for n in range(count))


def _query(text: str, **variables: Any) -> dict[str, Any]:
    return {"query": text, "variables": variables}


def _conditional(place: int) -> dict[str, Any]:
    """Return a request for one of eight forms of a document, of which each eighth is new."""
    fields = " ".join(
        f"{alias}: {name} @include(if: ${_CONDITIONS[n % 3]})"
        for n, (alias, name) in enumerate(
            (f"x{place // 8}_{n}", name) for n, name in enumerate((_SCALARS.split() * 2)[:18])
        )
    )
    declared = " ".join(f"${name}: Boolean!" for name in _CONDITIONS)
    text = f"query ({declared}) {{ phoneNumbers(first: 1) {{ nodes {{ id {fields} }} }} }}"
    return _query(text, **{name: bool(place >> n & 1) for n, name in enumerate(_CONDITIONS)})


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _with_credentials(credentials: str) -> Request:
    return Request(
        _query("{ __typename }"), code="UNAUTHENTICATED", headers={"Authorization": credentials}
    )


REQUESTS: Final = {
    "all events' changes, thirty times each": Request(
        _query(f"{{ {_EVENTS % _aliased(30, 'after')} }}"), code="ANSWER_TOO_LARGE",
    ),
    "the same under numbers": Request(
        _query(
            "{ phoneNumbers(first: 40) { nodes { events(first: 2) { nodes { changes { "
            + _aliased(25, "after") + " } } } } } }"
        ),
        code="ANSWER_TOO_LARGE",
    ),
    "the same with a field that fails": Request(
        _query(
            "{ phoneNumberEvents(last: 40) { nodes { changes { " + _aliased(30, "after")
            + ' } phoneNumber { events(after: "x") { __typename } } } } }'
        ),
        code="ANSWER_TOO_LARGE",
    ),
    "all URLs, 27 times each": Request(
        _query(
            "{ phoneNumbers(first: 100) { nodes { callHandler { ... on LamlWebhooksCallHandler { "
            + _URLS + " } } } } }"
        ),
        code="ANSWER_TOO_LARGE",
    ),
    "a page of 1,000 records": Request(
        None, "/api/relay/rest/phone_numbers?page_size=1000", "GET", code="answer_too_large",
    ),
    "a page of 1,000 numbers with short URLs": Request(
        None, "/api/relay/rest/phone_numbers?page_size=1000&filter_name=short", "GET",
    ),
    "many lists and a mistake": Request(
        _query(f'{{ {_lists(18)} b: phoneNumber(id: "x") {{ id }} }}'), code="QUERY_TOO_COMPLEX",
    ),
    "fewer lists and a mistake": Request(
        _query(
            f'{{ {_lists(15)} b: phoneNumber(id: "x") {{ id }} }}'
        ),
    ),
    "fewer lists and the schema": Request(
        _query(
            f"{{ {_lists(15)} b: __schema {{ types {{ name }} }} }}"
        ),
    ),
    "fewer lists and a mistake in one of them": Request(
        _query(
            f"{{ {_lists(15)} b: phoneNumbers(first: 0) {{ __typename }} }}"
        ),
    ),
    "a record of unknown keys": Request(
        {f"call_request_urk{n}": 1 for n in range(4_990)},
        "/api/relay/rest/imported_phone_numbers",
        code="invalid_parameter",
    ),
    "a record of long unknown keys": Request(
        {f"{'call_request_url_' * 400}{n}": 1 for n in range(38)},
        "/api/relay/rest/imported_phone_numbers",
        code="invalid_parameter",
    ),
    "variables of unknown keys": Request(
        _query(
            "query ($f: PhoneNumberFilter) { phoneNumbers(filter: $f) { totalCount } }",
            f={f"createdAftes{n}": 1 for n in range(4_900)},
        ),
        code="BAD_USER_INPUT",
    ),
    "variables with a long key": Request(
        _query(
            "query ($f: PhoneNumberFilter) { phoneNumbers(filter: $f) { totalCount } }",
            f={f"{'createdAfter' * 2_000}{n}": 1 for n in range(10)},
        ),
        code="BAD_USER_INPUT",
    ),
    "a list of wrong tags": Request(
        _query(
            "mutation ($i: ImportPhoneNumberInput!) { importPhoneNumber(input: $i) "
            "{ ... on Problem { message } ... on ValidationFailed { fieldErrors { message } } } }",
            i={"number": "+14155550199", "numberType": "LONGCODE", "tags": ["Tag "] * 4_900},
        ),
    ),
    "a size as a float": Request(
        _query(
            f"query ($n: Int) {{ {_lists(18, '$n')} }}",
            n=100.0,
        ),
        code="QUERY_TOO_COMPLEX",
    ),
    "NUL in the id of a token": _with_credentials("Basic " + _base64("x:ng_\0abc_secret")),
    "a JWT of deep JSON": _with_credentials("Bearer " + _base64("[" * 6_000) + ".e30.e30"),
    "a mutation from another site": Request(
        _query("mutation { __typename }"), code="CROSS_SITE", headers={"Origin": "https://e.test"},
    ),
    "a query by a name that resolves to this machine": Request(
        _query("{ __typename }"), code="CROSS_SITE", headers={"Host": "rebound.example.com"},
    ),
    "credentials of 30 KB": _with_credentials("Bearer ng_" + "0" * 30_000),
}  # fmt: skip

# Documents and hashes that fill the document cache: what the request at each position sends.
CHURN: Final[dict[str, Callable[[int], Any]]] = {
    "documents of eight combinations each": _conditional,
    "documents that are asked for by hash": lambda place: _hashed(f"{{ h{place}: __typename }}"),
    "documents that are no GraphQL": lambda place: _query(f"{{ x{place}({'a ' * 300}"),
}


def _hashed(text: str) -> dict[str, Any]:
    found = sha256(text.encode()).hexdigest()
    return {"query": text, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": found}}}
