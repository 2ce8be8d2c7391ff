"""Documents: the one owner of what clients ask, whether they send its text or only its id.

A document is read once and kept; kept or not, every request passes the same limits.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from graphql import GraphQLError, GraphQLSchema
from graphql.execution.values import VariableValues

from gateway.graphql.documents.cache import DocumentCache
from gateway.graphql.documents.parser import Document, DocumentParser, Operation
from gateway.graphql.limits.size import Limits, too_complex
from gateway.graphql.request import GraphQLRequest
from gateway.observability.metrics import Metrics
from gateway.settings import Settings
from gateway.settings.trusted_documents import bare, sha256


class Unexecutable(Exception):  # says what happened
    """What is asked cannot be executed. The errors are for the client."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__(len(errors))
        self.errors = errors


class Choice(NamedTuple):
    """What a request asks for, of a document that may be executed."""

    operation: Operation
    values: VariableValues  # of its variables, coerced
    cost: int  # with these values
    told_name: str  # its name, of a document of the manifest: others may be secret


class DocumentStore:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, settings: Settings, metrics: Metrics) -> None:
        """Read documents as *settings* say, keep some, and count how often that helps."""
        self._count = metrics.record_document
        self._limits = Limits.of(settings)
        self._reader = DocumentParser(schema, settings)
        self._shelf = DocumentCache(settings.document_memory)
        listed = settings.trusted_documents.documents
        self._trusted: dict[str, Document | None] = dict.fromkeys(listed.values())
        self._trusted_texts = {**listed, **{sha256(text): text for text in self._trusted}}
        self._trusted_only, self._suggests = settings.trusted_only, settings.suggests

    def choose(self, asked: GraphQLRequest) -> Choice:
        """Return the operation that is asked for. Raises `Unexecutable` if it may not run."""
        named = asked.query_hash or asked.document_id
        text = self._text(asked) if named or not asked.query else asked.query
        document = self._document(asked, text)
        if document.errors:
            raise Unexecutable(document.errors)
        operation = document.operation(asked.operation_name)
        if operation is None:
            told = "operationName must name one of the document's operations."
            _refuse("OPERATION_RESOLUTION_FAILURE", told)
        values = self._coerced(operation, asked.variables)
        cost = operation.price.cost(values.coerced)
        if cost > self._limits.cost:
            raise Unexecutable([too_complex("cost", cost, self._limits.cost)])
        return Choice(operation, values, cost, operation.name if text in self._trusted else "")

    def read(self, text: str) -> Document:
        """Return the document of *text*, with its errors if it has any."""
        if text in self._trusted:
            return self._read_trusted(text)
        kept = self._shelf.get(text)
        self._count(hit=kept is not None)
        if kept:
            return kept
        document = self._reader.read(text)
        if len(text) <= self._limits.characters:
            self._shelf.put(text, document)
        return document

    def _read_trusted(self, text: str) -> Document:
        """Return a trusted document, read when it is first asked for and never let go."""
        document = self._trusted[text] or self._reader.read(text)
        self._trusted[text] = document
        return document

    def _document(self, asked: GraphQLRequest, text: str) -> Document:
        if self._trusted_only and text not in self._trusted:
            _refuse("PERSISTED_DOCUMENT_REQUIRED", "Only trusted documents are executed here.")
        document = self.read(text)
        if asked.query_hash and not document.errors:
            self._shelf.name(asked.query_hash, text)
        return document

    def _coerced(self, operation: Operation, given: Mapping[str, Any] | None) -> VariableValues:
        values = operation.compiled.coerce(
            given or {}, self._limits.errors, hide_suggestions=not self._suggests
        )
        if isinstance(values, list):
            raise Unexecutable(values)
        return values

    def _text(self, asked: GraphQLRequest) -> str:
        """Return the document's text: as it was sent, or the one that is known by its id."""
        id_ = asked.query_hash or bare(asked.document_id or "")
        known = (self._trusted_texts.get(id_) or self._shelf.text(id_)) if id_ else None
        text = asked.query or known
        if text is None:
            _refuse_unknown(asked)
        if id_ and text != known and sha256(text) != id_:
            _refuse("PERSISTED_QUERY_HASH_MISMATCH", "The query is not the one with this id.")
        return text


def _refuse_unknown(asked: GraphQLRequest) -> NoReturn:
    """Say that the id is unknown; older clients of persisted queries look for this message."""
    if asked.query_hash:
        _refuse("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    _refuse("PERSISTED_DOCUMENT_NOT_FOUND", "There is no document with this id.")


def _refuse(code: str, message: str) -> NoReturn:
    raise Unexecutable([GraphQLError(message, extensions={"code": code})])
