"""What is known of a field before it is read: whom its resolver asks, and what it depends on."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, cast

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLWrappingType,
    is_abstract_type,
    is_leaf_type,
)

from gateway.graphql_jit.selections import Selections, Unsupported

DEFINITION: Final = "strawberry-definition"

Type = Any  # GraphQL's own aliases leave parts of themselves unknown
Field = Any  # so does its field


class Reads(NamedTuple):
    """What a resolver does that takes nothing but the object.

    As the resolver's attribute `reads`, it is written out instead of called. Paths begin at the
    object, as name.name.
    """

    path: str = ""  # where the answer is; without one the resolver is called
    show: Callable[[Any], Any] | None = None  # what makes the answer of what is there
    text: str | None = None  # where the same is found written as text
    # All that the answer depends on: where it is given, answers are remembered. What is equal there
    # has to mean the same, as texts do, and True and 1 do not.
    by: tuple[str, ...] = ()


class Defined(NamedTuple):
    """A field and what Strawberry says of it."""

    field: Field
    definition: Any

    @classmethod
    def of(cls, type_: GraphQLObjectType, node: FieldNode) -> "Defined | None":
        """Return the field that *node* asks of the type; nothing for `__typename`."""
        if node.name.value == "__typename":
            return None
        found = type_.fields[node.name.value]
        definition = found.extensions.get(DEFINITION)
        if definition is None:
            raise Unsupported
        return cls(found, definition)

    @property
    def needs_only_object(self) -> bool:
        """Whether the object is all that it takes to read the field."""
        if self.field.args or self.definition.extensions or self.definition.is_async:
            return False
        resolver = self.definition.base_resolver
        return self.definition.is_basic_field or (
            resolver.self_parameter is not None and len(resolver.signature.parameters) == 1
        )

    @property
    def reads(self) -> Reads:
        """What the resolver says of itself."""
        function = getattr(self.definition.base_resolver, "wrapped_func", None)
        found: Reads = getattr(function, "reads", Reads())
        return found

    def is_shared(self, selections: Selections, nodes: Sequence[FieldNode]) -> bool:
        """Tell whether what is answered to *nodes* may be remembered."""
        shared = self.needs_only_object and bool(self.reads.by)
        return shared and needs_only_objects(self.field.type, selections, nodes)


def needs_only_objects(type_: Type, selections: Selections, nodes: Sequence[FieldNode]) -> bool:
    """Tell whether what *nodes* ask of the type takes nothing but the objects."""
    while isinstance(type_, GraphQLWrappingType):
        type_ = cast("Any", type_).of_type
    if is_leaf_type(type_):
        return True
    abstract = is_abstract_type(type_)
    objects: Any = selections.schema.get_possible_types(type_) if abstract else [type_]
    return all(_need_only_objects(object_, selections, nodes) for object_ in objects)


def _need_only_objects(
    type_: GraphQLObjectType, selections: Selections, nodes: Sequence[FieldNode]
) -> bool:
    selected = selections.of(type_, (node.selection_set for node in nodes)).values()
    found = [(Defined.of(type_, asked[0]), asked) for asked in selected]
    return all(
        defined.needs_only_object and needs_only_objects(defined.field.type, selections, asked)
        for defined, asked in found
        if defined
    )


def class_of(type_: GraphQLObjectType) -> type:
    """Return the class whose instances are of the type."""
    definition = type_.extensions.get(DEFINITION)
    if definition is None or definition.is_type_of:
        raise Unsupported
    return cast("type", definition.origin)
