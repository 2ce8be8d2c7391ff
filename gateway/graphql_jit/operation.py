"""A compiled operation: its variables, its root fields, and what to do about surprises."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    execution,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.graphql_jit.explanation import Explanation
from gateway.graphql_jit.inputs import Variables
from gateway.graphql_jit.run import Frame, Run
from gateway.graphql_jit.selections import Names, Selections, Unsupported
from gateway.graphql_jit.source import Complete, ResolverField, Source, is_awaitable

_MOST_FORMS: Final = 8  # of one operation, by the values of its conditions

# graphql-core's annotations leave parts of themselves unknown.
_explanation: Any = Explanation
_execution: Any = execution


@dataclass(frozen=True, slots=True)
class Root:
    """A field of the operation itself, under its name in the answer."""

    key: str
    field: ResolverField | None  # nothing for `__typename`
    complete: Complete
    path: Path


class CompiledOperation:
    """One operation of a validated document. It is compiled when it is executed first."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        """Compile nothing yet: most documents that arrive are executed once or never."""
        self._schema, self._document, self._operation = schema, document, operation
        self._is_mutation = operation.operation is OperationType.MUTATION
        self._forms: dict[tuple[object, ...], Sequence[Root]] = {}

    def coerce(
        self, variables: Mapping[str, Any], max_errors: int = 50, *, hide_suggestions: bool = False
    ) -> VariableValues | list[GraphQLError]:
        """Return the values of the operation's variables, or what is wrong with them."""
        return self._variables.read(variables, max_errors, hide_suggestions=hide_suggestions)

    async def execute(
        self,
        context: object,
        values: VariableValues,
        *,
        hide_suggestions: bool = False,
        renew: Callable[[Any], Any] | None = None,
    ) -> ExecutionResult:
        """Return what graphql-core's `execute` would, with *values* from `coerce`.

        Where all is asked again, *renew* makes of the context one that remembers nothing.
        """
        outcomes: dict[str, Any] = {}
        roots = self._form(values.coerced)
        try:
            if len(roots) == 1:
                run = Run(self._frame, context, values)
                return ExecutionResult({roots[0].key: await _answer_one(roots[0], run, outcomes)})
            if roots:
                return ExecutionResult(await self._answer_several(roots, context, values, outcomes))
        except Exception:  # noqa: BLE001, S110  # whatever it is, graphql-core says it better
            pass
        if renew and not outcomes:
            context = renew(context)
        return await self._explained(context, values, outcomes, hide_suggestions=hide_suggestions)

    async def _answer_several(
        self, roots: Sequence[Root], context: object, values: VariableValues, outcomes: Any
    ) -> dict[str, Any]:
        """Answer several root fields: those of a mutation one after another, others together.

        Raises whatever was a surprise. Of a mutation the *outcomes* are noted, which graphql-core
        goes on from; a query is asked again as a whole.
        """
        if not self._is_mutation:
            asked = (_answer_one(root, Run(self._frame, context, values), {}) for root in roots)
            # Nobody is cancelled: what a resolver shares with others, as loaders do, would be lost.
            found = await asyncio.gather(*asked, return_exceptions=True)
            return {root.key: _unless_failed(v) for root, v in zip(roots, found, strict=True)}
        data: dict[str, Any] = {}
        for root in roots:
            run = Run(self._frame, context, values)
            data[root.key] = await _answer_one(root, run, outcomes)
        return data

    async def _explained(
        self,
        context: object,
        values: VariableValues,
        outcomes: Mapping[str, Any],
        *,
        hide_suggestions: bool,
    ) -> ExecutionResult:
        """Let graphql-core execute it, from the *outcomes* that are known."""
        executor = self._executor(context, values, hide_suggestions=hide_suggestions)
        if outcomes:
            executor.go_on_from(outcomes)
        result: Any = executor.execute_operation()
        done: Any = await result if is_awaitable(result) else result
        return cast("ExecutionResult", done)

    def _executor(
        self, context: object, values: VariableValues, *, hide_suggestions: bool = False
    ) -> Any:
        fragments = {name: FragmentDetails(node) for name, node in self._fragments.items()}
        return _explanation(
            self._schema, self._fragments, fragments, None, context, self._operation, values,
            _execution.default_field_resolver, _execution.default_type_resolver,
            _execution.default_field_resolver,
            hide_suggestions=hide_suggestions,
        )  # fmt: skip

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

    @cached_property
    def _variables(self) -> Variables:
        return Variables(self._schema, self._operation)

    @cached_property
    def _fragments(self) -> dict[str, FragmentDefinitionNode]:
        definitions = self._document.definitions
        return {d.name.value: d for d in definitions if isinstance(d, FragmentDefinitionNode)}

    @cached_property
    def _frame(self) -> Frame:
        helpers = self._executor(None, VariableValues({}, {})).async_helpers
        return Frame(self._schema, self._fragments, self._operation, helpers)

    def _form(self, values: Mapping[str, object]) -> Sequence[Root]:
        """Return the root fields for the values that the conditions have.

        There are none where every field is skipped, or where one cannot be compiled, as
        introspection cannot.
        """
        key = tuple([_truth(values.get(name)) for name in self._conditions])
        if (form := self._forms.get(key)) is None:
            if len(self._forms) == _MOST_FORMS:
                del self._forms[next(iter(self._forms))]
            form = self._compiled(dict(zip(self._conditions, key, strict=True)))
            self._forms[key] = form
        return form

    def _compiled(self, values: Mapping[str, object]) -> Sequence[Root]:
        root = cast("GraphQLObjectType", self._schema.get_root_type(self._operation.operation))
        selections = Selections(self._schema, self._fragments, values)
        try:
            asked = selections.of(root, [self._operation.selection_set])
            return [_root(key, root, nodes, selections) for key, nodes in asked.items()]
        except (Unsupported, RecursionError):
            return ()


def _truth(value: object) -> bool | None:
    """Return a condition's value; nothing for a variable of that name in another operation."""
    return value if isinstance(value, bool) else None


def _root(
    key: str, parent: GraphQLObjectType, nodes: list[FieldNode], selections: Selections
) -> Root:
    """Compile a root field."""
    path = Path(None, key, parent.name)
    if nodes[0].name.value == "__typename":
        return Root(key, None, lambda _, __: parent.name, path)
    found = parent.fields.get(nodes[0].name.value)
    if found is None or found.resolve is None:
        raise Unsupported
    source = Source(selections)
    name = source.write(found.type, nodes)
    return Root(key, ResolverField.of(parent, found, nodes), source.make()[name], path)


def _unless_failed(value: Any) -> Any:
    if isinstance(value, BaseException):
        raise value
    return value


async def _answer_one(root: Root, run: Run, outcomes: dict[str, Any]) -> Any:
    """Resolve a root field and complete its value; note the outcome of its resolver."""
    if root.field is None:
        return root.complete(None, run)
    try:
        value: Any = run.resolve_root(root.field, root.path)
        if is_awaitable(value):
            value = await value
    except Exception as exc:
        outcomes[root.key] = exc
        raise
    outcomes[root.key] = value
    try:
        completed = root.complete(value, run)
        if run.waiting:
            await run.finish()
    except Exception:
        run.close_begun()
        raise
    return completed
