"""Field analysis: whether a field is read from its object alone, and what its result depends on."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, cast

from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLWrappingType,
    is_abstract_type,
    is_leaf_type,
)

from gateway.graphql_jit.selections import NotCompilable, Selections

DEFINITION: Final = "strawberry-definition"

Type = Any  # graphql-core's aliases are partially unknown to type checkers
Field = Any  # and so is its field class


class DirectRead(NamedTuple):
    """What a resolver does that needs only the object, so that it can be inlined.

    It is the resolver's attribute `direct_read`. Paths are attributes of the object: ``row.name``.
    """

    path: str = ""  # of the value; without one the resolver is called
    convert: Callable[[Any], Any] | None = None  # from the value to the result
    text_path: str | None = None  # of the result as text, where the object has it
    # The paths of all values that the result depends on. If given, completed results are cached by
    # them. Values that compare equal must have equal results, so True and 1 must not be mixed.
    cache_by: tuple[str, ...] = ()
    # From the tuple of these values to the result, as an object of its class's `plain` class, which
    # has the same attributes and is quicker to make; None where only the class itself will do.
    read_plain: Callable[[tuple[Any, ...]], Any] | None = None


class FieldDefinition(NamedTuple):
    """A field of graphql-core's schema with its Strawberry definition."""

    field: Field
    definition: Any

    @classmethod
    def of(cls, type_: GraphQLObjectType, node: FieldNode) -> "FieldDefinition | None":
        """Return the field that *node* selects of the type; None for `__typename`."""
        if node.name.value == "__typename":
            return None
        field = type_.fields[node.name.value]
        definition = field.extensions.get(DEFINITION)
        if definition is None:
            raise NotCompilable
        return cls(field, definition)

    @property
    def needs_only_object(self) -> bool:
        """Whether the result depends on the object alone: no arguments, info or awaiting."""
        if self.field.args or self.definition.extensions or self.definition.is_async:
            return False
        resolver = self.definition.base_resolver
        return self.definition.is_basic_field or (
            resolver.self_parameter is not None and len(resolver.signature.parameters) == 1
        )

    @property
    def direct_read(self) -> DirectRead:
        """The declaration of the resolver, or an empty one."""
        function = getattr(self.definition.base_resolver, "wrapped_func", None)
        declared: DirectRead = getattr(function, "direct_read", DirectRead())
        return declared

    def is_cacheable(self, selections: Selections, nodes: Sequence[FieldNode]) -> bool:
        """Return whether the completed results of *nodes* can be cached."""
        declared = self.needs_only_object and bool(self.direct_read.cache_by)
        return declared and needs_only_objects(self.field.type, selections, nodes)


def needs_only_objects(type_: Type, selections: Selections, nodes: Sequence[FieldNode]) -> bool:
    """Return whether all fields that *nodes* select of the type depend on their objects alone."""
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
    definitions = [(FieldDefinition.of(type_, inner[0]), inner) for inner in selected]
    return all(
        definition.needs_only_object
        and needs_only_objects(definition.field.type, selections, inner)
        for definition, inner in definitions
        if definition
    )


def class_of(type_: GraphQLObjectType) -> type:
    """Return the Python class of the type. Raises `NotCompilable` if instances decide it."""
    definition = type_.extensions.get(DEFINITION)
    if definition is None or definition.is_type_of:
        raise NotCompilable
    return cast("type", definition.origin)


def classes_of(type_: GraphQLObjectType) -> tuple[type, ...]:
    """Return the Python class of the type, and its ``plain`` class if it has one."""
    class_ = class_of(type_)
    plain: Any = getattr(class_, "plain", None)
    return (class_, plain) if isinstance(plain, type) else (class_,)
