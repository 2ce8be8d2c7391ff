"""Documents: the one place that reads, validates and keeps them."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

MOST_TOKENS: Final = 2000
_MOST_ERRORS = 10
# Strawberry marks one-of inputs in a way of its own, and brings the rule that knows it.
_RULES: Final = (*specified_rules, OneOfInputValidationRule)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read once: executable when it has no errors."""

    ast: DocumentNode | None
    errors: Sequence[GraphQLError] = ()


class Documents:
    """Documents by their text, the least recently used forgotten first."""

    def __init__(
        self, schema: GraphQLSchema, *, most: int = 500, characters: int = 1_000_000
    ) -> None:
        """Keep at most *most* documents, and at most so many *characters* of them."""
        self._schema = schema
        self._most, self._characters = most, characters
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._size = 0

    def read(self, text: str) -> Document:
        """Return the document of *text*, with its errors if it has any."""
        if document := self._kept.get(text):
            self._kept.move_to_end(text)
            return document
        document = self._read(text)
        self._keep(text, document)
        return document

    def _read(self, text: str) -> Document:
        try:
            ast = parse(text, max_tokens=MOST_TOKENS)
        except GraphQLError as error:
            return Document(None, [_coded(error, "GRAPHQL_PARSE_FAILED")])
        errors = validate(self._schema, ast, _RULES, max_errors=_MOST_ERRORS)
        return Document(ast, [_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors])

    def _keep(self, text: str, document: Document) -> None:
        self._kept[text] = document
        self._size += len(text)
        while len(self._kept) > self._most or self._size > self._characters:
            forgotten, _ = self._kept.popitem(last=False)
            self._size -= len(forgotten)


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {"code": code, **(error.extensions or {})}
    return error
