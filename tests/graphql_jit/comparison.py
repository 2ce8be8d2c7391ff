"""Comparison of compiled execution with graphql-core's, byte for byte."""

import asyncio
import atexit
import gc
import warnings
from collections.abc import Awaitable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from math import inf
from typing import Any, Final, TypeVar
from unittest.mock import patch

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
    parse,
)
from hypothesis import strategies as st

from gateway.concurrency import time_slice
from gateway.graphql.schema import core, schema
from gateway.graphql_jit import CompiledOperation
from gateway.graphql_jit.fallback import FallbackExecutor
from schema.names import global_id
from tests import strange
from tests.conftest import PROJECT
from tests.operations import executed

REAL: Final = core(schema)
STRANGE: Final = core(strange.schema)
ARGUMENTS: Final[dict[str, st.SearchStrategy[str]]] = {
    "first": st.sampled_from(["1", "3", "50", "0"]),
    "number": st.sampled_from(['"+14155550101"', '"+14155550199"', '"no number"']),
    "format": st.sampled_from(["E164", "NATIONAL"]),
    "id": st.sampled_from([f'"{PROJECT}"', f'"{global_id("Project", PROJECT)}"']),
    "channel": st.sampled_from(["CALL", "MESSAGE", "null"]),
    "ids": st.sampled_from([f'["{PROJECT}", "x"]', f'["{global_id("Project", PROJECT)}"]']),
    "input": st.sampled_from(
        ['{number: "+14155550142", numberType: LONGCODE}', '{number: "x", numberType: LONGCODE}']
    ),
}


_LOOP: Final = asyncio.Runner()
atexit.register(_LOOP.close)
_T = TypeVar("_T")


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run *work* in the event loop of all comparisons.

    graphql-core cancels fields beside one that fails. Their scans of a database end a little later
    in their threads, and tell the loop that they began in that others may begin.
    """
    return _LOOP.run(work)


class Noted(CompiledOperation):
    """Knows whether graphql-core was asked, and whether it had anything to explain."""

    is_needless = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.handed_over = list[str | None]()  # root fields, or none for all of them

    @property
    def is_handed_over(self) -> bool:
        return bool(self.handed_over)

    def _executor(self, *given: Any, **options: Any) -> Any:
        noted = self

        class Noting(FallbackExecutor):
            def execute_operation(self, *args: Any, **kwargs: Any) -> Any:
                noted.handed_over.append(self._only)
                return super().execute_operation(*args, **kwargs)

            def build_response(self, data: Any) -> Any:
                result: Any = super().build_response(data)
                noted.is_needless |= bool(result.data) and not result.errors
                return result

        made = super()._executor(*given, **options)
        made.__class__ = Noting
        return made


class Sure(Noted):
    """Asks graphql-core about nothing that it could have answered itself."""

    async def execute(self, *given: Any, **options: Any) -> ExecutionResult:
        result = await super().execute(*given, **options)
        assert not self.is_needless
        return result


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
    with unpaused(), left_behind():
        expected = run(interpreted(made_for, ast, usual, variables))
    with unpaused(), left_behind() as coroutines:
        found = run(finished(executed(compiled, own, variables)))
    assert compiled.is_handed_over or not coroutines
    return comparable(expected, found)


def unpaused() -> AbstractContextManager[object]:
    """Complete values in one piece: what runs in a pause may change the order of errors."""
    return patch.object(time_slice, "SECONDS", inf)


def comparable(expected: bytes, found: bytes) -> tuple[bytes, bytes]:
    """Leave out what the specification leaves open.

    The order of errors is that of the root fields here, and that of time in graphql-core. Where a
    value became null because of what is below it, one of the errors there is enough; which others
    are reported depends on the order of time. Those that both report are compared.
    """
    core, own = orjson.loads(expected), orjson.loads(found)
    if len(core.get("errors", ())) + len(own.get("errors", ())) <= 2:
        return expected, found
    common = [error for error in own["errors"] if error in core["errors"]]
    for response in (core, own):
        _keep(response, common)
    core["errors"].sort(key=lambda error: _turn(core["data"], common, error))
    return orjson.dumps(core), orjson.dumps(own)


def _keep(response: dict[str, Any], common: list[Any]) -> None:
    """Leave out errors that the other response lacks, where one of both explains the same null."""
    explained = {_null(response["data"], error) for error in common}
    response["errors"] = [
        error
        for error in response["errors"]
        if error in common or _null(response["data"], error) not in explained
    ]


def _null(data: Any, error: dict[str, Any]) -> tuple[Any, ...]:
    """Return the path of the null that the error caused: its own, or one above it."""
    path = error.get("path", ())
    for place, key in enumerate(path):
        if data is None:
            return tuple(path[:place])
        data = data[key]
    return tuple(path)


def _turn(data: Any, common: list[Any], error: Any) -> int:
    """Return the place of the error's root field, or without data the error's in *common*."""
    if data:
        return list(data).index(error["path"][0])
    return common.index(error) if error in common else len(common)


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
    """Collect the coroutines that are not awaited: only graphql-core may leave some.

    What was there before, Hypothesis's notes of earlier examples too, is hidden from the collector.
    """
    coroutines = list[str]()
    gc.freeze()
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
