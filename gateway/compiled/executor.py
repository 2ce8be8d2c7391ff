"""graphql-core's executor, with the values of root fields completed by compiled functions."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
)
from graphql.execution.executor import Executor
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path

from gateway.compiled.selections import Names, Selections, Unsupported
from gateway.compiled.source import Complete, Resolved, Source

_MOST_VARIANTS: Final = 8  # of one operation, by the values of its conditions
_NOWHERE: Final = Path(None, "", None)

Completers = Mapping[str, Complete]

# graphql-core's annotations leave parts of themselves unknown.
_core: Any = Executor


class CompiledOperation:
    """One operation of a validated document. It is compiled when it is executed first."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        """Compile nothing yet: most documents that arrive are executed once or never."""
        self._schema, self._document, self._operation = schema, document, operation
        self._name = operation.name.value if operation.name else None
        self._variants: dict[tuple[object, ...], Completers] = {}

    async def execute(
        self, context: object, variables: dict[str, Any] | None, **options: Any
    ) -> ExecutionResult:
        """Return what graphql-core's `execute` would; it takes the same *options*."""
        executor: Any = _compiled_executor.build(
            self._schema, self._document, None, context, variables, self._name, **options
        )
        if isinstance(executor, list):
            return ExecutionResult(data=None, errors=cast("list[GraphQLError]", executor))
        executor.completers = self._variant(executor.variable_values.coerced)
        result: Any = executor.execute_operation()
        done: ExecutionResult = await result if executor.is_awaitable(result) else result
        return done

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of all fields that the document selects, wherever: what it may look at."""
        return frozenset(self._names.fields)

    @cached_property
    def _names(self) -> Names:
        return Names(self._document)

    @cached_property
    def _conditions(self) -> list[str]:
        return sorted(self._names.conditions)

    def _variant(self, values: Mapping[str, object]) -> Completers:
        """Return the functions for the values that the conditions have."""
        key = tuple(values.get(name) for name in self._conditions)
        if key not in self._variants:
            if len(self._variants) >= _MOST_VARIANTS:
                return {}
            decided = dict(zip(self._conditions, key, strict=True))
            self._variants[key] = self._compiled(decided)
        return self._variants[key]

    def _compiled(self, values: Mapping[str, object]) -> Completers:
        """Return a function for each root field that can be compiled."""
        root = self._schema.get_root_type(self._operation.operation)
        if root is None or self._operation.operation is OperationType.SUBSCRIPTION:
            return {}
        definitions = self._document.definitions
        fragments = {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}
        selections = Selections(self._schema, fragments, values)
        return {
            key: made
            for key, nodes in _asked(selections, root, self._operation).items()
            if (made := _completer(selections, root, nodes))
        }


def _asked(
    selections: Selections, root: GraphQLObjectType, operation: OperationDefinitionNode
) -> dict[str, list[FieldNode]]:
    try:
        return selections.of(root, [operation.selection_set])
    except Unsupported:
        return {}


def _completer(
    selections: Selections, root: GraphQLObjectType, nodes: list[FieldNode]
) -> Complete | None:
    """Compile one root field; nothing where that cannot be, as for introspection."""
    if (field := root.fields.get(nodes[0].name.value)) is None:
        return None
    source = Source(selections)
    try:
        name = source.write(field.type, nodes)
    except Unsupported:
        return None
    made: Complete = source.make()[name]
    return made


class CompiledExecutor(Executor[Any]):
    """Executes as graphql-core does, but for the values of root fields."""

    completers: Completers = MappingProxyType({})

    def complete_value(  # noqa: PLR0913, PLR0917
        self,
        return_type: Any,
        field_details_list: Any,
        info: Any,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete a root field's value by its function; anything else, and surprises, as ever."""

        def as_ever() -> Any:
            # A value that is not null is completed again by its nullable type.
            self.completers = {k: made for k, made in self.completers.items() if k != path.key}
            return _core.complete_value(
                self, return_type, field_details_list, info, path, result, position_context
            )

        complete = self.completers.get(str(path.key)) if path.prev is None else None
        if complete is None:
            return _core.complete_value(
                self, return_type, field_details_list, info, path, result, position_context
            )
        run = ExecutedRun(self)
        try:
            completed = complete(result, run)
        except Exception:  # noqa: BLE001  # whatever it is, graphql-core says it better
            run.forget()
            return as_ever()
        return run.rest(completed, as_ever) if run.waiting else completed


class ExecutedRun:
    """The completion of one root field: what it waits for, and what its resolvers need."""

    def __init__(self, executor: CompiledExecutor) -> None:
        """Wait for nothing yet."""
        self._executor: Any = executor  # its own types leave parts of themselves unknown
        self._prepared: dict[Resolved, tuple[Any, dict[str, Any]]] = {}
        self._begun: list[Any] = []
        self.waiting: list[tuple[dict[str, Any], str, Any, Complete]] = []

    def resolve(self, parent: GraphQLObjectType, asked: Resolved, source: Any) -> Any:
        """Call the field's resolver. Its info and arguments are the same for every object."""
        if (prepared := self._prepared.get(asked)) is None:
            prepared = self._prepared[asked] = self._prepare(parent, asked)
        info, arguments = prepared
        resolver: Any = asked.field.resolve
        value = resolver(source, info, **arguments)
        if self._executor.is_awaitable(value):
            self._begun.append(value)
        return value

    def _prepare(self, parent: GraphQLObjectType, asked: Resolved) -> tuple[Any, dict[str, Any]]:
        executor, first = self._executor, asked.nodes[0]
        info = executor.build_resolve_info(asked.field, asked.nodes, parent, _NOWHERE)
        values = executor.variable_values
        return info, get_argument_values(asked.field, first, values) if asked.field.args else {}

    def later(self, into: dict[str, Any], name: str, value: Any, complete: Complete) -> None:
        """Put the completed value into an object: now, or when it has been waited for."""
        if self._executor.is_awaitable(value):
            self.waiting.append((into, name, value, complete))
        else:
            into[name] = complete(value, self)

    async def rest(self, completed: Any, as_ever: Callable[[], Any]) -> Any:
        """Wait for what is missing in *completed*; after a surprise complete it *as_ever*."""
        try:
            while self.waiting:
                await self._wait()
        except Exception:  # noqa: BLE001  # as above
            self.forget()
            again = as_ever()
            return await again if self._executor.is_awaitable(again) else again
        return completed

    async def _wait(self) -> None:
        """Wait for what is waited for now, all at once; completing it may add more."""
        batch, self.waiting = self.waiting, []
        values = await asyncio.gather(*(value for _, _, value, _ in batch), return_exceptions=True)
        for (into, name, _, complete), value in zip(batch, values, strict=True):
            if isinstance(value, BaseException):
                raise value
            into[name] = complete(value, self)

    def forget(self) -> None:
        """Let go of what will not be waited for."""
        for value in self._begun:
            close: Callable[[], object] = getattr(value, "close", _nothing)
            close()


def _nothing() -> None:
    """Stand in for what an awaitable other than a coroutine has not."""


_compiled_executor: Any = CompiledExecutor
