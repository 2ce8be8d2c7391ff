"""Every cache of our packages is bounded, in entries and in bytes: these tests find them all."""

import ast
import functools
import gc
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import gateway
import resolvers
import schema
from gateway.observability.metrics import Metrics
from gateway.text_cache import text_cache

ROOT: Final = Path(__file__).parent.parent
PACKAGES: Final = (gateway, resolvers, schema)
LONGEST: Final = 1024  # characters of a text that is kept as a key

# Functions whose text is a word of ours, which no client chooses.
OWN_WORDS: Final = {
    "gateway.database.phone_number_filters.lookup_query": "a column",
    "gateway.domain.number_ranges._region": "a region of libphonenumber",
    "gateway.observability.metrics._labeled": "types and outcomes, and names of trusted documents",
    "gateway.rest.openapi.document": "the prefix of the paths",
}
# What functions store items in beyond their own call, and why it does not grow without end.
STORED: Final = {
    "gateway/domain/handler.py __dict__": "the properties of one handler",
    "gateway/providers/telnyx.py _resources": "one refresh: as many as an account has connections",
    "gateway/providers/twilio.py _applications": "one refresh: as many as an account has",
    "gateway/auth/authenticator.py _cache": "begins anew when it is full",
    "gateway/concurrency/token_buckets.py _buckets": "when there are too many, full ones go",
    "gateway/cli/__init__.py environ": "one name",
    "gateway/cli/csv_import.py counts": "one for each status of a row",
    "gateway/cli/import_batch.py _planned": "the rows of one file, in a process of its own",
    "gateway/cli/job_import.py counts": "one for each status of a row",
    "gateway/concurrency/fair_queue.py _running": "projects whose turn it is",
    "gateway/concurrency/fair_queue.py _waiting": "projects that wait, so many turns of each",
    "gateway/database/changes.py info": "the topics of one transaction",
    "gateway/graphql/shared_results.py _results": "bounded in bytes, and kept for a second",
    "gateway/graphql/subscriptions.py _of_projects": "projects that are followed: limited",
    "gateway/services/event_feed.py _tails": "projects that are followed: limited",
    "gateway/database/postgresql_writer.py _waiting": "projects whose transaction runs",
    "gateway/database/lockstep.py completed": "the writes of one transaction",
    "gateway/database/lockstep.py _info": "one function for each connection",
    "gateway/database/lockstep.py parked": "the writes of one transaction",
    "gateway/database/write_batch.py info": "one batch for each connection",
    "gateway/database/migrate.py attributes": "one connection, for Alembic",
    "gateway/database/statements.py _UUID_CONVERTERS": "one for each dialect",
    "gateway/database/statements.py _classes": "one for each dialect",
    "gateway/database/statements.py _compiled": "one for each dialect",
    "gateway/graphql/documents/cache.py _documents": "bounded in bytes",
    "gateway/graphql/documents/cache.py _ids": "one for each document that is kept",
    "gateway/graphql/documents/cache.py _texts": "one for each document that is kept",
    "gateway/graphql/documents/store.py _trusted": "the documents of the manifest",
    "gateway/graphql/limits/cost.py _fragment_sizes": "the fragments of one document",
    "gateway/graphql/limits/size.py _fragment_sizes": "the fragments of one document",
    "gateway/graphql_jit/codegen.py _functions": "the fields of one operation",
    "gateway/graphql_jit/codegen.py _namespace": "the fields of one operation",
    "gateway/graphql_jit/codegen.py _object_functions": "the fields of one operation",
    "gateway/graphql_jit/execution.py _prepared": "the fields of one request",
    "gateway/graphql_jit/operation.py _specializations": "eight for each operation",
    "gateway/graphql/websocket.py _operations": "the operations of one connection, so many at most",
    "gateway/http/unsent_responses.py _sizes": "one for each connection that waits, by bytes",
    "gateway/observability/tracing.py _tracing": "a few names",
    "gateway/upstream/breaker.py _circuits": "one for each project whose platform fails",
    "resolvers/context.py _event_loaders": "the fields of one request",
}


def import_all() -> None:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__") and ".migrations." not in found.name:
                importlib.import_module(found.name)


def lru_caches() -> dict[str, Any]:
    """Return every LRU cache that exists of a function of ours, wherever it is held."""
    gc.unfreeze()  # another test may have hidden what exists
    kept = (c for c in gc.get_objects() if type(c).__name__ == "_lru_cache_wrapper")
    return {name_of(cache): cache for cache in kept if is_ours(cache)}


def name_of(cache: Any) -> str:
    function = inspect.unwrap(cache)
    # sqlite3 caches statements by an LRU cache of its connection, which has no name.
    named = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"


def is_ours(cache: Any) -> bool:
    return name_of(cache).partition(".")[0] in {p.__name__ for p in PACKAGES}


def complaint(cache: Any) -> str | None:
    """Say why a cache may grow without end, if it may."""
    parameters = list(inspect.signature(inspect.unwrap(cache)).parameters.values())
    if cache.cache_parameters()["maxsize"] is None:
        return "no maximum" if parameters else None
    is_text = any(p.annotation in {str, bytes, "str", "bytes"} for p in parameters)
    if is_text and name_of(cache) not in OWN_WORDS:
        max_length = getattr(cache, "max_length", None)
        return None if max_length and max_length <= LONGEST else "text of any length"
    return None


def stores(path: Path) -> Iterator[str]:
    """Yield each attribute or global of a module that a function stores items in."""
    tree = ast.parse(path.read_text())
    where = path.relative_to(ROOT).as_posix()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                for holder in holders(node):
                    yield f"{where} {holder}"


def holders(node: ast.AST) -> Iterator[str]:
    """Yield the dictionaries that a statement stores an item in."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AugAssign):
        targets = [node.target]
    for target in targets:
        for part in ast.walk(target):
            if isinstance(part, ast.Subscript) and not isinstance(part.slice, ast.Slice):
                yield from outer(part.value)
    call = node.func if isinstance(node, ast.Call) else None
    if isinstance(call, ast.Attribute) and call.attr == "setdefault":
        yield from outer(call.value)


def outer(value: ast.expr) -> Iterator[str]:
    """Yield the name of what outlives the function: an attribute, or a global."""
    if isinstance(value, ast.Attribute):
        yield value.attr
    elif isinstance(value, ast.Name) and (value.id.startswith("_") or value.id.isupper()):
        yield value.id


def test_every_lru_cache_has_a_maximum_and_none_keeps_text_of_any_length() -> None:
    import_all()
    application = Metrics()  # which keeps a cache of its own

    found = lru_caches()

    assert application.text()
    assert {name: why for name, cache in found.items() if (why := complaint(cache))} == {}
    assert len(found) > 15
    assert found.keys() >= OWN_WORDS.keys()


def test_every_dictionary_that_outlives_a_call_is_known_to_be_bounded() -> None:
    paths = [p for package in PACKAGES for p in Path(str(package.__file__)).parent.rglob("*.py")]

    found = {store for path in paths if "migrations" not in path.parts for store in stores(path)}

    assert sorted(found - STORED.keys()) == [], "say in STORED why they cannot grow without end"
    assert sorted(STORED.keys() - found) == []


def test_a_cache_without_a_bound_would_be_found(tmp_path: Path) -> None:
    @functools.cache
    def endless(number: int) -> int:
        return number

    @functools.lru_cache(4)
    def long(text: str) -> str:
        return text

    @functools.cache
    def constant() -> int:
        return 1

    module = tmp_path / "module.py"
    module.write_text("class A:\n  def f(self, k, v):\n    self._kept[k] = v\n")
    tree = ast.parse(module.read_text())

    assert complaint(endless) == "no maximum"
    assert complaint(long) == "text of any length"
    assert complaint(constant) is None
    assert [h for node in ast.walk(tree) for h in holders(node)] == ["_kept"]


def test_long_text_is_not_kept() -> None:
    computed: list[str] = []

    @text_cache(2, 3)
    def measure(text: str) -> int:
        computed.append(text)
        return len(text)

    assert [measure(text) for text in ("abc", "abc", "abcd", "abcd")] == [3, 3, 4, 4]
    assert computed == ["abc", "abcd", "abcd"]
