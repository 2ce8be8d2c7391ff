"""Compiled operation: its variables, its specializations, and the execution of its root fields."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from math import inf
from typing import Any, Final, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    located_error,
    parse,
)
from graphql import execution as core_execution
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.concurrency.computations import compute
from gateway.graphql_jit.codegen import ResolverField
from gateway.graphql_jit.execution import Execution, SharedInfo
from gateway.graphql_jit.fallback import Fallback, FallbackExecutor
from gateway.graphql_jit.inputs import Variables
from gateway.graphql_jit.response_size import ResponseSize
from gateway.graphql_jit.root_field import RootField, RootResult, merge
from gateway.graphql_jit.selections import (
    DocumentNames,
    NotCompilable,
    Selections,
    variables_below_root,
)

_BYTES_PER_SPECIALIZATION: Final = 2_000
_MAX_SPECIALIZATIONS: Final = 8  # of one operation
_SCHEMAS: Final = 4  # that a process has: helpers are made once for each
_INLINE_CHARACTERS: Final = 300  # of a document that is compiled on the event loop

# graphql-core's annotations are partially unknown to type checkers.
_fallback_executor: Any = FallbackExecutor
_core: Any = core_execution

_Key = tuple[bool | None, ...]  # the values of the conditions
Execute = Callable[[RootField], Awaitable[RootResult]]


def _ignore(_: int) -> None:
    """Count no bytes."""


class CompiledOperation:
    """An operation of a validated document, compiled at its first execution."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        on_growth: Callable[[int], object] = _ignore,
        *,
        hide_suggestions: bool = False,
    ) -> None:
        """Store the operation. Nothing is compiled here, as many documents are never executed.

        *on_growth* is called with the estimated bytes of memory of each specialization: positive
        when it is compiled, negative when it is evicted.
        """
        self._on_growth, self._hides_suggestions = on_growth, hide_suggestions
        self._schema, self._document, self._operation = schema, document, operation
        self._is_mutation = operation.operation is OperationType.MUTATION
        self._specializations: dict[_Key, Sequence[RootField]] = {}

    def coerce(
        self, variables: Mapping[str, Any], max_errors: int = 50
    ) -> VariableValues | list[GraphQLError]:
        """Return the coerced variables, or the errors."""
        hides = self._hides_suggestions
        return self._variables.read(variables, max_errors, hide_suggestions=hides)

    async def execute(
        self,
        context: object,
        values: VariableValues,
        *,
        root: object = None,
        max_bytes: float = inf,
        is_long: bool = False,
    ) -> ExecutionResult:
        """Return what graphql-core's `execute` returns, for *values* from `coerce`.

        *root* is the event that a subscription is executed for. A long execution pauses, so that
        others can use the event loop meanwhile. Errors are in the order of the root
        fields, and not in that of their occurrence. Parts of the data may be serialized to JSON
        already. Raises `ResponseTooLarge` beyond *max_bytes*.
        """
        size, key = ResponseSize(max_bytes), self._key(values.coerced)
        roots = self._specializations.get(key)
        if roots is None:
            roots = await self._specialize(key)
        fallback = partial(self._fallback, context, values, root)
        if not roots:
            return await fallback().execute(size)
        if len(roots) == 1:
            execution = Execution(self._shared, context, values, size, root)
            execution.is_long = is_long
            value, errors, nulls_data = await roots[0].execute(execution, fallback)
            data = None if errors and nulls_data else {roots[0].key: value}
            return ExecutionResult(data, list(errors) or None)

        def execute(root: RootField) -> Awaitable[RootResult]:
            execution = Execution(self._shared, context, values, size.part())
            execution.is_long = is_long
            return root.execute(execution, fallback)

        return merge(await (_serially if self._is_mutation else _concurrently)(roots, execute))

    async def subscribe(self, context: object, values: VariableValues) -> AsyncIterator[Any]:
        """Return the stream of events of a subscription, each of which is then executed.

        Raises `GraphQLError` for what the field's function raises.
        """
        parent = cast("GraphQLObjectType", self._schema.get_root_type(self._operation.operation))
        key, field = self._source(parent, values)
        execution = Execution(self._shared, context, values, ResponseSize())
        path = Path(None, key, parent.name)
        try:
            stream = execution.subscribe(field, path)
            return cast(
                "AsyncIterator[Any]", await stream if isinstance(stream, Awaitable) else stream
            )
        except Exception as exc:
            raise located_error(exc, field.nodes, path.as_list()) from exc

    def _source(
        self, parent: GraphQLObjectType, values: VariableValues
    ) -> tuple[str, ResolverField]:
        """Return the response name and the field of a subscription, which has one root field."""
        selections = Selections(self._schema, self._fragments, values.coerced)
        selected = selections.of(parent, [self._operation.selection_set])
        for key, nodes in selected.items():
            field: Any = parent.fields[nodes[0].name.value]
            return key, ResolverField.of(parent, field, nodes)
        raise GraphQLError("The subscription selects no field.", self._operation)

    def _fallback(self, context: object, values: VariableValues, root: object) -> Fallback:
        """Return the execution by graphql-core."""
        return Fallback(partial(self._executor, context, values, root))

    def _executor(
        self,
        context: object,
        values: VariableValues,
        root: object,
        size: ResponseSize,
    ) -> Any:
        fragments = {name: FragmentDetails(node) for name, node in self._fragments.items()}
        executor = _fallback_executor(
            self._schema, self._fragments, fragments, root, context, self._operation, values,
            _core.default_field_resolver, _core.default_type_resolver,
            _core.default_field_resolver,
            hide_suggestions=self._hides_suggestions,
        )  # fmt: skip
        executor.size = size
        return executor

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of all fields that the document selects, of any type."""
        return frozenset(self._names.fields)

    @cached_property
    def selected_variables(self) -> frozenset[str]:
        """The variables that the result of an event depends on.

        These are all but those that only choose the events: the arguments of the root field.
        """
        return frozenset(variables_below_root(self._operation, self._fragments.values()))

    @cached_property
    def _names(self) -> DocumentNames:
        return DocumentNames(self._document)

    @cached_property
    def _conditions(self) -> list[str]:
        return sorted(self._names.conditions)

    @cached_property
    def _variables(self) -> Variables:
        return Variables(self._schema, self._operation)

    @cached_property
    def _fragments(self) -> dict[str, FragmentDefinitionNode]:
        definitions = self._document.definitions
        return {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}

    @cached_property
    def _shared(self) -> SharedInfo:
        helpers = _async_helpers(self._schema)
        return SharedInfo(self._schema, self._fragments, self._operation, helpers)

    async def _specialize(self, key: _Key) -> Sequence[RootField]:
        """Compile the root fields as `specialized` does: those of a long document in a thread."""
        if len(cast("Any", self._document.loc).source.body) > _INLINE_CHARACTERS:
            return self._keep(key, await compute(self._compile, key))
        return self._keep(key, self._compile(key))

    def specialized(self, values: Mapping[str, object]) -> Sequence[RootField]:
        """Return the root fields, compiled for the values of the conditions' variables.

        Empty if every field is skipped, or if graphql-core has to report an invalid condition.
        """
        key = self._key(values)
        roots = self._specializations.get(key)
        return self._keep(key, self._compile(key)) if roots is None else roots

    def _key(self, values: Mapping[str, object]) -> _Key:
        names = self._conditions
        return tuple(map(_condition, map(values.get, names))) if names else ()

    def _keep(self, key: _Key, roots: Sequence[RootField]) -> Sequence[RootField]:
        """Keep a specialization, unless another request has compiled it meanwhile."""
        if (others := self._specializations.get(key)) is not None:
            return others
        if len(self._specializations) == _MAX_SPECIALIZATIONS:
            oldest = next(iter(self._specializations))
            self._on_growth(-_size(self._specializations.pop(oldest)))
        self._specializations[key] = roots
        self._on_growth(_size(roots))
        return roots

    def _compile(self, key: _Key) -> Sequence[RootField]:
        values = dict(zip(self._conditions, key, strict=True))
        root = cast("GraphQLObjectType", self._schema.get_root_type(self._operation.operation))
        selections = Selections(self._schema, self._fragments, values)
        try:
            selected = selections.of(root, [self._operation.selection_set])
        except (NotCompilable, RecursionError):
            return ()
        return [RootField.compiled(key, root, nodes, selections) for key, nodes in selected.items()]


@lru_cache(_SCHEMAS)
def _async_helpers(schema: GraphQLSchema) -> Any:
    """Return the helpers of `info`, of an executor that all operations share.

    An executor and its helpers are a reference cycle: one of each document would keep its syntax
    tree for the garbage collector.
    """
    return _fallback_executor.build(schema, parse("{ __typename }")).async_helpers


def _size(roots: Sequence[RootField]) -> int:
    """Return the estimated bytes of memory of a specialization."""
    return _BYTES_PER_SPECIALIZATION + sum(root.bytes for root in roots)


def _condition(value: object) -> bool | None:
    """Return a condition's value; None if only another operation declares this variable."""
    return value if isinstance(value, bool) else None


async def _concurrently(roots: Sequence[RootField], execute: Execute) -> dict[str, RootResult]:
    """Execute the root fields of a query.

    A failure cancels no other field: that would cancel a data loader that they share.
    """
    results = await asyncio.gather(*map(execute, roots))
    return {root.key: result for root, result in zip(roots, results, strict=True)}


async def _serially(roots: Sequence[RootField], execute: Execute) -> dict[str, RootResult]:
    """Execute the root fields of a mutation, up to one that makes the whole data null."""
    results: dict[str, RootResult] = {}
    for root in roots:
        results[root.key] = await execute(root)
        if results[root.key].nulls_data:
            break
    return results
