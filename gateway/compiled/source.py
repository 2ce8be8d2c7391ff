"""The functions, written as Python source and made once for an operation.

Each takes a value and the run that it belongs to and returns what JSON shows of it. Whatever it
did not expect raises, by itself or as `Surprise`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol, cast

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.pyutils import Undefined

from gateway.compiled.memory import Memory
from gateway.compiled.selections import Selections, Unsupported

_DEFINITION: Final = "strawberry-definition"
# What needs no serialising: how to tell, of a value by this name.
_TEXT: Final = "type({0}) is str"
_AS_IT_IS: Final = {
    "String": _TEXT,
    "ID": _TEXT,
    "Boolean": "({0} is True or {0} is False)",
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
}

Complete = Callable[[Any, Any], Any]
OutputType = Any  # GraphQL's own alias leaves parts of itself unknown
Field = Any  # so does its field


class Surprise(Exception):
    """A value is not what its type promised."""


def surprise(*_: object) -> Any:
    """Raise `Surprise`, where an expression is wanted."""
    raise Surprise


class Reads(NamedTuple):
    """What a resolver does that takes nothing but the object.

    As the resolver's attribute `reads`, it is written out instead of called. Paths begin at the
    object, as name.name.
    """

    path: str = ""  # what it returns; nothing where it has to be called
    show: Callable[[Any], Any] | None = None  # what it makes of that
    text: str | None = None  # where that is found written as text
    by: tuple[str, ...] = ()  # what its answer depends on and nothing else, if many share it


class Run(Protocol):
    """What a function needs of the execution that it belongs to."""

    def resolve(
        self, parent: GraphQLObjectType, asked: "Resolved", source: Any
    ) -> Any | Awaitable[Any]:
        """Call the resolver of a field that is no plain attribute."""
        ...

    def later(self, into: dict[str, Any], name: str, value: Any, complete: Complete) -> None:
        """Complete *value* once it is there, if it has to be waited for; else now."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """A field with a resolver of its own, and where it is asked for."""

    field: Field
    nodes: list[FieldNode]


@dataclass(slots=True)
class Source:
    """Writes the functions of one operation."""

    selections: Selections
    _names: dict[str, Any] = field(default_factory=dict[str, Any])
    _written: list[str] = field(default_factory=list[str])
    _objects: dict[tuple[str, tuple[int, ...]], str] = field(
        default_factory=dict[tuple[str, tuple[int, ...]], str]
    )
    _dispatches: list[tuple[dict[type, Any], dict[type, str]]] = field(
        default_factory=list[tuple[dict[type, Any], dict[type, str]]]
    )

    def write(self, type_: OutputType, nodes: Sequence[FieldNode]) -> str:
        """Write the function that completes a value of *type_*; return its name."""
        name = f"complete_{len(self._written)}"
        self._written.append(name)  # takes the number
        expression = self._value(type_, nodes, "v")
        self._written.append(f"def {name}(v, run):\n    return {expression}\n")
        return name

    def make(self) -> dict[str, Any]:
        """Make the functions that were written, by their names."""
        text = "\n".join(part for part in self._written if part.startswith("def "))
        namespace = self._names | {"Surprise": Surprise, "surprise": surprise}
        exec(compile(text, "<compiled operation>", "exec"), namespace)
        for made, names in self._dispatches:
            made.update({class_: namespace[name] for class_, name in names.items()})
        return namespace

    def _bind(self, letter: str, value: Any) -> str:
        name = f"{letter}{len(self._names)}"
        self._names[name] = value
        return name

    def _value(self, type_: OutputType, nodes: Sequence[FieldNode], name: str) -> str:
        """Return the expression that completes the variable *name*."""
        if isinstance(type_, GraphQLNonNull):
            return self._present(cast("Any", type_).of_type, nodes, name)
        return f"None if {name} is None else {self._present(type_, nodes, name)}"

    def _present(self, type_: Any, nodes: Sequence[FieldNode], name: str) -> str:
        """Return the expression for a value that may not be null."""
        if isinstance(type_, GraphQLList):
            return self._list(cast("Any", type_).of_type, nodes, name)
        if is_leaf_type(type_):
            return self._leaf(type_, name)
        if isinstance(type_, GraphQLObjectType):
            return f"{self._object(type_, nodes)}({name}, run)"
        if is_abstract_type(type_):
            return f"{self._dispatch(type_, nodes)}.get(type({name}), surprise)({name}, run)"
        raise Unsupported

    def _list(self, of: OutputType, nodes: Sequence[FieldNode], name: str) -> str:
        item = f"{name}i"
        items = f"({name} if type({name}) is list else {self._bind('S', _sequence)}({name}))"
        return f"[{self._value(of, nodes, item)} for {item} in {items}]"

    def _leaf(self, type_: GraphQLLeafType, name: str) -> str:
        other = f"{self._bind('L', _serializer(type_))}({name})"
        if isinstance(type_, GraphQLEnumType):
            return self._member(type_, name, other)
        plain = _TEXT if type_.coerce_output_value is str else _AS_IT_IS.get(type_.name)
        return f"({name} if {plain.format(name)} else {other})" if plain else other

    def _member(self, type_: GraphQLEnumType, name: str, other: str) -> str:
        enum = type_.extensions[_DEFINITION].wrapped_cls
        names = {member: type_.coerce_output_value(member) for member in enum}
        class_, names_ = self._bind("E", enum), self._bind("M", names)
        return f"({names_}[{name}] if type({name}) is {class_} else {other})"

    def _dispatch(self, type_: Any, nodes: Sequence[FieldNode]) -> str:
        """Return the name of a table of functions by the class of a value."""
        possible = self.selections.schema.get_possible_types(type_)
        functions = {_class(member): self._object(member, nodes) for member in possible}
        made: dict[type, Any] = {}
        self._dispatches.append((made, functions))
        return self._bind("U", made)

    def _object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        """Write the function of an object type with these selections, once; return its name."""
        key = type_.name, tuple(id(node) for node in nodes)
        if key not in self._objects:
            self._objects[key] = f"{type_.name}_{len(self._objects)}"
            self._written.append(self._body(self._objects[key], type_, nodes))
        return self._objects[key]

    def _body(self, name: str, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        lines = [f"if type(o) is not {self._bind('T', _class(type_))}: raise Surprise"]
        shown, resolved = list[str](), list[str]()
        for place, (key, asked) in enumerate(
            self.selections.of(type_, (node.selection_set for node in nodes)).items()
        ):
            variable = f"v{place}"
            lines += self._read(type_, asked, variable)
            shown.append(f"{key!r}: {self._shown(type_, asked, variable, key, resolved)}")
        lines += [f"d = {{{', '.join(shown)}}}", *resolved, "return d"]
        return f"def {name}(o, run):\n    " + "\n    ".join(lines) + "\n"

    def _read(self, type_: GraphQLObjectType, asked: list[FieldNode], variable: str) -> list[str]:
        """Return the lines that read a field into *variable*."""
        defined = _field(type_, asked[0])
        if defined is None:
            return []
        field_, definition = defined
        if self._is_shared(field_, definition, asked):
            return [f"{variable} = {_key(_reads(definition))}"]
        if read := self._plain(field_, definition):
            return [f"{variable} = {read}"]
        parent = self._bind("P", type_)
        resolved = self._bind("R", Resolved(field_, asked))
        return [f"{variable} = run.resolve({parent}, {resolved}, o)"]

    def _plain(self, field_: Field, definition: Any) -> str:
        """Return the expression that reads a field of `o`; nothing where that takes an info."""
        if not _takes_object(field_, definition):
            return ""
        if definition.is_basic_field:
            return f"o.{definition.python_name}"
        reads, resolver = _reads(definition), definition.base_resolver.wrapped_func
        if not reads.path:
            return f"{self._bind('F', resolver)}(o)"
        path = f"o.{reads.text or reads.path}"
        return f"{self._bind('F', reads.show)}({path})" if reads.show else path

    def _is_shared(self, field_: Field, definition: Any, asked: list[FieldNode]) -> bool:
        """Tell whether what is answered may be remembered."""
        reads = _takes_object(field_, definition) and _reads(definition)
        return bool(reads and reads.by) and self._is_settled(field_.type, asked)

    def _is_settled(self, type_: OutputType, asked: Sequence[FieldNode]) -> bool:
        """Tell whether nothing below takes more than the objects."""
        named: Any = get_named_type(type_)
        if is_leaf_type(named):
            return True
        objects = (
            self.selections.schema.get_possible_types(named) if is_abstract_type(named) else [named]
        )
        return all(self._are_settled(object_, asked) for object_ in objects)

    def _are_settled(self, type_: GraphQLObjectType, asked: Sequence[FieldNode]) -> bool:
        selected = self.selections.of(type_, (node.selection_set for node in asked)).values()
        found = [(_field(type_, nodes[0]), nodes) for nodes in selected]
        return all(
            _takes_object(*defined) and self._is_settled(defined[0].type, nodes)
            for defined, nodes in found
            if defined
        )

    def _shown(
        self,
        type_: GraphQLObjectType,
        asked: list[FieldNode],
        variable: str,
        key: str,
        resolved: list[str],
    ) -> str:
        """Return the expression of a field; what may have to be waited for is put in later."""
        defined = _field(type_, asked[0])
        if defined is None:
            return repr(type_.name)
        field_, definition = defined
        if self._is_shared(field_, definition, asked):
            return self._remembered(field_, definition, asked, variable)
        if _takes_object(field_, definition):
            reads = _reads(definition)
            if reads.text and not reads.show:
                return _written(field_.type, variable)
            return self._value(field_.type, asked, variable)
        complete = self.write(field_.type, asked)
        resolved.append(f"run.later(d, {key!r}, {variable}, {complete})")
        return "None"

    def _remembered(
        self, field_: Field, definition: Any, asked: list[FieldNode], variable: str
    ) -> str:
        """Return the expression that looks up what was completed for the key in *variable*."""
        memory, complete = self._bind("M", Memory()), self.write(field_.type, asked)
        anew = f"{complete}({self._plain(field_, definition)}, run)"
        return f"({memory}.get({variable}) or {memory}.keep({variable}, {anew}))"


def _field(type_: GraphQLObjectType, node: FieldNode) -> tuple[Field, Any] | None:
    """Return the field with what Strawberry says of it; nothing for `__typename`."""
    if node.name.value == "__typename":
        return None
    found = type_.fields[node.name.value]
    definition = found.extensions.get(_DEFINITION)
    if definition is None:
        raise Unsupported
    return found, definition


def _takes_object(field_: Field, definition: Any) -> bool:
    """Tell whether the object is all that it takes to read the field."""
    if field_.args or definition.extensions or definition.is_async:
        return False
    resolver = definition.base_resolver
    return definition.is_basic_field or (
        resolver.self_parameter is not None and len(resolver.signature.parameters) == 1
    )


def _reads(definition: Any) -> Reads:
    """Return what the field's resolver says of itself."""
    return getattr(getattr(definition.base_resolver, "wrapped_func", None), "reads", Reads())


def _key(reads: Reads) -> str:
    paths = [f"o.{path}" for path in reads.by]
    return paths[0] if len(paths) == 1 else f"({', '.join(paths)})"


def _written(type_: OutputType, name: str) -> str:
    """Return the expression of what is text already."""
    text = f"({name} if {_TEXT.format(name)} else surprise())"
    return text if isinstance(type_, GraphQLNonNull) else f"None if {name} is None else {text}"


def _class(type_: GraphQLObjectType) -> type:
    """Return the class whose instances are of the type."""
    definition = type_.extensions.get(_DEFINITION)
    if definition is None:
        raise Unsupported
    return cast("type", definition.origin)


def _sequence(value: Any) -> Any:
    if type(value) is not tuple:
        raise Surprise
    return cast("Any", value)


def _serializer(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """Return what serialises a leaf. That nothing comes of it is an error in GraphQL."""
    serialize = type_.coerce_output_value

    def serialized(value: Any) -> Any:
        found = surprise() if value is None else serialize(value)
        return surprise() if found is None or found is Undefined else found

    return serialized
