"""Validation: runs rules on a document as graphql-core's `validate` does, but without garbage.

What its visitors leave in reference cycles is some 700 objects a document.
"""

from collections.abc import Collection
from typing import Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    ParallelVisitor,
    TypeInfo,
    TypeInfoVisitor,
    ValidationContext,
    Visitor,
)
from graphql.validation.validate import (
    FragmentNestingVisitor,
    ValidationAbortedError,
    query_document_keys_to_validate,
)

from gateway.graphql_jit.visitors import visit_once

Rule = type[ASTValidationRule]
_TOO_MANY: Final = "There are too many errors: validation was aborted."
_TOO_DEEP: Final = "Fragments are nested too deeply: validation was aborted."


class _Errors(list[GraphQLError]):
    """The errors of a document, up to a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def report(self, error: GraphQLError) -> None:
        """Add an error. Raises `ValidationAbortedError` beyond the limit."""
        if len(self) >= self._limit:
            raise ValidationAbortedError(_TOO_MANY)
        self.append(error)


def validate(
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: Collection[Rule],
    max_errors: int,
    *,
    hide_suggestions: bool,
) -> list[GraphQLError]:
    """Return the errors of a document; after *max_errors* of them, a `ValidationAbortedError`.

    The schema is not validated. The rules are GraphQL's:
    https://spec.graphql.org/draft/#sec-Validation
    """
    errors, types = _Errors(max_errors), TypeInfo(schema)
    context = ValidationContext(schema, document, types, errors.report, hide_suggestions)
    visitors = [*_nesting(document), *(rule(context) for rule in rules)]
    together = ParallelVisitor(visitors)
    visitor, within = TypeInfoVisitor(types, together), (*visitors, together)
    try:
        visit_once(document, visitor, within, query_document_keys_to_validate)
    except ValidationAbortedError as error:
        error.__context__ = None  # its frames would keep the syntax tree
        errors.append(error.with_traceback(None))
    except RecursionError:
        errors.append(ValidationAbortedError(_TOO_DEEP))
    return list(errors)


def _nesting(document: DocumentNode) -> list[Visitor]:
    """Return the visitor that refuses fragments nested too deeply, unless there are no fragments.

    The parser limits only the nesting within one definition.
    """
    found = [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]
    fragments = {fragment.name.value: fragment for fragment in found}
    return [FragmentNestingVisitor(fragments)] if fragments else []
