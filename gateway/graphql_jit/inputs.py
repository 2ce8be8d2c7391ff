"""Variables and arguments: what of them is known when the document arrives is not asked again.

Variables are coerced by functions that know their types, and most arguments are such a variable or
written out. Anything else is coerced by graphql-core.
"""

from collections.abc import Callable, Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any, Final, NamedTuple, cast

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
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

from gateway.graphql_jit.coercion import Coerce, Unusual, coercer, is_constant

Field = Any  # GraphQL's own type leaves parts of itself unknown
Arguments = Callable[[VariableValues], dict[str, Any]]

_NO_VARIABLES: Final = VariableValues({}, {})


class Variable(NamedTuple):
    """A variable that an operation declares."""

    name: str
    signature: Any
    coerce: Coerce
    is_optional: bool


class Variables:
    """All that an operation declares."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        """Prepare to read them."""
        self._schema, self._defined = schema, operation.variable_definitions or ()
        self._declared = [_variable(schema, definition) for definition in self._defined]

    def read(
        self, given: Mapping[str, Any], max_errors: int, *, hide_suggestions: bool
    ) -> VariableValues | list[GraphQLError]:
        """Return the values, or what is wrong with them."""
        try:
            return self._usual(given) if self._declared else _NO_VARIABLES
        except (Unusual, RecursionError):
            return get_variable_values(
                self._schema, self._defined, dict(given), max_errors, hide_suggestions
            )

    def _usual(self, given: Mapping[str, Any]) -> VariableValues:
        sources, coerced = dict[str, VariableValueSource](), dict[str, Any]()
        for name, signature, coerce, is_optional in self._declared:
            value = given.get(name, Undefined)
            if value is not Undefined:
                coerced[name] = coerce(value)
            elif not is_optional:
                raise Unusual
            sources[name] = VariableValueSource(signature, value)
        return VariableValues(sources, coerced)


def _variable(schema: GraphQLSchema, definition: VariableDefinitionNode) -> Variable:
    signature: Any = get_variable_signature(schema, definition)
    type_: Any = signature.type
    optional = not isinstance(type_, GraphQLNonNull) and not definition.default_value
    return Variable(signature.name, signature, coercer(cast("Any", type_)), optional)


def arguments(field: Field, node: FieldNode) -> Arguments:
    """Return what gives the arguments of a field for the variables of a request."""
    if not field.args:
        return _nothing
    by_core = partial(get_argument_values, field, node)
    given = {a.name.value: a.value for a in node.arguments or ()}
    taken = {name: v.name.value for name, v in given.items() if isinstance(v, VariableNode)}
    try:
        constant = _constant(field, node, taken)
    except GraphQLError:
        return by_core  # says it each time, where it is asked for
    return by_core if constant is None else _taking(field, taken, constant, by_core)


def _constant(field: Field, node: FieldNode, taken: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the arguments that are the same in each request; nothing where those may change.

    They are those that are not *taken* from variables.
    """
    others = {name: argument for name, argument in field.args.items() if name not in taken}
    literals = [a.value for a in node.arguments or () if a.name.value in others]
    if any(_holds_variables(literal) for literal in literals):
        return None
    values = get_argument_values(cast("Any", SimpleNamespace(args=others)), node)
    return values if all(map(is_constant, values.values())) else None


def _taking(
    field: Field, taken: Mapping[str, str], constant: dict[str, Any], by_core: Arguments
) -> Arguments:
    """Return what adds variables to what is *constant*; where one is missing, graphql-core does."""
    places = [(field.args[name], name, variable) for name, variable in taken.items()]
    if any(_has_default(argument) for argument, _, _ in places):
        return by_core
    named = [(a.out_name or name, v, isinstance(a.type, GraphQLNonNull)) for a, name, v in places]

    def take(values: VariableValues) -> dict[str, Any]:
        found, coerced = dict(constant), values.coerced
        for name, variable, must in named:
            if must and coerced.get(variable) is None:
                return by_core(values)
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
