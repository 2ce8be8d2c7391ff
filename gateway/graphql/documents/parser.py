"""Document parser: size limits, parsing, shape limits, validation and cost analysis, in this order.

Each step is cheaper than the next one, so that a refused document costs little.
"""

import functools
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
)
from graphql.validation.validate import ValidationAbortedError

from gateway.graphql.authorization import Authorization, ScopeDemand
from gateway.graphql.documents.memory_use import MemoryUse
from gateway.graphql.limits.cost import CostAnalysis, OperationCost
from gateway.graphql.limits.size import Limits, check_shape, check_text, count_tokens, too_complex
from gateway.graphql.limits.validation import Rule, validate
from gateway.graphql.limits.validation_rules import overlapping_fields_rule, rules
from gateway.graphql_jit import CompiledOperation
from gateway.settings import Settings

# Measured by tracemalloc, see `tests/graphql/test_document_memory.py`.
_BYTES_PER_DOCUMENT: Final = 12_000
_BYTES_PER_TOKEN: Final = 600  # with the node of the syntax tree
_BYTES_PER_ERROR: Final = 2_000
_MAX_SUGGESTED: Final = 2  # errors with suggestions: finding similar names takes up to 8 ms each
_INTROSPECTION_FACTOR: Final = 2  # the limit of introspection, in multiples of GraphiQL's query
_SCHEMAS: Final = 2  # that a process has: figures of a schema are computed once


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a valid document."""

    kind: str  # query, mutation or subscription
    name: str  # blank if it has none
    cost: OperationCost
    compiled: CompiledOperation
    demands: Sequence[ScopeDemand]  # the scopes that must be there first; of a query none


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: its operations, or its errors."""

    memory: MemoryUse
    errors: Sequence[GraphQLError] = ()
    operations: Sequence[Operation] = field(default_factory=tuple[Operation, ...])

    def operation(self, name: str | None) -> Operation | None:
        """Return the operation with this name; without a name, the only one. Else None."""
        if name is None:
            return self.operations[0] if len(self.operations) == 1 else None
        for operation in self.operations:
            if name and operation.name == name:
                return operation
        return None


class DocumentParser:
    """Parses documents of one schema, with limits."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        """Use the limits of *settings*."""
        self._schema, self._limits = schema, Limits.of(settings)
        self._overlapping_fields = overlapping_fields_rule(settings.limit_comparisons)
        self._rules = rules(introspection=settings.introspection)
        self._suggests = settings.suggests
        self._introspection_lengths = _introspection_lengths(schema)
        self._max_introspected = _INTROSPECTION_FACTOR * _introspected_by_graphiql(schema)

    def parse(self, text: str) -> Document:
        """Return the document of *text*; if it is not valid or too large, with its errors."""
        if errors := check_text(text, self._limits):
            return _refused(text, errors)
        try:
            ast = parse(text)
        except GraphQLError as error:
            return _refused(text, [_coded(error, "GRAPHQL_PARSE_FAILED")])
        _unlink_tokens(ast)
        if errors := check_shape(ast, self._limits) or self._validate(ast):
            return _refused(text, errors)
        return self._analyze(text, ast)

    def _validate(self, ast: DocumentNode) -> list[GraphQLError]:
        """Validate. The comparison of overlapping fields is first: its limit stops an attack."""
        conflicts = self._violations(ast, [self._overlapping_fields])
        if any("limit" in (error.extensions or {}) for error in conflicts):
            return conflicts
        errors = self._violations(ast, self._rules)
        if self._suggests and 0 < len(errors) <= _MAX_SUGGESTED:
            errors = self._violations(ast, self._rules, suggest=True)
        return [*conflicts, *errors][: self._limits.errors]

    def _violations(
        self, ast: DocumentNode, rules_: Collection[Rule], *, suggest: bool = False
    ) -> list[GraphQLError]:
        limit = self._limits.errors
        errors = validate(self._schema, ast, rules_, limit, hide_suggestions=not suggest)
        # graphql-core aborts validation for two reasons: too many errors, or too many comparisons.
        if errors and isinstance(errors[-1], ValidationAbortedError):
            errors.pop()
            if len(errors) < limit:
                allowed = self._limits.comparisons
                errors.append(too_complex("comparisons", allowed + 1, allowed))
        return [_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors]

    def _analyze(self, text: str, ast: DocumentNode) -> Document:
        nodes = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
        analysis = CostAnalysis(self._schema, ast, self._introspection_lengths)
        authorization = Authorization(self._schema, ast)
        tokens = _BYTES_PER_TOKEN * count_tokens(text)
        memory = MemoryUse(_BYTES_PER_DOCUMENT + tokens + 2 * sys.getsizeof(text))
        hides = not self._suggests
        operations = [
            Operation(
                node.operation.value,
                node.name.value if node.name else "",
                analysis.operation_cost(node),
                CompiledOperation(self._schema, ast, node, memory.grow, hide_suggestions=hides),
                () if node.operation is OperationType.QUERY else authorization.demands(node),
            )
            for node in nodes
        ]
        if analysis.introspected > (allowed := self._max_introspected):
            error = too_complex("introspected_objects", analysis.introspected, allowed)
            return _refused(text, [error])
        return Document(memory, operations=operations)


def _unlink_tokens(ast: DocumentNode) -> None:
    """Unlink the list of tokens: it is a reference cycle, which only the collector would free."""
    token = ast.loc.start_token if ast.loc else None
    while token:
        following, token.prev, token.next = token.next, None, None
        token = following


def _refused(text: str, errors: Iterable[GraphQLError]) -> Document:
    """Return a document with these errors, copied so that they do not reference the syntax tree."""
    copies = [
        GraphQLError(
            error.message,
            source=error.source,
            positions=error.positions,
            extensions=error.extensions,
        )
        for error in errors
    ]
    size = 2 * sys.getsizeof(text) + _BYTES_PER_ERROR * (1 + len(copies))
    return Document(MemoryUse(size), copies)


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {"code": code, **(error.extensions or {})}
    return error


@functools.lru_cache(_SCHEMAS)
def _introspected_by_graphiql(schema: GraphQLSchema) -> int:
    """Return how many objects of introspection the query of GraphiQL returns."""
    options = {
        "specified_by_url": True,
        "directive_is_repeatable": True,
        "schema_description": True,
        "input_value_deprecation": True,
        "one_of": True,
    }
    ast = parse(get_introspection_query(**options))
    analysis = CostAnalysis(schema, ast, _introspection_lengths(schema))
    for node in ast.definitions:
        if isinstance(node, OperationDefinitionNode):
            analysis.operation_cost(node)
    return analysis.introspected


@functools.lru_cache(_SCHEMAS)
def _introspection_lengths(schema: GraphQLSchema) -> Mapping[str, int]:
    """Return the mean lengths of the lists of introspection, by the names of their fields."""
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


def _mean(collections: Iterable[Any]) -> int:
    lengths = [len(collection) for collection in collections]
    return ceil(sum(lengths) / max(len(lengths), 1)) or 1
