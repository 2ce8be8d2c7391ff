"""Code generation: Python source for the functions that complete an operation's values.

A generated function takes a value and the `Runtime`, and returns the JSON value of its result. It
raises `Bailout`, or any other exception, where the value is not what its type promises.
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
)

from gateway.concurrency.time_slice import paced
from gateway.graphql_jit.fields import DEFINITION, Field, FieldDefinition, classes_of
from gateway.graphql_jit.inputs import Arguments, arguments
from gateway.graphql_jit.namespace import compile_functions
from gateway.graphql_jit.response_size import ResponseSize
from gateway.graphql_jit.selections import NotCompilable, Selections
from gateway.graphql_jit.values import Bailout, bail_out, checked_sequence, serializer
from gateway.result_cache import ResultCache

# For each built-in scalar, the test whether the value named {0} is its own serialization.
_TEXT: Final = "type({0}) is str"
_SERIALIZED: Final = {
    "String": _TEXT,
    "ID": _TEXT,
    "Boolean": "({0} is True or {0} is False)",
    "Int": "type({0}) is int and -2147483648 <= {0} <= 2147483647",
}

# Measured by tracemalloc: a root field, and a character of the source of its functions.
_BYTES_PER_ROOT_FIELD: Final = 5_000
_BYTES_PER_CHARACTER: Final = 10

Complete = Callable[[Any, Any], Any]
OutputType = Any  # graphql-core's alias is partially unknown to type checkers


class Runtime(Protocol):
    """What generated functions call. `execution.Execution` implements it."""

    def resolve(self, field: "ResolverField", source: Any) -> Any | Awaitable[Any]:
        """Call the resolver of a field that is not read from the object directly."""
        ...

    pending: list[Any]  # values to await
    size: ResponseSize

    def serialize_list(self, pending: int, size: int, items: list[Any]) -> Any:
        """Return a list of objects, as JSON if no value in it is pending."""
        ...

    def complete_into(
        self, result: dict[str, Any], name: str, value: Any, complete: Complete
    ) -> None:
        """Set the completed value in an object's result: now, or once it has been awaited."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ResolverField:
    """A field whose resolver is called, with the nodes that select it and its arguments."""

    parent: GraphQLObjectType
    defined: Field
    nodes: list[FieldNode]
    arguments: Arguments

    @classmethod
    def of(cls, parent: GraphQLObjectType, field: Field, nodes: list[FieldNode]) -> "ResolverField":
        """Compile the field's arguments."""
        return cls(parent, field, nodes, arguments(field, nodes[0]))


@dataclass(slots=True)
class CodeGenerator:
    """Generates the functions of one operation.

    Objects that they use are named by a prefix and a number: T is a class, E an enumeration, N the
    names of its members, L serializes a leaf, S checks a sequence, D dispatches by class (a table
    of functions), F is a function that reads a field, R is a `ResolverField`, and C a
    `ResultCache`.
    """

    selections: Selections
    _namespace: dict[str, Any] = field(default_factory=dict[str, Any])
    _functions: dict[str, str] = field(default_factory=dict[str, str])  # each after those it calls
    _count: Iterator[int] = field(default_factory=count)
    _object_functions: dict[tuple[str, tuple[int, ...]], str] = field(
        default_factory=dict[tuple[str, tuple[int, ...]], str]
    )
    _dispatch_tables: list[tuple[dict[type, Any], dict[type, str]]] = field(
        default_factory=list[tuple[dict[type, Any], dict[type, str]]]
    )

    def generate(self, type_: OutputType, nodes: Sequence[FieldNode]) -> str:
        """Generate the function that completes a value of *type_*; return its name."""
        name = f"complete_{next(self._count)}"
        expression = self._value(type_, nodes, "v")
        self._functions[name] = f"def {name}(v, runtime):\n    return {expression}\n"
        return name

    def compile(self) -> dict[str, Any]:
        """Compile the generated functions; return them by name."""
        shared = self._namespace | {"Bailout": Bailout, "bail_out": bail_out, "paced": paced}
        namespace = compile_functions(self._functions, shared)
        for table, names in self._dispatch_tables:
            table.update({class_: namespace[name] for class_, name in names.items()})
        return namespace

    @property
    def bytes(self) -> int:
        """The estimated bytes of memory of the compiled functions."""
        characters = sum(map(len, self._functions.values()))
        return _BYTES_PER_ROOT_FIELD + _BYTES_PER_CHARACTER * characters

    def _bind(self, prefix: str, value: Any) -> str:
        name = f"{prefix}{len(self._namespace)}"
        self._namespace[name] = value
        return name

    def _value(self, type_: OutputType, nodes: Sequence[FieldNode], name: str) -> str:
        """Return the expression that completes the variable *name*."""
        if isinstance(type_, GraphQLNonNull):
            return self._non_null(cast("Any", type_).of_type, nodes, name)
        return f"None if {name} is None else {self._non_null(type_, nodes, name)}"

    def _non_null(self, type_: Any, nodes: Sequence[FieldNode], name: str) -> str:
        """Return the expression that completes a value that is not null."""
        if isinstance(type_, GraphQLList):
            return self._list(cast("Any", type_).of_type, nodes, name)
        if is_leaf_type(type_):
            return self._leaf(type_, name)
        if isinstance(type_, GraphQLObjectType):
            return f"{self._object(type_, nodes)}({name}, runtime)"
        if is_abstract_type(type_):
            return f"{self._dispatch(type_, nodes)}.get(type({name}), bail_out)({name}, runtime)"
        raise NotCompilable

    def _list(self, of: OutputType, nodes: Sequence[FieldNode], name: str) -> str:
        item = f"{name}i"
        items = f"({name} if type({name}) is list else {self._bind('S', checked_sequence)}({name}))"
        completed = self._value(of, nodes, item)
        if is_leaf_type(get_named_type(of)):
            return f"[{completed} for {item} in {items}]"
        completed = f"[{completed} for {item} in paced({items})]"
        return f"runtime.serialize_list(len(runtime.pending), runtime.size.bytes, {completed})"

    def _leaf(self, type_: GraphQLLeafType, name: str) -> str:
        serialized = f"{self._bind('L', serializer(type_))}({name})"
        if isinstance(type_, GraphQLEnumType):
            return self._member(type_, name, serialized)
        test = _TEXT if type_.coerce_output_value is str else _SERIALIZED.get(type_.name)
        return f"({name} if {test.format(name)} else {serialized})" if test else serialized

    def _member(self, type_: GraphQLEnumType, name: str, serialized: str) -> str:
        enum = type_.extensions[DEFINITION].wrapped_cls
        names = {member: type_.coerce_output_value(member) for member in enum}
        class_, names_ = self._bind("E", enum), self._bind("N", names)
        return f"({names_}[{name}] if type({name}) is {class_} else {serialized})"

    def _dispatch(self, type_: Any, nodes: Sequence[FieldNode]) -> str:
        """Return the name of the dispatch table of an abstract type: functions by class."""
        if getattr(type_.extensions.get(DEFINITION), "resolve_type", None):
            raise NotCompilable
        possible = self.selections.schema.get_possible_types(type_)
        functions = {
            class_: self._object(member, nodes)
            for member in possible
            for class_ in classes_of(member)
        }
        table: dict[type, Any] = {}
        self._dispatch_tables.append((table, functions))
        return self._bind("D", table)

    def _object(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        """Generate the function of an object type with these selections once; return its name."""
        key = type_.name, tuple(id(node) for node in nodes)
        if key not in self._object_functions:
            name = self._object_functions[key] = f"{type_.name}_{len(self._object_functions)}"
            self._functions[name] = self._body(name, type_, nodes)
        return self._object_functions[key]

    def _body(self, name: str, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> str:
        others = [f"type(o) is not {self._bind('T', class_)}" for class_ in classes_of(type_)]
        lines = [f"if {' and '.join(others)}: raise Bailout"]
        items, awaits = list[str](), list[str]()
        selected = self.selections.of(type_, (node.selection_set for node in nodes))
        for index, (key, field_nodes) in enumerate(selected.items()):
            code = self._field(type_, key, field_nodes, f"v{index}")
            lines += code.reads
            items.append(f"{key!r}: {code.value}")
            awaits += code.awaits
        lines += [f"d = {{{', '.join(items)}}}", *awaits, "return d"]
        return f"def {name}(o, runtime):\n    " + "\n    ".join(lines) + "\n"

    def _field(
        self, type_: GraphQLObjectType, key: str, nodes: list[FieldNode], variable: str
    ) -> "FieldCode":
        defined = FieldDefinition.of(type_, nodes[0])
        if defined is None:
            return FieldCode([], repr(type_.name))
        if defined.is_cacheable(self.selections, nodes):
            return self._cached(defined, nodes, variable)
        if defined.needs_only_object:
            return self._direct(defined, nodes, variable)
        field = self._bind("R", ResolverField.of(type_, defined.field, nodes))
        complete = self.generate(defined.field.type, nodes)
        into = f"runtime.complete_into(d, {key!r}, {variable}, {complete})"
        return FieldCode([f"{variable} = runtime.resolve({field}, o)"], "None", [into])

    def _cached(
        self, defined: FieldDefinition, nodes: list[FieldNode], variable: str
    ) -> "FieldCode":
        """Read the cache's key into *variable*, and complete the field if the cache misses."""
        key = ", ".join(f"o.{path}" for path in defined.direct_read.cache_by)
        cache = self._bind("C", ResultCache())
        complete = self.generate(defined.field.type, nodes)
        read = self._read(defined)
        if read_plain := defined.direct_read.read_plain:
            read = f"{self._bind('F', read_plain)}({variable}) or {read}"
        missed = f"{complete}({read}, runtime)"
        value = f"({cache}.get({variable}) or {cache}.put({variable}, {missed}))"
        return FieldCode([f"{variable} = ({key})"], value)

    def _direct(
        self, defined: FieldDefinition, nodes: list[FieldNode], variable: str
    ) -> "FieldCode":
        """Read a field that needs only the object, and complete it."""
        reads, direct_read = [f"{variable} = {self._read(defined)}"], defined.direct_read
        if direct_read.text_path and not direct_read.convert:
            return FieldCode(reads, _check_text(defined.field.type, variable))
        return FieldCode(reads, self._value(defined.field.type, nodes, variable))

    def _read(self, defined: FieldDefinition) -> str:
        """Return the expression that reads a field of `o`."""
        if defined.definition.is_basic_field:
            return f"o.{defined.definition.python_name}"
        direct_read = defined.direct_read
        if not direct_read.path:
            return f"{self._bind('F', defined.definition.base_resolver.wrapped_func)}(o)"
        path = f"o.{direct_read.text_path or direct_read.path}"
        convert = direct_read.convert
        return f"{self._bind('F', convert)}({path})" if convert else path


class FieldCode(NamedTuple):
    """The generated code of one field."""

    reads: Sequence[str]  # statements that read the field into a variable
    value: str  # the expression that completes it
    awaits: Sequence[str] = ()  # statements that set the value if it may be awaitable


def _check_text(type_: OutputType, name: str) -> str:
    """Return the expression for a result that is text already."""
    text = f"({name} if {_TEXT.format(name)} else bail_out())"
    return text if isinstance(type_, GraphQLNonNull) else f"None if {name} is None else {text}"
