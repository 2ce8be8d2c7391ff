"""Variables and arguments: what the document determines is computed once, at compile time.

Variables are coerced by functions specialized for their types (see `coercion`). An argument that is
a variable is taken from these, one that is a literal is a constant; others use graphql-core.
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
from graphql.language import Node, Visitor

from gateway.graphql_jit.coercion import Coerce, CoercionFallback, coercer, is_constant
from gateway.graphql_jit.visitors import visit_once

Field = Any  # graphql-core's field class is partially unknown to type checkers
Arguments = Callable[[VariableValues], dict[str, Any]]

_NO_VARIABLES: Final = VariableValues({}, {})
_tuple: Any = tuple
_new = _tuple.__new__  # of a named tuple, which calls a Python function to do this


class Variable(NamedTuple):
    """A variable definition with its coercion function."""

    name: str
    signature: Any
    coerce: Coerce
    is_optional: bool


class Variables:
    """The variable definitions of an operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        """Compile the definitions."""
        self._schema, self._definitions = schema, operation.variable_definitions or ()
        self._variables = [_variable(schema, definition) for definition in self._definitions]

    def read(
        self, raw: Mapping[str, Any], max_errors: int, *, hide_suggestions: bool
    ) -> VariableValues | list[GraphQLError]:
        """Return the coerced values, or the errors."""
        if not self._variables:
            return _NO_VARIABLES
        try:
            return self._coerce(raw)
        except (CoercionFallback, RecursionError):
            return get_variable_values(
                self._schema, self._definitions, dict(raw), max_errors, hide_suggestions
            )

    def _coerce(self, raw: Mapping[str, Any]) -> VariableValues:
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for name, signature, coerce, is_optional in self._variables:
            value = raw.get(name, Undefined)
            if value is not Undefined:
                coerced[name] = coerce(value)
            elif not is_optional:
                raise CoercionFallback
            sources[name] = _new(VariableValueSource, (signature, value))
        values: VariableValues = _new(VariableValues, (sources, coerced))
        return values


def _variable(schema: GraphQLSchema, definition: VariableDefinitionNode) -> Variable:
    signature: Any = get_variable_signature(schema, definition)
    type_: Any = signature.type
    optional = not isinstance(type_, GraphQLNonNull) and not definition.default_value
    return Variable(signature.name, signature, coercer(cast("Any", type_)), optional)


def arguments(field: Field, node: FieldNode) -> Arguments:
    """Return the function from the variables of a request to the arguments of a field."""
    if not field.args:
        return _no_arguments
    by_graphql_core = partial(get_argument_values, field, node)
    nodes = {a.name.value: a.value for a in node.arguments or ()}
    variables = {name: v.name.value for name, v in nodes.items() if isinstance(v, VariableNode)}
    try:
        constants = _constants(field, node, variables)
    except GraphQLError:
        return by_graphql_core  # raises it again, in the execution
    if constants is None:
        return by_graphql_core
    return _with_variables(field, variables, constants, by_graphql_core)


def _constants(
    field: Field, node: FieldNode, variables: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the arguments that are not *variables*, if they are the same in each request.

    None if a literal contains a variable, or if a value is mutable.
    """
    others = {name: argument for name, argument in field.args.items() if name not in variables}
    literals = [a.value for a in node.arguments or () if a.name.value in others]
    if any(_has_variables(literal) for literal in literals):
        return None
    values = get_argument_values(cast("Any", SimpleNamespace(args=others)), node)
    return values if all(map(is_constant, values.values())) else None


def _with_variables(
    field: Field,
    variables: Mapping[str, str],
    constants: dict[str, Any],
    by_graphql_core: Arguments,
) -> Arguments:
    """Return the function that adds variables to the constants.

    Where a required one is missing, or where an argument has a default, graphql-core does it.
    """
    given = [(field.args[name], name, variable) for name, variable in variables.items()]
    if any(_has_default(argument) for argument, _, _ in given):
        return by_graphql_core
    named = [(a.out_name or name, v, isinstance(a.type, GraphQLNonNull)) for a, name, v in given]

    def read(values: VariableValues) -> dict[str, Any]:
        arguments, coerced = dict(constants), values.coerced
        for name, variable, is_required in named:
            if is_required and coerced.get(variable) is None:
                return by_graphql_core(values)
            if variable in coerced:
                arguments[name] = coerced[variable]
        return arguments

    return read


def _no_arguments(_: VariableValues) -> dict[str, Any]:
    return {}


def _has_default(argument: Any) -> bool:
    return argument.default is not None or argument.default_value is not Undefined


class _VariableFinder(Visitor):
    """Finds out whether a literal contains a variable."""

    found = False

    def enter_variable(self, *_: Any) -> None:
        """Record that there is one."""
        self.found = True


def _has_variables(literal: Node) -> bool:
    finder = _VariableFinder()
    visit_once(literal, finder)
    return finder.found
