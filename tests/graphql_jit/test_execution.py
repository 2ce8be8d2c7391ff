"""Compiled execution: the same responses as graphql-core's, byte for byte.

Operations are made up from the real schema, and from one whose objects break every promise that
their types make. `python -m bench.differential 10000` tries that many.
"""

import gc
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from graphql import (
    OperationDefinitionNode,
    parse,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.domain.enums import Scope
from gateway.graphql_jit import CompiledOperation
from gateway.graphql_jit.fallback import FallbackExecutor
from gateway.result_cache import ResultCache
from tests import strange
from tests.graphql_jit.comparison import (
    ARGUMENTS,
    REAL,
    STRANGE,
    Noted,
    Sure,
    answers,
    as_bytes,
    finished,
    interpreted,
    run,
)
from tests.operations import documents, executed
from tests.sample_numbers import SampleNumbers

FEW: Final = settings(
    max_examples=70,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module", autouse=True)
def _little_to_collect() -> Iterator[None]:
    """Hide what exists from the collector: each comparison collects the garbage of its own."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleNumbers]:
    """A service with numbers of every kind of handler."""
    folder: Path = tmp_path_factory.mktemp("compiled")
    sample = run(SampleNumbers.filled(f"sqlite:///{folder}/numbers.db"))
    yield sample
    run(sample.close())


@pytest.fixture(autouse=True)
def _only_its_own_garbage() -> Iterator[None]:
    """Each comparison collects garbage: its own, and not that of all libraries and tests."""
    gc.freeze()
    yield
    gc.unfreeze()


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
        facets { tags(first: 3) { value count } callHandlerKinds { value count } }
        nodes { id numberFormatted callHandler { ... on RelayTopicCallHandler { topic } } }
      }
      other: phoneNumber(number: "+14155550101") { name }
      phoneNumberEvents(last: 2) {
        nodes { changes { beforeValue { text } afterValue { items callHandler { __typename } } } }
      }
      viewer { scopes expiresAt project { id name } }
      handlerKinds(channel: CALL) { name settings { type default } }
    }"""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(FallbackExecutor, "execute_operation", never)
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

    found = run(finished(executed(Sure(REAL, ast, node), context, {"yes": []})))

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
        expected = run(interpreted(REAL, ast, usual, variables))
        assert run(finished(executed(compiled, own, variables))) == expected


def test_a_root_field_that_fails_leaves_the_others_whole(sample: SampleNumbers) -> None:
    text = """{
      phoneNumber { version }
      phoneNumberEvents(first: 3) { nodes { phoneNumber { createdAt } } }
    }"""

    expected, found = answers(REAL, text, sample.contexts(text))

    assert found == expected
    assert b"createdAt" in found


def test_only_the_root_fields_that_fail_or_introspect_are_graphql_cores(
    sample: SampleNumbers,
) -> None:
    text = """{
      list: phoneNumbers(first: 3) { nodes { id } }
      bad: phoneNumber(id: "x") { id }
      schema: __schema { queryType { name } }
      other: phoneNumberEvents(first: 3) { nodes { phoneNumber { id } } }
    }"""
    ast = parse(text)
    [node] = (d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = Noted(REAL, ast, node)

    found = run(finished(executed(compiled, sample.contexts(text)[1], {})))

    answer = orjson.loads(found)
    assert sorted(map(str, compiled.handed_over)) == ["bad", "schema"]
    assert list(answer["data"]) == ["list", "bad", "schema", "other"]
    assert [error["path"] for error in answer["errors"]] == [["bad"]]


def test_errors_come_in_the_order_of_the_root_fields(sample: SampleNumbers) -> None:
    """The second one fails at once, the first only when its numbers are loaded."""
    text = """{
      phoneNumberEvents(first: 3) { nodes { phoneNumber { events(first: 0) { __typename } } } }
      phoneNumber { id }
    }"""
    ast = parse(text)
    [node] = (d for d in ast.definitions if isinstance(d, OperationDefinitionNode))

    found = run(finished(executed(Noted(REAL, ast, node), sample.contexts(text)[1], {})))

    paths = [error["path"][0] for error in orjson.loads(found)["errors"]]
    assert paths == sorted(paths, reverse=True)  # "phoneNumberEvents" before "phoneNumber"
    assert set(paths) == {"phoneNumberEvents", "phoneNumber"}


def test_what_nulls_all_data_is_explained_beside_the_other_failures(sample: SampleNumbers) -> None:
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

    answered = run(in_order())
    assert b":secret@" in answered[True]
    assert b":****@" not in answered[True]
    assert b":****@" in answered[False]
    assert b":secret@" not in answered[False]


def test_memories_are_bounded_together() -> None:
    first, second = ResultCache(), ResultCache()
    for place in range(10_000):
        cache = first if place % 2 else second
        for _ in range(2):
            cache.put(place, [place])

    assert first.get(9_999) == [9_999]
    assert len(first) + len(second) <= 4096


def test_a_memory_counts_what_it_keeps_again_once() -> None:
    kept, other = ResultCache(), ResultCache()
    for _ in range(2):
        kept.put("kept", 1)
    for _ in range(10_000):
        other.put("again", [])

    assert kept.get("kept") == 1


def test_what_is_completed_once_drives_nothing_out_and_leaves_only_a_mark() -> None:
    cache = ResultCache()
    for _ in range(2):
        cache.put("shared", 1)
    for place in range(100_000):
        cache.put(place, place)

    assert (cache.get("shared"), len(cache)) == (1, 1)
    assert len(cache.marks) <= 8192


def test_each_value_of_a_condition_has_its_own_form() -> None:
    text = (
        "query ($yes: Boolean!) { thing { __typename ... @include(if: $yes) { a: __typename } } }"
    )
    ast = parse(text)
    node = next(d for d in ast.definitions if isinstance(d, OperationDefinitionNode))
    compiled = CompiledOperation(STRANGE, ast, node)

    async def both() -> list[bytes]:
        world, answers = strange.World(1), (True, False, True)
        return [as_bytes(await executed(compiled, world, {"yes": yes})) for yes in answers]

    first, second, third = run(both())
    assert first == third
    assert first != second
