"""A compiled operation: its variables, its forms, and the execution of its root fields."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property, partial
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
    execution,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues

from gateway.graphql_jit.answer_size import AnswerSize
from gateway.graphql_jit.explanation import Explanation, Interpretation
from gateway.graphql_jit.inputs import Variables
from gateway.graphql_jit.root_field import Answered, RootField, merged
from gateway.graphql_jit.run import Frame, Run
from gateway.graphql_jit.selections import Names, Selections, Unsupported

_MOST_FORMS: Final = 8  # of one operation, by the values of its conditions

# graphql-core's annotations leave parts of themselves unknown.
_explanation: Any = Explanation
_execution: Any = execution

Answer = Callable[[RootField], Awaitable[Answered]]


class CompiledOperation:
    """One operation of a validated document. It is compiled when it is executed first."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
    ) -> None:
        """Compile nothing yet: most documents that arrive are executed once or never."""
        self._schema, self._document, self._operation = schema, document, operation
        self._is_mutation = operation.operation is OperationType.MUTATION
        self._forms: dict[tuple[object, ...], Sequence[RootField]] = {}

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
        most_bytes: float = inf,
        hide_suggestions: bool = False,
    ) -> ExecutionResult:
        """Return what graphql-core's `execute` would, with *values* from `coerce`.

        Errors come in the order of the root fields, whichever of them fails first. Raises
        `AnswerTooLarge` beyond so many bytes. Parts of the data may be JSON already.
        """
        size, roots = AnswerSize(most_bytes), self._form(values.coerced)
        executor = partial(self._executor, context, values, hide_suggestions=hide_suggestions)
        interpreter = Interpretation(executor)
        if not roots:
            return await interpreter.result(size)
        if len(roots) == 1:
            run = Run(self._frame, context, values, size)
            return merged({roots[0].key: await roots[0].answer(run, interpreter)})

        def answer(root: RootField) -> Awaitable[Answered]:
            return root.answer(Run(self._frame, context, values, size.part()), interpreter)

        return merged(await (_serially if self._is_mutation else _together)(roots, answer))

    def _executor(
        self,
        context: object,
        values: VariableValues,
        size: AnswerSize,
        *,
        hide_suggestions: bool = False,
    ) -> Any:
        fragments = {name: FragmentDetails(node) for name, node in self._fragments.items()}
        executor = _explanation(
            self._schema, self._fragments, fragments, None, context, self._operation, values,
            _execution.default_field_resolver, _execution.default_type_resolver,
            _execution.default_field_resolver,
            hide_suggestions=hide_suggestions,
        )  # fmt: skip
        executor.size = size
        return executor

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
        helpers = self._executor(None, VariableValues({}, {}), AnswerSize()).async_helpers
        return Frame(self._schema, self._fragments, self._operation, helpers)

    def _form(self, values: Mapping[str, object]) -> Sequence[RootField]:
        """Return the root fields for the values that the conditions have.

        There are none where every field is skipped, or where graphql-core has to say what is wrong
        with a condition.
        """
        key = tuple([_truth(values.get(name)) for name in self._conditions])
        if (form := self._forms.get(key)) is None:
            if len(self._forms) == _MOST_FORMS:
                del self._forms[next(iter(self._forms))]
            form = self._compiled(dict(zip(self._conditions, key, strict=True)))
            self._forms[key] = form
        return form

    def _compiled(self, values: Mapping[str, object]) -> Sequence[RootField]:
        root = cast("GraphQLObjectType", self._schema.get_root_type(self._operation.operation))
        selections = Selections(self._schema, self._fragments, values)
        try:
            asked = selections.of(root, [self._operation.selection_set])
        except (Unsupported, RecursionError):
            return ()
        return [RootField.compiled(key, root, nodes, selections) for key, nodes in asked.items()]


def _truth(value: object) -> bool | None:
    """Return a condition's value; nothing for a variable of that name in another operation."""
    return value if isinstance(value, bool) else None


async def _together(roots: Sequence[RootField], answer: Answer) -> dict[str, Answered]:
    """Answer the root fields of a query at the same time.

    None is cancelled when another fails: what its resolver shares with others would be lost.
    """
    answered = await asyncio.gather(*map(answer, roots))
    return {root.key: one for root, one in zip(roots, answered, strict=True)}


async def _serially(roots: Sequence[RootField], answer: Answer) -> dict[str, Answered]:
    """Answer the root fields of a mutation in turn, up to one that leaves no data."""
    found: dict[str, Answered] = {}
    for root in roots:
        found[root.key] = await answer(root)
        if found[root.key].nulls_data:
            break
    return found
