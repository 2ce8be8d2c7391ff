"""Root field: executes its compiled code, and falls back to graphql-core where it bails out.

Root fields are independent of each other. One that fails, or that cannot be compiled, is completed
by graphql-core from the outcome of its resolver. No resolver of a root field runs twice.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import CoroutineType
from typing import Any, NamedTuple, Protocol

from graphql import ExecutionResult, FieldNode, GraphQLError, GraphQLObjectType
from graphql.pyutils import Path

from gateway.concurrency.time_slice import in_slices
from gateway.graphql_jit.codegen import CodeGenerator, Complete, ResolverField
from gateway.graphql_jit.execution import Execution
from gateway.graphql_jit.response_size import ResponseSize, ResponseTooLarge
from gateway.graphql_jit.selections import NotCompilable, Selections
from gateway.graphql_jit.values import is_awaitable

_coroutine: Any = CoroutineType  # without narrowing to a partially unknown type


class RootResult(NamedTuple):
    """The completed value of a root field, and its errors."""

    value: Any = None
    errors: Sequence[GraphQLError] = ()
    nulls_data: bool = False  # null in a non-null field, which makes the whole data null


class Interpreter(Protocol):
    """Executes one root field by graphql-core. `fallback.Fallback` implements it."""

    async def execute_root(self, key: str, size: ResponseSize, outcome: Any = ...) -> RootResult:
        """Execute the root field with this response name, from its *outcome* if that is known."""
        ...


@dataclass(frozen=True, slots=True)
class RootField:
    """A root field of an operation. ``key`` is its response name."""

    key: str
    path: Path
    field: ResolverField | None = None  # None for `__typename`
    complete: Complete | None = None  # None if it cannot be compiled
    bytes: int = 0  # of memory, estimated

    @classmethod
    def compiled(
        cls, key: str, parent: GraphQLObjectType, nodes: list[FieldNode], selections: Selections
    ) -> "RootField":
        """Compile the field, if that is possible."""
        path = Path(None, key, parent.name)
        if nodes[0].name.value == "__typename":
            return cls(key, path, complete=lambda _, __: parent.name)
        try:
            return cls(key, path, *_compile(parent, nodes, selections))
        except (NotCompilable, RecursionError):
            return cls(key, path)

    async def execute(
        self, execution: Execution, interpreter: Callable[[], Interpreter]
    ) -> RootResult:
        """Resolve the field and complete its value; on any failure, an *interpreter* does it.

        Raises `ResponseTooLarge`.
        """
        if self.field is None or self.complete is None:
            if self.complete is None:
                return await interpreter().execute_root(self.key, execution.size)
            return RootResult(self.complete(None, execution))
        try:
            value: Any = execution.resolve_root(self.field, self.path)
            if isinstance(value, _coroutine) or is_awaitable(value):  # nearly all are the first
                value = await value
        except Exception as exc:  # noqa: BLE001  # becomes an error of the response
            return await interpreter().execute_root(self.key, execution.size, exc)
        try:
            complete = partial(execution.complete, self.complete, value)
            completed = await in_slices(complete) if execution.is_long else complete()
            if execution.pending:
                completed = await execution.finish(completed)
            return RootResult(completed)
        except ResponseTooLarge:
            raise
        except Exception:  # noqa: BLE001  # a bailout: graphql-core reports the errors
            return await interpreter().execute_root(self.key, execution.size, value)


def _compile(
    parent: GraphQLObjectType, nodes: list[FieldNode], selections: Selections
) -> tuple[ResolverField, Complete, int]:
    field = parent.fields.get(nodes[0].name.value)
    if field is None or field.resolve is None:
        raise NotCompilable
    generator = CodeGenerator(selections)
    name = generator.generate(field.type, nodes)
    return ResolverField.of(parent, field, nodes), generator.compile()[name], generator.bytes


def merge(results: Mapping[str, RootResult]) -> ExecutionResult:
    """Merge the results of the root fields. Errors are in the order of the fields."""
    errors = [error for result in results.values() for error in result.errors]
    data = {key: result.value for key, result in results.items()}
    is_null = bool(errors) and any(result.nulls_data for result in results.values())
    return ExecutionResult(None if is_null else data, errors or None)
