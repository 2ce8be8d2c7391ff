"""What graphql-core completes lets others use the event loop meanwhile."""

import asyncio
from typing import Any, Final

import graphql
import pytest
from graphql import OperationDefinitionNode, parse

from gateway.concurrency import time_slice
from gateway.graphql.schema import core, schema
from gateway.graphql_jit import CompiledOperation

SCHEMA: Final = core(schema)
INTROSPECTION: Final = "{ __schema { types { name fields { name args { name } } } } }"
TYPES: Final = len(SCHEMA.type_map)


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_slice, "SECONDS", 0)


async def turns_during(work: Any) -> tuple[int, Any]:
    """Return how often another task ran before this work was done, and its result."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    result = await work
    other.cancel()
    return turns, result


def test_others_run_between_the_items_of_a_list() -> None:
    document = parse(INTROSPECTION)
    [node] = document.definitions
    assert isinstance(node, OperationDefinitionNode)
    operation = CompiledOperation(SCHEMA, document, node, lambda _: None)
    values: Any = operation.coerce({})

    turns, result = asyncio.run(turns_during(operation.execute(None, values)))

    assert turns > TYPES
    assert result.data == graphql.execute_sync(SCHEMA, document).data
    assert not result.errors


def test_control_no_other_task_runs_during_graphql_core_itself() -> None:
    async def executed() -> Any:
        return graphql.execute_sync(SCHEMA, parse(INTROSPECTION))

    turns, _ = asyncio.run(turns_during(executed()))

    assert turns <= 1
