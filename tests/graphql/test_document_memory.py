"""The document cache counts what documents really take: their forms and their hashes too."""

import gc
import tracemalloc
from collections.abc import Callable
from itertools import product
from typing import Any, Final

import pytest

from gateway.graphql.documents.cache import DocumentCache
from gateway.graphql.documents.parser import Document, DocumentParser
from gateway.graphql.documents.store import DocumentStore, NotParsed
from gateway.graphql.request import GraphQLRequest
from gateway.graphql.schema import core, schema
from gateway.observability.metrics import Metrics
from gateway.settings import Settings
from tests.attacks import CHURN

SETTINGS: Final = Settings(database_url="sqlite:///unused.db")
PARSER: Final = DocumentParser(core(schema), SETTINGS)
CONDITIONAL: Final = CHURN["documents of eight combinations each"]
HASHED: Final = CHURN["documents that are asked for by hash"]
HANDLERS: Final = (
    "callHandler { ... on LamlWebhooksCallHandler { requestUrl } ... on RelayTopicCallHandler "
    "{ topic } } messageHandler { __typename }"
)
KINDS: Final[dict[str, Callable[[int], str]]] = {
    "nearly nothing": lambda n: f"{{ a{n}: __typename }}",
    "one number": lambda n: f'{{ a{n}: phoneNumber(number: "+14155550123") {{ id number }} }}',
    "unions": lambda n: f"{{ a{n}: phoneNumbers {{ nodes {{ {HANDLERS} }} }} }}",
    "eight combinations": lambda n: str(CONDITIONAL(8 * n)["query"]),
    "many fields": lambda n: (
        f"{{ a{n}: __typename "
        + " ".join(f"l{m}: phoneNumbers {{ nodes {{ id name {HANDLERS} }} }}" for m in range(15))
        + " }"
    ),
}


def used(document: Document) -> None:
    """Compile the document for every combination of its conditions."""
    [operation] = document.operations
    names = sorted(("c0", "c1", "c2"))
    for chosen in product((True, False), repeat=len(names)):
        values: Any = operation.compiled.coerce(dict(zip(names, chosen, strict=True)))
        operation.compiled.specialized(values.coerced)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bytes_that_are_counted_are_those_that_are_taken(kind: str) -> None:
    used(PARSER.parse(KINDS[kind](0)))  # what the first one takes, all have in common
    gc.collect()
    tracemalloc.start()
    try:
        documents = [PARSER.parse(KINDS[kind](n)) for n in range(1, 11)]
        for document in documents:
            used(document)
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()

    counted = sum(document.memory.bytes for document in documents)
    assert 0.8 < counted / taken < 3


def test_a_document_whose_code_grows_makes_room_for_them() -> None:
    [first, second] = (PARSER.parse(KINDS["eight combinations"](n)) for n in range(2))
    cache = DocumentCache(2 * first.memory.bytes + 5_000)
    cache.put("first", first)
    cache.put("second", second)
    assert len(cache) == 2

    used(second)

    assert cache.get("first") is None
    assert cache.used_bytes <= 2 * first.memory.bytes + 5_000


def test_what_was_evicted_is_counted_no_more() -> None:
    [first, second] = (PARSER.parse(KINDS["eight combinations"](n)) for n in range(2))
    cache = DocumentCache(first.memory.bytes + 5_000)
    cache.put("first", first)
    cache.put("second", second)
    before = cache.used_bytes

    used(first)

    assert cache.get("first") is None
    assert cache.used_bytes == before


def test_hashes_count() -> None:
    cache = DocumentCache(10**6)
    cache.put("text", PARSER.parse("{ __typename }"))
    before = cache.used_bytes

    cache.set_id("hash", "text")
    cache.set_id("hash", "text")

    assert before < cache.used_bytes < before + 2_000


@pytest.mark.parametrize(("make", "count"), [(CONDITIONAL, 900), (HASHED, 800)])
def test_churn_stays_within_the_setting(make: Callable[[int], Any], count: int) -> None:
    """Without the garbage collector: evicted documents are no reference cycles."""
    limit = 4 * 2**20
    settings = SETTINGS.model_copy(update={"document_memory": limit})
    store = DocumentStore(core(schema), settings, Metrics())
    for place in range(100):  # what all have in common
        ask(store, make(place))
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        for place in range(100, 100 + count):
            ask(store, make(place))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        gc.enable()

    assert peak < limit + 5 * 2**20


def ask(store: DocumentStore, sent: dict[str, Any]) -> None:
    asked = GraphQLRequest.of(sent)
    try:
        selected = store.select(asked)
    except NotParsed as new:
        selected = store.select(asked, store.keep(new.text, store.parser.parse(new.text)))
    selected.operation.compiled.specialized(selected.values.coerced)
