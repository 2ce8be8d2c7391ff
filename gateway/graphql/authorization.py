"""Authorization before execution: the scopes that the selected fields of an operation require.

A mutation commits before its response is made, and a subscription begins long before its events.
So one that selects a field which the caller may not read is refused at once. Fields that `@skip` or
`@include` omit require nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLSchema,
    GraphQLSkipDirective,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
    is_composite_type,
)
from graphql.execution.values import VariableValues

from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from schema.scopes import scope_of


class ScopeDemand(NamedTuple):
    """A field that requires a scope, and the selections on its path."""

    scope: Scope
    selections: Sequence[SelectionNode]

    def holds(self, values: VariableValues) -> bool:
        """Return whether the field is executed with these variables."""
        try:
            return all(_is_included(node, values) for node in self.selections)
        except GraphQLError:
            return True  # a condition is null, which the execution reports


class Authorization:
    """The scopes that the operations of one document require."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        """Analyze a valid document, whose size is within its limits."""
        found = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        self._schema = schema
        self._fragments: Mapping[str, Any] = {node.name.value: node for node in found}

    def demands(self, operation: OperationDefinitionNode) -> Sequence[ScopeDemand]:
        """Return the required scopes of the fields of *operation*."""
        root = self._schema.get_root_type(operation.operation)
        return [*self._within(root, operation.selection_set, ())]

    def _within(
        self, parent: Any, selected: SelectionSetNode, above: tuple[SelectionNode, ...]
    ) -> Iterator[ScopeDemand]:
        for node in selected.selections:
            yield from self._of(parent, node, (*above, node))

    def _of(
        self, parent: Any, node: SelectionNode, path: tuple[SelectionNode, ...]
    ) -> Iterator[ScopeDemand]:
        if isinstance(node, FieldNode):
            yield from self._of_field(self._schema.get_field(parent, node.name.value), node, path)
            return
        fragment: Any = node
        if isinstance(node, FragmentSpreadNode):
            fragment = self._fragments[node.name.value]
        condition = fragment.type_condition
        type_ = self._schema.get_type(condition.name.value) if condition else parent
        yield from self._within(type_, fragment.selection_set, path)

    def _of_field(
        self, defined: Any, node: FieldNode, path: tuple[SelectionNode, ...]
    ) -> Iterator[ScopeDemand]:
        if scope := scope_of(defined):
            yield ScopeDemand(scope, path)
        held = cast("Any", get_named_type(defined.type))
        if node.selection_set and is_composite_type(held):
            yield from self._within(held, node.selection_set, path)


def _is_included(node: SelectionNode, values: VariableValues) -> bool:
    skip = get_directive_values(GraphQLSkipDirective, node, values) or {"if": False}
    include = get_directive_values(GraphQLIncludeDirective, node, values) or {"if": True}
    return include["if"] is not False and skip["if"] is not True


def check(demands: Sequence[ScopeDemand], caller: Caller, values: VariableValues) -> None:
    """Raise `Forbidden` if the caller lacks a required scope."""
    for demand in demands:
        if not caller.has_scope(demand.scope) and demand.holds(values):
            caller.require_scope(demand.scope)
