"""Values of long executions are completed in time slices, and those of graphql-core always."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import graphql
import orjson
import pytest
from graphql import OperationDefinitionNode, parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.concurrency import time_slice
from gateway.graphql_jit import CompiledOperation
from tests import strange
from tests.graphql_jit.comparison import (
    REAL,
    STRANGE,
    as_bytes,
    comparable,
    finished,
    interpreted,
    left_behind,
    run,
)
from tests.operations import documents
from tests.sample_numbers import SampleNumbers
from tests.turns import turns_during

INTROSPECTION: Final = "{ __schema { types { name fields { name args { name } } } } }"
TYPES: Final = len(REAL.type_map)
PAGE: Final = "{ phoneNumbers(first: 50) { nodes { id name tags } } }"
EVENTS: Final = "{ phoneNumberEvents(first: 50) { nodes { type phoneNumber { id name } } } }"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleNumbers]:
    folder: Path = tmp_path_factory.mktemp("sliced")
    sample = run(SampleNumbers.filled(f"sqlite:///{folder}/numbers.db"))
    yield sample
    run(sample.close())


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let each slice end at once; return the list to which each pause adds an item."""
    noted = list[int]()
    give_way = time_slice.give_way

    def noting() -> None:
        noted.append(1)
        give_way()

    monkeypatch.setattr(time_slice, "SECONDS", 0)
    monkeypatch.setattr(time_slice, "give_way", noting)
    return noted


def compiled(made_for: graphql.GraphQLSchema, text: str) -> CompiledOperation:
    document = parse(text)
    [node] = (d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    return CompiledOperation(made_for, document, node)


async def execute(operation: CompiledOperation, context: object, **options: Any) -> Any:
    values: Any = operation.coerce({})
    return await operation.execute(context, values, **options)


def test_others_run_while_graphql_core_completes() -> None:
    operation = compiled(REAL, INTROSPECTION)

    turns, result = run(turns_during(execute(operation, None)))

    assert turns > TYPES
    assert result.data == graphql.execute_sync(REAL, parse(INTROSPECTION)).data
    assert not result.errors


def test_control_others_do_not_run_during_graphql_core_itself() -> None:
    async def executed() -> Any:
        return graphql.execute_sync(REAL, parse(INTROSPECTION))

    turns, _ = run(turns_during(executed()))

    assert turns <= 1


@pytest.mark.parametrize("text", [PAGE, EVENTS])
def test_a_long_execution_pauses_between_objects(
    sample: SampleNumbers, pauses: list[int], text: str
) -> None:
    """Also between those that are awaited first; a short one has no pause to make."""
    operation = compiled(REAL, text)
    short, long = sample.contexts(text)

    expected = run(execute(operation, short))
    assert not pauses
    found = run(execute(operation, long, is_long=True))

    assert len(pauses) > 10
    assert as_bytes(found) == as_bytes(expected)


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(documents(STRANGE, {"times": st.sampled_from(["0", "2", "-1"])}), st.integers(0, 10_000))
def test_pauses_change_nothing_but_the_order_of_errors(text: str, seed: int) -> None:
    paused, usual = strange.World(seed), strange.World(seed)
    operation, ast = compiled(STRANGE, text), parse(text)

    with left_behind():
        expected = run(interpreted(STRANGE, ast, usual, {}))
        found = run(finished(execute(operation, paused, is_long=True)))

    core, own = map(orjson.loads, comparable(expected, found))
    for response in core, own:
        response["errors"] = sorted(map(str, response.get("errors", ())))
    assert own == core
