"""Cost analysis: the cost of an operation is the maximum number of objects and values it returns.

An object costs 1, and ten values (scalars and enums; each alias is another value) cost 1. A field
with a query of its own costs what the schema declares. The cost of a list is the cost of an item
times its length: `first`, `last` or `ids` as the client gives them, else the default page size. A
document is analyzed once; for a request only the coerced variables are filled in. `docs/limits.md`
describes this rule for clients.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final, NamedTuple, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from gateway.graphql.limits.size import INTROSPECTION
from gateway.models.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from schema.column_fields import COST, LENGTH

_LENGTH_ARGUMENTS: Final = ("first", "last", "ids")
_DEFAULT_LENGTH: Final = 10  # of lists without such an argument, as the changes of an event
VALUES_PER_COST: Final = 10
_DEFINITION: Final = "strawberry-definition"
_NO_VARIABLES: Final[Mapping[str, Any]] = {}

# The possible lengths of a list: numbers, or names of variables. The greatest counts.
Length = tuple[int | str, ...]


class ResponseCounts(NamedTuple):
    """The maximum number of objects and values in a response."""

    objects: int = 0
    values: int = 0

    @property
    def cost(self) -> int:
        """The cost, rounded up."""
        return self.objects + ceil(self.values / VALUES_PER_COST)


@dataclass(slots=True)
class SizeExpression:
    """A response size as an expression: objects, values, and lists with the size of an item."""

    objects: int = 0
    values: int = 0
    lists: "list[tuple[Length, SizeExpression]]" = field(
        default_factory=list["tuple[Length, SizeExpression]"]
    )

    def add(self, other: "SizeExpression") -> None:
        """Add another expression."""
        self.objects += other.objects
        self.values += other.values
        self.lists += other.lists

    @property
    def varies(self) -> bool:
        """Whether the size depends on variables."""
        return any(
            item.varies or any(isinstance(size, str) for size in length)
            for length, item in self.lists
        )

    def evaluate(self, variables: Mapping[str, Any]) -> ResponseCounts:
        """Return the size with these coerced variables."""
        objects, values = self.objects, self.values
        for length, item in self.lists:
            count, size = _evaluate(length, variables), item.evaluate(variables)
            objects, values = objects + count * size.objects, values + count * size.values
        return ResponseCounts(objects, values)


def _evaluate(length: Length, variables: Mapping[str, Any]) -> int:
    """Return the greatest of the lengths, within the page size; a variable may be a list of ids."""
    given: list[Any] = [variables.get(part) if isinstance(part, str) else part for part in length]
    lengths: list[Any] = [len(g) if isinstance(g, list) else g for g in given]  # pyright: ignore[reportUnknownArgumentType]
    return max(
        (min(max(n, 0), MAX_PAGE_SIZE) for n in lengths if isinstance(n, int)),
        default=DEFAULT_PAGE_SIZE,
    )


@dataclass(frozen=True, slots=True)
class OperationCost:
    """The cost of an operation as a function of its variables."""

    size: SizeExpression
    constant: int | None  # the cost, if it does not depend on variables

    def of(self, coerced: Mapping[str, Any]) -> int:
        """Return the cost with these coerced variables, which include the defaults."""
        return self.size.evaluate(coerced).cost if self.constant is None else self.constant


class CostAnalysis:
    """Analyzes the operations of one valid document. Each fragment is analyzed once."""

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        lengths: Mapping[str, int] = _NO_VARIABLES,
    ) -> None:
        """Analyze *document*, whose size is within its limits.

        *lengths* are the lengths of lists without an argument for it, by the names of their fields.
        """
        fragments = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        self._schema, self._lengths = schema, lengths
        self._fragments = {fragment.name.value: fragment for fragment in fragments}
        self._fragment_sizes: dict[tuple[str, Length], SizeExpression] = {}
        self.introspected = 0  # objects of introspection, of all operations

    def operation_cost(self, operation: OperationDefinitionNode) -> OperationCost:
        """Return the cost of *operation*."""
        root = self._schema.get_root_type(operation.operation)
        size = self._of_set(root, operation.selection_set, ())
        return OperationCost(size, None if size.varies else size.evaluate(_NO_VARIABLES).cost)

    def _of_set(
        self, parent: GraphQLCompositeType | None, selections: SelectionSetNode, page: Length
    ) -> SizeExpression:
        """Return the size of the selections of *parent*, whose lists have the length *page*."""
        size = SizeExpression()
        for selection in selections.selections:
            size.add(self._of(parent, selection, page))
        return size

    def _of(
        self, parent: GraphQLCompositeType | None, selection: SelectionNode, page: Length
    ) -> SizeExpression:
        if isinstance(selection, FieldNode):
            return self._of_field(parent, selection, page)
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value, page)
        if isinstance(selection, InlineFragmentNode):
            named = self._named(selection.type_condition)
            return self._of_set(named or parent, selection.selection_set, page)
        return SizeExpression()

    def _of_fragment(self, name: str, page: Length) -> SizeExpression:
        if (name, page) not in self._fragment_sizes:
            fragment = self._fragments[name]
            named = self._named(fragment.type_condition)
            size = self._of_set(named, fragment.selection_set, page)
            self._fragment_sizes[name, page] = size
        return self._fragment_sizes[name, page]

    def _named(self, node: Any) -> GraphQLCompositeType | None:
        named = self._schema.get_type(node.name.value) if node else None
        return named if is_composite_type(named) else None

    def _of_field(
        self, parent: GraphQLCompositeType | None, node: FieldNode, page: Length
    ) -> SizeExpression:
        defined = self._schema.get_field(parent, node.name.value) if parent else None
        object_type, is_list = _object_type(defined)
        query_cost = _declared(defined, COST, 0)
        if defined is None or object_type is None or not node.selection_set:
            return SizeExpression(objects=query_cost, values=1)
        if node.name.value in INTROSPECTION:
            size = self._of_set(object_type, node.selection_set, ())
            self.introspected += size.evaluate(_NO_VARIABLES).objects
            return SizeExpression(1)
        # The ids of a subscription choose events, of which each result has one.
        length = () if parent is self._schema.subscription_type else _length(defined, node)
        if not is_list:
            return _with_objects(
                1 + query_cost, self._of_set(object_type, node.selection_set, length)
            )
        item = _with_objects(1, self._of_set(object_type, node.selection_set, ()))
        return SizeExpression(
            query_cost, lists=[(length or page or self._own_length(defined, node), item)]
        )

    def _own_length(self, defined: GraphQLField, node: FieldNode) -> Length:
        """Return the length of a list that no argument limits."""
        usual = self._lengths.get(node.name.value, _DEFAULT_LENGTH)
        return (_declared(defined, LENGTH, usual),)


def _declared(defined: Any, name: str, default: int) -> int:
    """Return what the metadata of the field declares: the cost of its own query, or its length."""
    definition = defined.extensions.get(_DEFINITION) if defined else None
    return cast("int", definition.metadata.get(name, default)) if definition else default


def _object_type(defined: Any) -> tuple[GraphQLCompositeType | None, bool]:
    """Return the type of a field's objects, None for values, and whether the field is a list."""
    type_: Any = defined.type if defined else None
    if isinstance(type_, GraphQLNonNull):
        type_ = cast("Any", type_).of_type
    named = cast("Any", get_named_type(type_))
    return (named if is_composite_type(named) else None), isinstance(type_, GraphQLList)


def _with_objects(objects: int, size: SizeExpression) -> SizeExpression:
    """Add *objects* to *size*."""
    return SizeExpression(objects + size.objects, size.values, size.lists)


def _length(defined: GraphQLField, node: FieldNode) -> Length:
    """Return the length of a field's list by its arguments; empty if it has none for that."""
    names = [name for name in _LENGTH_ARGUMENTS if name in defined.args]
    given = (_given(a.value) for a in node.arguments or () if a.name.value in names)
    lengths = tuple(_distinct(g for g in given if g is not None))
    return lengths or ((DEFAULT_PAGE_SIZE,) if names else ())


def _distinct(lengths: Iterable[int | str]) -> list[int | str]:
    return list(dict.fromkeys(lengths))


def _given(value: ValueNode) -> int | str | None:
    """Return an argument's length: a number, or the name of the variable that gives it."""
    if isinstance(value, VariableNode):
        return value.name.value
    if isinstance(value, ListValueNode):
        return len(value.values)
    if isinstance(value, IntValueNode):
        return int(value.value[: len(str(MAX_PAGE_SIZE)) + 1])
    return None
