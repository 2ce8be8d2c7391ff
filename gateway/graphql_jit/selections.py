"""Which fields a type is asked for: fragments spread, `@skip` and `@include` decided."""

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
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
)
from graphql.language import Visitor, visit

# Response names in their order, each with the fields that answer under it.
Fields = dict[str, list[FieldNode]]

_CONDITIONS: Final = {"skip": False, "include": True}


class Unsupported(Exception):
    """What is asked cannot be compiled; graphql-core executes it."""


class Names(Visitor):
    """The names in a document that its execution goes by."""

    def __init__(self, document: DocumentNode) -> None:
        """Find them."""
        super().__init__()
        self.conditions = set[str]()  # variables that decide about selections
        self.fields = set[str]()
        visit(document, self)

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note the field."""
        self.fields.add(node.name.value)

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        """Note the variable of a condition."""
        if node.name.value in _CONDITIONS:
            values = (argument.value for argument in node.arguments or ())
            self.conditions |= {v.name.value for v in values if isinstance(v, VariableNode)}


@dataclass(frozen=True, slots=True)
class Selections:
    """The selections of a document where its conditions have these values."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    values: Mapping[str, object]

    def of(self, type_: GraphQLObjectType, sets: Iterable[SelectionSetNode | None]) -> Fields:
        """Return what *sets* together ask of *type_*."""
        found: Fields = {}
        spread = set[str]()
        for selections in sets:
            for field in self._fields(type_, selections, spread):
                found.setdefault((field.alias or field.name).value, []).append(field)
        return found

    def _fields(
        self, type_: GraphQLObjectType, selections: SelectionSetNode | None, spread: set[str]
    ) -> Iterator[FieldNode]:
        for node in selections.selections if selections else ():
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                yield node
            elif (fragment := self._fragment(node, spread)) and self._applies(fragment, type_):
                yield from self._fields(type_, fragment.selection_set, spread)

    def _fragment(
        self, node: SelectionNode, spread: set[str]
    ) -> FragmentDefinitionNode | InlineFragmentNode | None:
        """Return the fragment, unless it was spread here before."""
        if isinstance(node, InlineFragmentNode):
            return node
        if not isinstance(node, FragmentSpreadNode) or node.arguments:
            raise Unsupported
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

    def _wanted(self, node: SelectionNode) -> bool:
        return all(self._holds(directive) for directive in node.directives or ())

    def _holds(self, directive: DirectiveNode) -> bool:
        name = directive.name.value
        if name not in _CONDITIONS or not directive.arguments:
            raise Unsupported
        value = directive.arguments[0].value
        if isinstance(value, VariableNode):
            given = self.values.get(value.name.value)
            if not isinstance(given, bool):
                raise Unsupported
            return given is _CONDITIONS[name]
        return isinstance(value, BooleanValueNode) and value.value is _CONDITIONS[name]
