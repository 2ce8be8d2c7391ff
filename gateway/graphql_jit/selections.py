"""Field collection: the fields that are selected of a type, after fragments and conditions.

GraphQL's CollectFields algorithm, for given values of `@skip` and `@include`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)
from graphql.language import Visitor

from gateway.graphql_jit.visitors import visit_once

# The response names in their order, each with the field nodes to merge.
CollectedFields = dict[str, list[FieldNode]]

_CONDITIONS: Final = {"skip": False, "include": True}


class NotCompilable(Exception):
    """The operation cannot be compiled: graphql-core executes it."""


class DocumentNames(Visitor):
    """The names of a document's fields, and of the variables in its conditions."""

    def __init__(self, document: DocumentNode) -> None:
        """Collect the names in *document*."""
        super().__init__()
        self.conditions = set[str]()  # variables of `@skip` and `@include`
        self.fields = set[str]()
        visit_once(document, self)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Add the field."""
        self.fields.add(node.name.value)

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        """Add the variable of a condition."""
        if node.name.value in _CONDITIONS:
            values = (argument.value for argument in node.arguments or ())
            self.conditions |= {v.name.value for v in values if isinstance(v, VariableNode)}


def variables_below_root(
    operation: OperationDefinitionNode, fragments: Iterable[FragmentDefinitionNode]
) -> Iterator[str]:
    """Yield the variables in the selections of the root fields, and in any fragment.

    Those in the arguments of a root field that the operation selects itself are left out.
    """
    for node in operation.selection_set.selections:
        is_field = isinstance(node, FieldNode)
        yield from _variables(node.selection_set if isinstance(node, FieldNode) else node)
        for directive in node.directives or () if is_field else ():
            yield from _variables(directive)
    for fragment in fragments:
        yield from _variables(fragment)


def _variables(node: Node | None) -> Iterator[str]:
    """Yield the names of the variables in *node*."""
    names = _VariableNames()
    if node is not None:
        visit_once(node, names)
    yield from names.found


class _VariableNames(Visitor):
    """The names of variables in a node."""

    def __init__(self) -> None:
        super().__init__()
        self.found = set[str]()

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        """Add the variable."""
        self.found.add(node.name.value)


@dataclass(frozen=True, slots=True)
class Selections:
    """The selections of a document, for these values of the variables in its conditions."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    values: Mapping[str, object]

    def of(
        self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode | None]
    ) -> CollectedFields:
        """Return the fields that the *sets* together select of *type_*."""
        collected: CollectedFields = {}
        spread = set[str]()
        for selections in sets:
            for field in self._fields(type_, selections, spread):
                collected.setdefault((field.alias or field.name).value, []).append(field)
        return collected

    def _fields(
        self, type_: GraphQLObjectType, selections: SelectionSetNode | None, spread: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections.selections if selections else ():
            if not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif (fragment := self._fragment(node, spread)) and self._applies(fragment, type_):
                yield from self._fields(type_, fragment.selection_set, spread)

    def _fragment(
        self, node: SelectionNode, spread: set[str]
    ) -> FragmentDefinitionNode | InlineFragmentNode | None:
        """Return the fragment of *node*, or None if it was spread in this set before."""
        if isinstance(node, InlineFragmentNode):
            return node
        if not isinstance(node, FragmentSpreadNode) or node.arguments:
            raise NotCompilable
        name = node.name.value
        if name in spread:
            return None
        spread.add(name)
        return self.fragments[name]

    def _applies(
        self, fragment: FragmentDefinitionNode | InlineFragmentNode, type_: GraphQLObjectType
    ) -> bool:
        if fragment.type_condition is None:
            return True
        named = self.schema.get_type(fragment.type_condition.name.value)
        return named is type_ or (is_abstract_type(named) and self.schema.is_sub_type(named, type_))

    def _is_included(self, node: SelectionNode) -> bool:
        return all(self._holds(directive) for directive in node.directives or ())

    def _holds(self, directive: DirectiveNode) -> bool:
        name = directive.name.value
        if name not in _CONDITIONS or not directive.arguments:
            raise NotCompilable
        value = directive.arguments[0].value
        if isinstance(value, VariableNode):
            condition = self.values.get(value.name.value)
            if not isinstance(condition, bool):
                raise NotCompilable
            return condition is _CONDITIONS[name]
        return isinstance(value, BooleanValueNode) and value.value is _CONDITIONS[name]
