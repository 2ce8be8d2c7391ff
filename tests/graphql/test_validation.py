"""Documents are validated as by graphql-core's own function, and nothing is left of it."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import graphql
import pytest
from graphql import GraphQLError, parse
from graphql.validation.validate import ValidationAbortedError

from gateway.graphql.documents.parser import DocumentParser
from gateway.graphql.limits.validation import validate
from gateway.graphql.limits.validation_rules import rules
from gateway.graphql.schema import core, schema
from gateway.settings import Settings
from tests.attacks import INVALID

UNPARSABLE: Final = {"half a document", "an unfinished text", "an unfinished block"}
RULES: Final = rules(introspection=True)
DOCUMENTS: Final = {
    **{name: text for name, text in INVALID.items() if name not in UNPARSABLE},
    "nothing wrong": "{ phoneNumbers(first: 2) { nodes { id ...F } } } "
    "fragment F on PhoneNumber { number callHandler { __typename } }",
    "a misspelt field": "{ phoneNumbrs { nodes { id } } }",
    "fragments nested too deeply": "{ ...G0 } "
    + " ".join(f"fragment G{n} on Query {{ ...G{n + 1} }}" for n in range(300))
    + " fragment G300 on Query { __typename }",
}
FEW: Final = "query Q($first: Int) { phoneNumbers(first: $first) { nodes { id } } }"


def described(errors: list[GraphQLError]) -> list[Any]:
    """Return what clients see of the errors, but for the words of an abortion."""
    return [
        ValidationAbortedError
        if isinstance(error, ValidationAbortedError)
        else (error.message, error.locations)
        for error in errors
    ]


@pytest.mark.parametrize("hide_suggestions", [False, True])
@pytest.mark.parametrize("limit", [1, 20])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_errors_are_those_of_graphql_core(
    name: str, limit: int, *, hide_suggestions: bool
) -> None:
    document = parse(DOCUMENTS[name])
    expected = graphql.validate(core(schema), document, RULES, limit, hide_suggestions)

    errors = validate(core(schema), document, RULES, limit, hide_suggestions=hide_suggestions)

    assert described(errors) == described(expected)
    assert bool(errors) == (name != "nothing wrong")


@contextmanager
def collected() -> Iterator[list[Any]]:
    """Give what only the garbage collector would free of what the block has made."""
    garbage = list[Any]()
    gc.collect()
    gc.disable()
    try:
        yield garbage
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        garbage += gc.garbage
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def test_validation_leaves_little_garbage() -> None:
    document = parse(FEW)
    with collected() as left_by_graphql_core:
        graphql.validate(core(schema), document, RULES)
    with collected() as left:
        validate(core(schema), document, RULES, 20, hide_suggestions=True)

    assert len(left_by_graphql_core) > 600  # the control
    assert len(left) < 100


def test_a_document_that_is_evicted_is_freed_at_once() -> None:
    parser = DocumentParser(core(schema), Settings(database_url="sqlite:///unused.db"))
    with collected() as left:
        document: Any = parser.parse("query ($a: Boolean!) { a: __typename @skip(if: $a) }")
        [operation] = document.operations
        values = operation.compiled.coerce({"a": False})
        result = asyncio.run(operation.compiled.execute(None, values))
        del document, operation, values

    assert result.data == {"a": "Query"}
    assert not [f for f in left if isinstance(f, graphql.DocumentNode | graphql.FieldNode)]
    assert len(left) < 150  # of validation
