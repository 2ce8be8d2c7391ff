"""Variables and arguments: what of them is known when the document arrives is not asked again.

Most variables are plain text or numbers of the type that was declared, and most arguments are a
variable or written out. Those are handed over as they are; anything else is coerced by graphql-core.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, Final, cast

from graphql import (
    FieldNode,
    GraphQLBoolean,
    GraphQLError,
    GraphQLID,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLString,
    OperationDefinitionNode,
    Undefined,
    VariableNode,
)
from graphql.execution.get_variable_signature import get_variable_signature
from graphql.execution.values import (
    VariableValues,
    VariableValueSource,
    get_argument_values,
    get_variable_values,
)
from graphql.language import Node, Visitor, visit

Field = Any  # GraphQL's own type leaves parts of itself unknown
Arguments = Callable[[VariableValues], dict[str, Any]]

_NO_VARIABLES: Final = VariableValues({}, {})
_LARGEST: Final = 2**31
_CHANGEABLE: Final = (list, dict)  # each request gets its own


def _is_int(value: object) -> bool:
    return type(value) is int and -_LARGEST <= value < _LARGEST


def _is_text(value: object) -> bool:
    return type(value) is str


# Values that graphql-core would hand over as they are.
_AS_THEY_ARE: Final[Mapping[Any, Callable[[object], bool]]] = {
    GraphQLString: _is_text,
    GraphQLID: _is_text,
    GraphQLInt: _is_int,
    GraphQLBoolean: lambda value: value is True or value is False,
}


class Variables:
    """The variables that an operation declares."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        """Find out which of them are plain."""
        self._schema, self._defined = schema, operation.variable_definitions or ()
        self._plain = list(self._found()) if self._defined else []

    def _found(self) -> Iterator[tuple[str, Any, Callable[[object], bool] | None, bool]]:
        """Yield the name of each, its signature, what it may be as it is, and whether it must be."""
        for definition in self._defined:
            signature: Any = get_variable_signature(self._schema, definition)
            type_ = getattr(signature, "type", None)
            must = isinstance(type_, GraphQLNonNull)
            plain = _AS_THEY_ARE.get(type_.of_type if must else type_)
            name = definition.variable.name.value
            yield name, signature, None if definition.default_value else plain, must

    def read(
        self, given: Mapping[str, Any], max_errors: int, *, hide_suggestions: bool
    ) -> VariableValues | list[GraphQLError]:
        """Return the values, or what is wrong with them."""
        if (plain := self._as_they_are(given)) is not None:
            return plain
        return get_variable_values(
            self._schema, self._defined, dict(given), max_errors, hide_suggestions
        )

    def _as_they_are(self, given: Mapping[str, Any]) -> VariableValues | None:
        """Return the values where graphql-core would change none of them."""
        if not self._plain:
            return _NO_VARIABLES
        sources, coerced = dict[str, VariableValueSource](), dict[str, Any]()
        for name, signature, is_plain, must in self._plain:
            value = given.get(name, Undefined)
            if is_plain is None or (must and (value is None or value is Undefined)):
                return None
            if value is None or is_plain(value):
                coerced[name] = value
            elif value is not Undefined:
                return None
            sources[name] = VariableValueSource(signature, value)
        return VariableValues(sources, coerced)


def arguments(field: Field, node: FieldNode) -> Arguments:
    """Return what gives the arguments of a field for the variables of a request."""
    if not field.args:
        return _nothing
    usual = partial(get_argument_values, field, node)
    given = {a.name.value: a.value for a in node.arguments or ()}
    taken = {name: v.name.value for name, v in given.items() if isinstance(v, VariableNode)}
    try:
        written = _written(field, node, taken)
    except GraphQLError:
        return usual  # says it each time, where it is asked for
    return usual if written is None else _taking(field, taken, written, usual)


def _written(field: Field, node: FieldNode, taken: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the arguments that are the same in each request; nothing where those may change.

    They are those that are not *taken* from variables.
    """
    others = {name: argument for name, argument in field.args.items() if name not in taken}
    literals = [a.value for a in node.arguments or () if a.name.value in others]
    if any(_holds_variables(literal) for literal in literals):
        return None
    values = get_argument_values(cast("Any", SimpleNamespace(args=others)), node)
    return None if any(isinstance(value, _CHANGEABLE) for value in values.values()) else values


def _taking(
    field: Field, taken: Mapping[str, str], written: dict[str, Any], usual: Arguments
) -> Arguments:
    """Return what adds variables to what is *written*, and does as *usual* where one is missing."""
    places = [(field.args[name], name, variable) for name, variable in taken.items()]
    if any(_has_default(argument) for argument, _, _ in places):
        return usual
    named = [(a.out_name or name, v, isinstance(a.type, GraphQLNonNull)) for a, name, v in places]

    def take(values: VariableValues) -> dict[str, Any]:
        found, coerced = dict(written), values.coerced
        for name, variable, must in named:
            if must and coerced.get(variable) is None:
                return usual(values)
            if variable in coerced:
                found[name] = coerced[variable]
        return found

    return take


def _nothing(_: VariableValues) -> dict[str, Any]:
    return {}


def _has_default(argument: Any) -> bool:
    return argument.default is not None or argument.default_value is not Undefined


class _Finder(Visitor):
    """Looks for variables."""

    found = False

    def enter_variable(self, *_: Any) -> None:
        """Note that there is one."""
        self.found = True


def _holds_variables(literal: Node) -> bool:
    finder = _Finder()
    visit(literal, finder)
    return finder.found
