"""How a document is read: limited, parsed, limited, validated and weighed, in this order."""

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_introspection_query,
    is_object_type,
    parse,
    validate,
)
from graphql.validation.validate import ValidationAbortedError

from gateway.graphql.authorization import Authorization, ScopeDemand
from gateway.graphql.limits.cost import CostAnalysis, OperationCost
from gateway.graphql.limits.size import Limits, before_parsing, count_tokens, excesses, too_complex
from gateway.graphql.limits.validation_rules import Rule, merging, rules
from gateway.graphql_jit import CompiledOperation
from gateway.settings import Settings

_BYTES_A_TOKEN: Final = 900  # as tracemalloc sees it, with the node that it is part of
_BYTES_AN_ERROR: Final = 2_000
_FEW: Final = 2  # errors to make suggestions for: each may take 8 ms to find similar names
_OFTEN: Final = 2  # times what GraphiQL asks about the schema is the most that may be asked


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation that may be executed."""

    kind: str  # query or mutation
    name: str  # blank where it has none
    price: OperationCost
    compiled: CompiledOperation
    demands: Sequence[ScopeDemand]  # of a mutation, what its answer needs


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read once: it has operations, or else errors."""

    size: int  # bytes of memory, about
    errors: Sequence[GraphQLError] = ()
    operations: Sequence[Operation] = field(default_factory=tuple[Operation, ...])

    def operation(self, name: str | None) -> Operation | None:
        """Return the operation that is asked for; nothing when there is none, or several."""
        if name is None:
            return self.operations[0] if len(self.operations) == 1 else None
        for operation in self.operations:
            if name and operation.name == name:
                return operation
        return None


class DocumentParser:
    """Reads documents of one schema under limits."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        """Prepare to read under the limits of *settings*."""
        self._schema, self._limits = schema, Limits.of(settings)
        self._merging = merging(settings.limit_comparisons)
        self._rules = rules(introspection=settings.introspection)
        self._suggests = settings.suggests
        self._usual = _list_lengths(schema)
        self._most_introspected = _OFTEN * self._introspected_by_graphiql()

    def read(self, text: str) -> Document:
        """Return the document of *text*, whatever is wrong with it."""
        if errors := before_parsing(text, self._limits):
            return _refused(text, errors)
        try:
            ast = parse(text)
        except GraphQLError as error:
            return _refused(text, [_coded(error, "GRAPHQL_PARSE_FAILED")])
        if errors := excesses(ast, self._limits) or self._validate(ast):
            return _refused(text, errors)
        return self._weigh(text, ast)

    def _validate(self, ast: DocumentNode) -> list[GraphQLError]:
        """Return what is wrong, equal fields first: comparing them is what an attack makes dear."""
        conflicts = self._violations(ast, [self._merging])
        if any("limit" in (error.extensions or {}) for error in conflicts):
            return conflicts
        errors = self._violations(ast, self._rules)
        if self._suggests and 0 < len(errors) <= _FEW:
            errors = self._violations(ast, self._rules, suggest=True)
        return [*conflicts, *errors][: self._limits.errors]

    def _violations(
        self, ast: DocumentNode, rules_: Collection[Rule], *, suggest: bool = False
    ) -> list[GraphQLError]:
        most = self._limits.errors
        errors = validate(self._schema, ast, rules_, max_errors=most, hide_suggestions=not suggest)
        # Validation gives up for two reasons: so many errors, or so many comparisons.
        if errors and isinstance(errors[-1], ValidationAbortedError):
            errors.pop()
            if len(errors) < most:
                allowed = self._limits.comparisons
                errors.append(too_complex("comparisons", allowed + 1, allowed))
        return [_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors]

    def _weigh(self, text: str, ast: DocumentNode) -> Document:
        nodes = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
        scale = CostAnalysis(self._schema, ast, self._usual)
        authorization = Authorization(self._schema, ast)
        operations = [
            Operation(
                node.operation.value,
                node.name.value if node.name else "",
                scale.price(node),
                CompiledOperation(self._schema, ast, node),
                authorization.demands(node) if node.operation is OperationType.MUTATION else (),
            )
            for node in nodes
        ]
        if scale.introspected > (allowed := self._most_introspected):
            error = too_complex("introspected_objects", scale.introspected, allowed)
            return _refused(text, [error])
        size = _BYTES_A_TOKEN * count_tokens(text) + 2 * sys.getsizeof(text)
        return Document(size, operations=operations)

    def _introspected_by_graphiql(self) -> int:
        everything = {
            "specified_by_url": True,
            "directive_is_repeatable": True,
            "schema_description": True,
            "input_value_deprecation": True,
            "one_of": True,
        }
        ast = parse(get_introspection_query(**everything))
        scale = CostAnalysis(self._schema, ast, self._usual)
        for node in ast.definitions:
            if isinstance(node, OperationDefinitionNode):
                scale.price(node)
        return scale.introspected


def _refused(text: str, errors: Iterable[GraphQLError]) -> Document:
    """Return what is left of a document that cannot run: why. What was parsed is let go."""
    found = [
        GraphQLError(
            error.message,
            source=error.source,
            positions=error.positions,
            extensions=error.extensions,
        )
        for error in errors
    ]
    return Document(2 * sys.getsizeof(text) + _BYTES_AN_ERROR * len(found), found)


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {"code": code, **(error.extensions or {})}
    return error


def _list_lengths(schema: GraphQLSchema) -> Mapping[str, int]:
    """Return how long the lists of introspection are in this schema."""
    types = list(schema.type_map.values())
    objects = [t for t in types if is_object_type(t)]
    inputs = [t for t in types if isinstance(t, GraphQLInputObjectType)]
    enums = [t for t in types if isinstance(t, GraphQLEnumType)]
    return {
        "types": len(types),
        "directives": len(schema.directives),
        "fields": _mean(t.fields for t in objects),
        "args": _mean(f.args for t in objects for f in t.fields.values()),
        "inputFields": _mean(t.fields for t in inputs),
        "enumValues": _mean(t.values for t in enums),
        "interfaces": _mean(t.interfaces for t in objects),
    }


def _mean(parts: Iterable[Any]) -> int:
    lengths = [len(part) for part in parts]
    return ceil(sum(lengths) / max(len(lengths), 1)) or 1
