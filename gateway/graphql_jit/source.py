"""The functions, written as Python source and made once for an operation.

Each takes a value and the run that it belongs to and returns what JSON shows of it. Whatever it
did not expect raises, by itself or as `Surprise`.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
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
    pyutils,
)
from graphql.pyutils import Undefined

from gateway.graphql_jit.answer_size import AnswerSize
from gateway.graphql_jit.fields import DEFINITION, Defined, Field, class_of
from gateway.graphql_jit.inputs import Arguments, arguments
from gateway.graphql_jit.memory import Memory
from gateway.graphql_jit.selections import Selections, Unsupported

# What needs no serialising, by the name of its type: how to tell, of a value by this name.
_TEXT: Final = "type({0}) is str"
_PLAIN: Final = {
    "String": _TEXT,
    "ID": _TEXT,
    "Boolean": "({0} is True or {0} is False)",
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
}

# graphql-core's annotations leave parts of themselves unknown.
_pyutils: Any = pyutils
is_awaitable: Callable[[object], bool] = _pyutils.is_awaitable

Complete = Callable[[Any, Any], Any]
OutputType = Any  # GraphQL's own alias leaves parts of itself unknown


class Surprise(Exception):
    """A value is not what its type promised."""


def surprise(*_: object) -> Any:
    """Raise `Surprise`, where an expression is wanted."""
    raise Surprise


class Run(Protocol):
    """What a function needs of the execution that it belongs to."""

    def resolve(self, field: "ResolverField", source: Any) -> Any | Awaitable[Any]:
        """Call the resolver of a field that is no plain attribute."""
        ...

    waiting: list[Any]  # what has to be waited for
    size: AnswerSize

    def listed(self, waiting: int, size: int, items: list[Any]) -> Any:
        """Return a list of objects, as JSON where nothing in it has to be waited for."""
        ...

    def later(self, into: dict[str, Any], name: str, value: Any, complete: Complete) -> None:
        """Complete *value* once it is there, if it has to be waited for; else now."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ResolverField:
    """A field with a resolver of its own, and where it is asked for."""

    parent: GraphQLObjectType
    defined: Field
    nodes: list[FieldNode]
    arguments: Arguments

    @classmethod
    def of(cls, parent: GraphQLObjectType, field: Field, nodes: list[FieldNode]) -> "ResolverField":
        """Prepare to ask for the field."""
        return cls(parent, field, nodes, arguments(field, nodes[0]))


@dataclass(slots=True)
class Source:
    """Writes the functions of one operation.

    What they use goes by a letter and a number: T is a class, E an enumeration, N the names of its
    members, L serialises a leaf, S makes a sequence of a value, U holds functions by class, F reads
    a field, R is a field with a resolver, and M remembers what was completed.
    """

    selections: Selections
    _used: dict[str, Any] = field(default_factory=dict[str, Any])
    _functions: list[str] = field(default_factory=list[str])
    _count: Iterator[int] = field(default_factory=count)
    _objects: dict[tuple[str, tuple[int, ...]], str] = field(
        default_factory=dict[tuple[str, tuple[int, ...]], str]
    )
    _dispatches: list[tuple[dict[type, Any], dict[type, str]]] = field(
        default_factory=list[tuple[dict[type, Any], dict[type, str]]]
    )

    def write(self, type_: OutputType, nodes: Sequence[FieldNode]) -> str:
        """Write the function that completes a value of *type_*; return its name."""
        name = f"complete_{next(self._count)}"
        expression = self._value(type_, nodes, "v")
        self._functions.append(f"def {name}(v, run):\n    return {expression}\n")
        return name

    def make(self) -> dict[str, Any]:
        """Make the functions that were written, by their names."""
        text = "\n".join(self._functions)
        namespace = self._used | {"Surprise": Surprise, "surprise": surprise}
        exec(compile(text, "<compiled operation>", "exec"), namespace)
        for made, names in self._dispatches:
            made.update({class_: namespace[name] for class_, name in names.items()})
        return namespace

    def _bind(self, letter: str, value: Any) -> str:
        name = f"{letter}{len(self._used)}"
        self._used[name] = value
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
        listed = f"[{self._value(of, nodes, item)} for {item} in {items}]"
        if is_leaf_type(get_named_type(of)):
            return listed
        return f"run.listed(len(run.waiting), run.size.bytes, {listed})"

    def _leaf(self, type_: GraphQLLeafType, name: str) -> str:
        other = f"{self._bind('L', _serializer(type_))}({name})"
        if isinstance(type_, GraphQLEnumType):
            return self._member(type_, name, other)
        plain = _TEXT if type_.coerce_output_value is str else _PLAIN.get(type_.name)
        return f"({name} if {plain.format(name)} else {other})" if plain else other

    def _member(self, type_: GraphQLEnumType, name: str, other: str) -> str:
        enum = type_.extensions[DEFINITION].wrapped_cls
        names = {member: type_.coerce_output_value(member) for member in enum}
        class_, names_ = self._bind("E", enum), self._bind("N", names)
        return f"({names_}[{name}] if type({name}) is {class_} else {other})"

    def _dispatch(self, type_: Any, nodes: Sequence[FieldNode]) -> str:
        """Return the name of a table of functions by the class of a value."""
        if getattr(type_.extensions.get(DEFINITION), "resolve_type", None):
            raise Unsupported
        possible = self.selections.schema.get_possible_types(type_)
        functions = {class_of(member): self._object(member, nodes) for member in possible}
        made: dict[type, Any] = {}
        self._dispatches.append((made, functions))
        return self._bind("U", made)

    def _object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        """Write the function of an object type with these selections, once; return its name."""
        key = type_.name, tuple(id(node) for node in nodes)
        if key not in self._objects:
            self._objects[key] = f"{type_.name}_{len(self._objects)}"
            self._functions.append(self._body(self._objects[key], type_, nodes))
        return self._objects[key]

    def _body(self, name: str, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        lines = [f"if type(o) is not {self._bind('T', class_of(type_))}: raise Surprise"]
        shown, later = list[str](), list[str]()
        selected = self.selections.of(type_, (node.selection_set for node in nodes))
        for place, (key, asked) in enumerate(selected.items()):
            part = self._field(type_, key, asked, f"v{place}")
            lines += part.read
            shown.append(f"{key!r}: {part.shown}")
            later += part.later
        lines += [f"d = {{{', '.join(shown)}}}", *later, "return d"]
        return f"def {name}(o, run):\n    " + "\n    ".join(lines) + "\n"

    def _field(
        self, type_: GraphQLObjectType, key: str, nodes: list[FieldNode], variable: str
    ) -> "Part":
        defined = Defined.of(type_, nodes[0])
        if defined is None:
            return Part([], repr(type_.name))
        if defined.is_shared(self.selections, nodes):
            return self._remembered(defined, nodes, variable)
        if defined.needs_only_object:
            return self._own(defined, nodes, variable)
        field = self._bind("R", ResolverField.of(type_, defined.field, nodes))
        complete = self.write(defined.field.type, nodes)
        later = f"run.later(d, {key!r}, {variable}, {complete})"
        return Part([f"{variable} = run.resolve({field}, o)"], "None", [later])

    def _remembered(self, defined: Defined, nodes: list[FieldNode], variable: str) -> "Part":
        """Look up what was completed for what is in *variable*: all that the answer depends on."""
        by = ", ".join(f"o.{path}" for path in defined.reads.by)
        memory, complete = self._bind("M", Memory()), self.write(defined.field.type, nodes)
        anew = f"{complete}({self._plain(defined)}, run)"
        shown = f"({memory}.get({variable}) or {memory}.keep({variable}, {anew}))"
        return Part([f"{variable} = ({by})"], shown)

    def _own(self, defined: Defined, nodes: list[FieldNode], variable: str) -> "Part":
        """Read a field that needs nothing but the object, and complete it."""
        read, reads = [f"{variable} = {self._plain(defined)}"], defined.reads
        if reads.text and not reads.show:
            return Part(read, _ready_text(defined.field.type, variable))
        return Part(read, self._value(defined.field.type, nodes, variable))

    def _plain(self, defined: Defined) -> str:
        """Return the expression that reads a field of `o`."""
        if defined.definition.is_basic_field:
            return f"o.{defined.definition.python_name}"
        reads = defined.reads
        if not reads.path:
            return f"{self._bind('F', defined.definition.base_resolver.wrapped_func)}(o)"
        path = f"o.{reads.text or reads.path}"
        return f"{self._bind('F', reads.show)}({path})" if reads.show else path


class Part(NamedTuple):
    """What is written of one field."""

    read: Sequence[str]  # lines that read it into a variable
    shown: str  # the expression that completes it
    later: Sequence[str] = ()  # lines that put in what may have to be waited for


def _ready_text(type_: OutputType, name: str) -> str:
    """Return the expression of what is text already."""
    text = f"({name} if {_TEXT.format(name)} else surprise())"
    return text if isinstance(type_, GraphQLNonNull) else f"None if {name} is None else {text}"


def _sequence(value: Any) -> Any:
    if type(value) is not tuple:
        raise Surprise
    return cast("Any", value)


def _is_none(value: Any) -> bool:
    """Tell whether this is no value of a leaf, whatever its type makes of it."""
    nothing = value is None or value is Undefined
    return nothing or isinstance(value, Exception) or is_awaitable(value)


def _serializer(type_: GraphQLLeafType) -> Callable[[Any], Any]:
    """Return what serialises a leaf. That nothing comes of it is an error in GraphQL."""
    serialize = type_.coerce_output_value

    def serialized(value: Any) -> Any:
        found = surprise() if _is_none(value) else serialize(value)
        return surprise() if found is None or found is Undefined else found

    return serialized
