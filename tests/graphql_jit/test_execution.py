"""Compiled execution answers what graphql-core answers, byte for byte.

Operations are made up from the real schema, and from one whose objects break every promise that
their types make. `python -m bench.differential 10000` tries as many as it is told.
"""

import asyncio
import gc
import warnings
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
    parse,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.domain.enums import Scope
from gateway.graphql.schema import core, schema
from gateway.graphql_jit import CompiledOperation
from gateway.graphql_jit.explanation import Explanation
from gateway.graphql_jit.memory import Memory
from resolvers.context import Context
from tests import strange
from tests.operations import documents, executed
from tests.sample_numbers import SampleNumbers

REAL: Final = core(schema)
STRANGE: Final = core(strange.schema)
ARGUMENTS: Final[dict[str, st.SearchStrategy[str]]] = {
    "first": st.sampled_from(["1", "3", "50", "0"]),
    "number": st.sampled_from(['"+14155550101"', '"+14155550199"', '"no number"']),
    "format": st.sampled_from(["E164", "NATIONAL"]),
    "id": st.just('"11111111-1111-4111-8111-111111111111"'),
    "ids": st.just('["11111111-1111-4111-8111-111111111111", "x"]'),
    "input": st.sampled_from(
        ['{number: "+14155550142", numberType: LONGCODE}', '{number: "x", numberType: LONGCODE}']
    ),
}
FEW: Final = settings(
    max_examples=70,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleNumbers]:
    """A service with numbers of every kind of handler."""
    folder: Path = tmp_path_factory.mktemp("compiled")
    sample = asyncio.run(SampleNumbers.filled(f"sqlite:///{folder}/numbers.db"))
    gc.freeze()  # each comparison collects garbage: its own, and not that of all libraries
    yield sample
    gc.unfreeze()
    asyncio.run(sample.close())


class Noted(CompiledOperation):
    """Knows whether graphql-core was asked in the end, and whether it had anything to explain."""

    is_handed_over = is_in_vain = False

    async def _explained(self, *given: Any, **options: Any) -> ExecutionResult:
        self.is_handed_over = True
        result = await super()._explained(*given, **options)
        self.is_in_vain = bool(result.data) and not result.errors
        return result


class Sure(Noted):
    """Asks graphql-core about nothing that it could have answered itself."""

    async def execute(self, *given: Any, **options: Any) -> ExecutionResult:
        result = await super().execute(*given, **options)
        assert not self.is_in_vain
        return result


def renewed(context: Any) -> Any:
    return context.renewed() if isinstance(context, Context) else context


def answers(
    made_for: GraphQLSchema,
    text: str,
    contexts: tuple[Any, Any],
    kind: type[Noted] = Noted,
    **variables: Any,
) -> tuple[bytes, bytes]:
    """Return what graphql-core and the compiled form answer, each with a context, as bytes."""
    usual, own = contexts
    ast = parse(text)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = kind(made_for, ast, node)
    with left_behind():
        expected = asyncio.run(interpreted(made_for, ast, usual, variables))
    with left_behind() as coroutines:
        found = asyncio.run(finished(executed(compiled, own, variables, renew=renewed)))
    assert compiled.is_handed_over or not coroutines
    return expected, found


async def interpreted(
    made_for: GraphQLSchema, ast: DocumentNode, context: Any, variables: dict[str, Any]
) -> bytes:
    """Return what graphql-core alone answers."""
    result: Any = execute(made_for, ast, context_value=context, variable_values=variables)
    if isinstance(result, ExecutionResult):
        return as_bytes(result)
    return await finished(result)


async def finished(running: Awaitable[ExecutionResult]) -> bytes:
    """Return the answer once nothing is settled in the background any more."""
    answer = as_bytes(await running)
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0)
    return answer


@contextmanager
def left_behind() -> Iterator[list[str]]:
    """Note the coroutines that nobody waits for: graphql-core, and nobody else, leaves some."""
    coroutines = list[str]()
    with warnings.catch_warnings(record=True) as noticed:
        warnings.filterwarnings("always", "coroutine .* was never awaited", RuntimeWarning)
        yield coroutines
        gc.collect()
        while noticed:  # a warning keeps its coroutine, and that others
            coroutines += [str(warning.message) for warning in noticed]
            noticed.clear()
            gc.collect()


def as_bytes(result: ExecutionResult) -> bytes:
    return orjson.dumps(result.formatted, default=str)


@FEW
@given(text=documents(REAL, ARGUMENTS))
def test_operations_on_the_real_schema_are_answered_alike(sample: SampleNumbers, text: str) -> None:
    expected, found = answers(REAL, text, sample.contexts(text), Sure)

    assert found == expected


@FEW
@given(
    text=documents(STRANGE, {"times": st.sampled_from(["0", "2", "-1"])}),
    seed=st.integers(0, 10_000),
    yes=st.booleans(),
)
def test_objects_that_break_their_promises_are_answered_alike(
    text: str,
    seed: int,
    yes: bool,  # noqa: FBT001
) -> None:
    world = strange.World(seed)
    expected, found = answers(STRANGE, text, (world, world), yes=yes)

    assert found == expected


@FEW
@given(text=documents(STRANGE, {}, "mutation"), seed=st.integers(0, 10_000))
def test_changes_happen_once_and_in_their_order(text: str, seed: int) -> None:
    worlds = strange.World(seed), strange.World(seed)

    expected, found = answers(STRANGE, text, worlds)

    assert found == expected
    assert worlds[0].changes == worlds[1].changes


def test_what_is_compiled_is_answered_by_what_was_compiled(
    sample: SampleNumbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison above would also hold if nothing were ever compiled."""
    text = """{
      phoneNumbers(first: 3) {
        totalCount
        nodes { id numberFormatted callHandler { ... on RelayTopicCallHandler { topic } } }
      }
      other: phoneNumber(number: "+14155550101") { name }
    }"""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(Explanation, "execute_operation", never)
    monkeypatch.setattr("gateway.graphql_jit.inputs.get_variable_values", never)
    _, found = answers(REAL, text, sample.contexts(text))

    assert b'"errors"' not in found


def test_what_is_not_compiled_is_answered_all_the_same(sample: SampleNumbers) -> None:
    text = "{ phoneNumbers(first: 3) { nodes { id } } __schema { queryType { name } } }"

    expected, found = answers(REAL, text, sample.contexts(text))

    assert found == expected
    assert b"queryType" in found


def test_a_variable_that_is_a_condition_in_another_operation_is_none_here(
    sample: SampleNumbers,
) -> None:
    asked = "query Nodes($yes: [ID!]!) { nodes(ids: $yes) { __typename } }"
    other = "query Page($yes: Boolean!) { phoneNumbers @skip(if: $yes) { totalCount } }"
    ast = parse(f"{asked} {other}")
    [node, _] = (d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    context, _ = sample.contexts(asked)

    found = asyncio.run(finished(executed(Sure(REAL, ast, node), context, {"yes": []})))

    assert found == b'{"data":{"nodes":[]}}'


def test_more_forms_than_are_kept_are_answered_alike(sample: SampleNumbers) -> None:
    names = ("a", "b", "c", "d")
    declared = ", ".join(f"${name}: Boolean!" for name in names)
    fields = " ".join(f"{name}: __typename @skip(if: ${name})" for name in names)
    ast = parse(f"query ({declared}) {{ phoneNumbers(first: 1) {{ {fields} totalCount }} }}")
    [node] = (d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = Sure(REAL, ast, node)

    for chosen in [*product((True, False), repeat=len(names))] * 2:
        variables = dict(zip(names, chosen, strict=True))
        usual, own = sample.contexts("{ phoneNumbers { totalCount } }")
        expected = asyncio.run(interpreted(REAL, ast, usual, variables))
        assert asyncio.run(finished(executed(compiled, own, variables))) == expected


def test_a_root_field_that_fails_leaves_the_others_whole(sample: SampleNumbers) -> None:
    """The loader of the second one's numbers is asked again, when graphql-core answers."""
    text = """{
      phoneNumber { version }
      phoneNumberEvents(first: 3) { nodes { phoneNumber { createdAt } } }
    }"""

    expected, found = answers(REAL, text, sample.contexts(text))

    assert found == expected
    assert b"createdAt" in found


def test_what_is_asked_again_is_asked_as_if_it_were_the_first_time(sample: SampleNumbers) -> None:
    """What fails in the loaded numbers comes later than the other field's failure, both times."""
    text = """{
      phoneNumbers(first: 0) { __typename }
      phoneNumberEvents(first: 3) { nodes { phoneNumber { events(first: 0) { __typename } } } }
    }"""

    expected, found = answers(REAL, text, sample.contexts(text))

    assert found == expected


@pytest.mark.parametrize("yes", [True, False, None])
def test_a_condition_that_is_null_is_graphql_cores_to_explain(
    sample: SampleNumbers,
    yes: bool | None,  # noqa: FBT001
) -> None:
    text = "query ($yes: Boolean = true) { a: phoneNumbers(first: 1) @include(if: $yes) { nodes "
    text += "{ id @skip(if: $yes) } } __typename @skip(if: $yes) }"

    expected, found = answers(REAL, text, sample.contexts(text), yes=yes)

    assert found == expected


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_what_is_remembered_for_one_caller_is_shown_to_no_other(
    sample: SampleNumbers, order: tuple[bool, bool]
) -> None:
    """One document, whose handlers are completed once for those who may see passwords."""
    text = "{ phoneNumbers(first: 100) { nodes { callHandler { ... on LamlWebhooksCallHandler "
    text += "{ requestUrl } } } } }"
    ast = parse(text)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = CompiledOperation(REAL, ast, node)

    async def asked(*, reveals: bool) -> bytes:
        scopes = [Scope.NUMBERS_READ, Scope.HANDLERS_REVEAL][: 1 + reveals]
        context = sample.contexts(text)[1]
        caller = context.caller._replace(scopes=frozenset(scopes))
        return as_bytes(await executed(compiled, replace(context, caller=caller), {}))

    async def in_order() -> dict[bool, bytes]:
        return {reveals: await asked(reveals=reveals) for reveals in order * 2}

    answered = asyncio.run(in_order())
    assert b":secret@" in answered[True]
    assert b":****@" not in answered[True]
    assert b":****@" in answered[False]
    assert b":secret@" not in answered[False]


def test_memories_are_bounded_together() -> None:
    first, second = Memory(), Memory()
    for place in range(10_000):
        (first if place % 2 else second).keep(place, [place])

    assert first.get(9_999) == [9_999]
    assert len(first) + len(second) <= 4096


def test_a_memory_counts_what_it_keeps_again_once() -> None:
    kept, other = Memory(), Memory()
    kept.keep("kept", 1)
    for _ in range(10_000):
        other.keep("again", [])

    assert kept.get("kept") == 1


def test_each_value_of_a_condition_has_its_own_form() -> None:
    text = (
        "query ($yes: Boolean!) { thing { __typename ... @include(if: $yes) { a: __typename } } }"
    )
    ast = parse(text)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = CompiledOperation(STRANGE, ast, node)

    async def both() -> list[Any]:
        world = strange.World(1)
        return [(await executed(compiled, world, {"yes": yes})).data for yes in (True, False, True)]

    first, second, third = asyncio.run(both())
    assert first == third
    assert first != second
