"""Cost analysis: what an operation costs, by how many objects and values its answer may hold.

An object costs 1, and a value (a scalar or an enum, however it is aliased) a tenth of that; a field
with a query of its own costs what the schema declares. What is beneath a list costs as often as the
list is long: `first`, `last` or `ids` as the client gives them, else a usual page. The weights are
worked out once for a valid document; what is left for a request is to fill in its coerced
variables. This is the one place of the rule; `docs/limits.md` tells it to clients.
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
from schema.drawing import COST

_SIZES: Final = ("first", "last", "ids")
_SHORT: Final = 10  # a list that has no size of its own: the changes of an event, the errors
VALUES_PER_COST: Final = 10
_DEFINITION: Final = "strawberry-definition"
_NONE: Final[Mapping[str, Any]] = {}

# Either so many, or as many as the variable of this name says. The longest of them counts.
Length = tuple[int | str, ...]


class Total(NamedTuple):
    """What an answer holds at most."""

    objects: int = 0
    values: int = 0

    @property
    def cost(self) -> int:
        """What that costs."""
        return self.objects + ceil(self.values / VALUES_PER_COST)


@dataclass(slots=True)
class Weight:
    """So many objects and values, and lists with the weight of each of their items."""

    objects: int = 0
    values: int = 0
    lists: "list[tuple[Length, Weight]]" = field(default_factory=list["tuple[Length, Weight]"])

    def add(self, other: "Weight") -> None:
        """Count another weight too."""
        self.objects += other.objects
        self.values += other.values
        self.lists += other.lists

    @property
    def varies(self) -> bool:
        """Whether variables decide how much that is."""
        return any(
            item.varies or any(isinstance(size, str) for size in length)
            for length, item in self.lists
        )

    def total(self, variables: Mapping[str, Any]) -> Total:
        """Return how much that is at most, with these coerced variables."""
        objects, values = self.objects, self.values
        for length, item in self.lists:
            times, one = _long(length, variables), item.total(variables)
            objects, values = objects + times * one.objects, values + times * one.values
        return Total(objects, values)


def _long(length: Length, variables: Mapping[str, Any]) -> int:
    given: list[Any] = [variables.get(size) if isinstance(size, str) else size for size in length]
    known: list[Any] = [len(g) if isinstance(g, list) else g for g in given]  # pyright: ignore[reportUnknownArgumentType]
    return max(
        (min(max(n, 0), MAX_PAGE_SIZE) for n in known if isinstance(n, int)),
        default=DEFAULT_PAGE_SIZE,
    )


@dataclass(frozen=True, slots=True)
class OperationCost:
    """What an operation costs with any variables."""

    weight: Weight
    fixed: int | None  # where no variable counts

    def cost(self, coerced: Mapping[str, Any]) -> int:
        """Return the cost with these values of variables: the coerced ones, defaults included."""
        return self.weight.total(coerced).cost if self.fixed is None else self.fixed


class CostAnalysis:
    """Weighs the operations of one valid document; each fragment is weighed once."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, usual: Mapping[str, int] = _NONE
    ) -> None:
        """Prepare to weigh *document*, whose size was limited before.

        *usual* says how long the lists of these fields are that have no argument for it.
        """
        found = (d for d in document.definitions if isinstance(d, FragmentDefinitionNode))
        self._schema, self._usual = schema, usual
        self._fragments = {fragment.name.value: fragment for fragment in found}
        self._known: dict[tuple[str, Length], Weight] = {}
        self.weighed = 0  # fragments
        self.introspected = 0  # objects, for all operations

    def price(self, operation: OperationDefinitionNode) -> OperationCost:
        """Return what *operation* costs."""
        root = self._schema.get_root_type(operation.operation)
        weight = self._of_set(root, operation.selection_set, ())
        return OperationCost(weight, None if weight.varies else weight.total(_NONE).cost)

    def _of_set(
        self, parent: GraphQLCompositeType | None, selections: SelectionSetNode, page: Length
    ) -> Weight:
        """Return the weight of what is selected of *parent*, whose lists are *page* long."""
        weight = Weight()
        for selection in selections.selections:
            weight.add(self._of(parent, selection, page))
        return weight

    def _of(
        self, parent: GraphQLCompositeType | None, selection: SelectionNode, page: Length
    ) -> Weight:
        if isinstance(selection, FieldNode):
            return self._of_field(parent, selection, page)
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value, page)
        if isinstance(selection, InlineFragmentNode):
            named = self._named(selection.type_condition)
            return self._of_set(named or parent, selection.selection_set, page)
        return Weight()

    def _of_fragment(self, name: str, page: Length) -> Weight:
        if (name, page) not in self._known:
            self.weighed += 1
            fragment = self._fragments[name]
            named = self._named(fragment.type_condition)
            self._known[name, page] = self._of_set(named, fragment.selection_set, page)
        return self._known[name, page]

    def _named(self, node: Any) -> GraphQLCompositeType | None:
        named = self._schema.get_type(node.name.value) if node else None
        return named if is_composite_type(named) else None

    def _of_field(
        self, parent: GraphQLCompositeType | None, node: FieldNode, page: Length
    ) -> Weight:
        defined = self._schema.get_field(parent, node.name.value) if parent else None
        held, listed = _held(defined)
        query = _query_cost(defined)
        if defined is None or held is None or not node.selection_set:
            return Weight(objects=query, values=1)
        if node.name.value in INTROSPECTION:
            self.introspected += self._of_set(held, node.selection_set, ()).total(_NONE).objects
            return Weight(1)
        length = _length(defined, node)
        if not listed:
            return _beside(1 + query, self._of_set(held, node.selection_set, length))
        item = _beside(1, self._of_set(held, node.selection_set, ()))
        return Weight(lists=[(length or page or self._short(node), item)])

    def _short(self, node: FieldNode) -> Length:
        return (self._usual.get(node.name.value, _SHORT),)


def _query_cost(defined: Any) -> int:
    """Return what the field's own query costs, by the schema's declaration."""
    declared = defined.extensions.get(_DEFINITION) if defined else None
    return cast("int", declared.metadata.get(COST, 0)) if declared else 0


def _held(defined: Any) -> tuple[GraphQLCompositeType | None, bool]:
    """Return the type of the objects that a field holds, if it does, and whether it is a list."""
    type_: Any = defined.type if defined else None
    if isinstance(type_, GraphQLNonNull):
        type_ = cast("Any", type_).of_type
    named = cast("Any", get_named_type(type_))
    return (named if is_composite_type(named) else None), isinstance(type_, GraphQLList)


def _beside(objects: int, weight: Weight) -> Weight:
    return Weight(objects + weight.objects, weight.values, weight.lists)


def _length(defined: GraphQLField, node: FieldNode) -> Length:
    """Return how long the lists of the field are, if it has arguments that say so."""
    sized = [name for name in _SIZES if name in defined.args]
    given = (_given(a.value) for a in node.arguments or () if a.name.value in sized)
    found = tuple(_distinct(g for g in given if g is not None))
    return found or ((DEFAULT_PAGE_SIZE,) if sized else ())


def _distinct(lengths: Iterable[int | str]) -> list[int | str]:
    return list(dict.fromkeys(lengths))


def _given(value: ValueNode) -> int | str | None:
    if isinstance(value, VariableNode):
        return value.name.value
    if isinstance(value, ListValueNode):
        return len(value.values)
    if isinstance(value, IntValueNode):
        return int(value.value[: len(str(MAX_PAGE_SIZE)) + 1])
    return None
