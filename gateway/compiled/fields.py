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

from gateway.compiled.selections import Selections, Unsupported

DEFINITION: Final = "strawberry-definition"

Type = Any  # GraphQL's own aliases leave parts of themselves unknown
Field = Any  # so does its field


class Reads(NamedTuple):
    """What a resolver does that takes nothing but the object.

    As the resolver's attribute `reads`, it is written out instead of called. Paths begin at the
    object, as name.name.
    """

    path: str = ""  # what it returns; nothing where it has to be called
    show: Callable[[Any], Any] | None = None  # what it makes of that
    text: str | None = None  # where that is found written as text
    by: tuple[str, ...] = ()  # what its answer depends on and nothing else, if many share it


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
    def takes_object(self) -> bool:
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
        shared = self.takes_object and bool(self.reads.by)
        return shared and is_settled(self.field.type, selections, nodes)


def is_settled(type_: Type, selections: Selections, nodes: Sequence[FieldNode]) -> bool:
    """Tell whether what *nodes* ask of the type takes nothing but the objects."""
    while isinstance(type_, GraphQLWrappingType):
        type_ = cast("Any", type_).of_type
    if is_leaf_type(type_):
        return True
    abstract = is_abstract_type(type_)
    objects: Any = selections.schema.get_possible_types(type_) if abstract else [type_]
    return all(_are_settled(object_, selections, nodes) for object_ in objects)


def _are_settled(
    type_: GraphQLObjectType, selections: Selections, nodes: Sequence[FieldNode]
) -> bool:
    selected = selections.of(type_, (node.selection_set for node in nodes)).values()
    found = [(Defined.of(type_, asked[0]), asked) for asked in selected]
    return all(
        defined.takes_object and is_settled(defined.field.type, selections, asked)
        for defined, asked in found
        if defined
    )


def class_of(type_: GraphQLObjectType) -> type:
    """Return the class whose instances are of the type."""
    definition = type_.extensions.get(DEFINITION)
    if definition is None:
        raise Unsupported
    return cast("type", definition.origin)
