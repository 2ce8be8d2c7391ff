"""Document store: finds the operation of a request, by the document's text or by its id.

Documents are parsed once and cached, automatic persisted queries by their hash. Trusted documents
come from a manifest and are never evicted. The limits apply to every request, cached or not. A new
document is parsed in a thread: that can take 50 ms, which would hold the event loop.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, NoReturn

from graphql import GraphQLError, GraphQLSchema
from graphql.execution.values import VariableValues

from gateway.concurrency.computations import compute
from gateway.concurrency.token_buckets import RateLimitState
from gateway.domain.text import excerpt
from gateway.graphql.documents.cache import DocumentCache
from gateway.graphql.documents.parser import Document, DocumentParser, Operation
from gateway.graphql.limits.size import Limits, too_complex
from gateway.graphql.request import GraphQLRequest
from gateway.observability.metrics import Metrics
from gateway.settings import Settings
from gateway.settings.trusted_documents import bare, sha256

_SHORT_COST: Final = 300  # up to 5 ms of completing values: more than a page of 50 with handlers


class DocumentRefused(Exception):
    """The request has no operation that may be executed. The errors are for the client."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__(len(errors))
        self.errors = errors
        self.limit: RateLimitState | None = None  # after the request was charged


class NotParsed(Exception):
    """The document is not cached: `DocumentStore.parsed` parses its text in a thread."""

    def __init__(self, text: str) -> None:
        super().__init__(len(text))
        self.text = text


class SelectedOperation(NamedTuple):
    """The operation of a request, with its coerced variables and its cost."""

    operation: Operation
    values: VariableValues
    cost: int  # with these values
    public_name: str  # for metrics and traces; blank unless trusted, as clients choose names
    is_long: bool  # completing its values may take more than some milliseconds


class DocumentStore:
    """The documents of one schema."""

    def __init__(self, schema: GraphQLSchema, settings: Settings, metrics: Metrics) -> None:
        """Apply the limits of *settings*, and count cache hits in *metrics*."""
        self._count = metrics.record_document
        self._limits = Limits.of(settings)
        self.parser = DocumentParser(schema, settings)
        self._cache = DocumentCache(settings.document_memory)
        manifest = settings.trusted_documents.documents
        self._trusted: dict[str, Document | None] = dict.fromkeys(manifest.values())
        self._trusted_texts = {**manifest, **{sha256(text): text for text in self._trusted}}
        self._trusted_only = settings.trusted_only

    def select(
        self, request: GraphQLRequest, document: Document | None = None
    ) -> SelectedOperation:
        """Return the operation of a request, whose *document* may be known from `parsed`.

        Raises `DocumentRefused`, `NotParsed`.
        """
        has_id = request.query_hash or request.document_id
        text = self._text(request) if has_id or not request.query else request.query
        if self._trusted_only or request.query_hash:
            document = self._document(request, text, document)
        document = document or self._known(text)
        if document.errors:
            raise DocumentRefused(document.errors)
        operation = document.operation(request.operation_name)
        if operation is None:
            _refuse("OPERATION_RESOLUTION_FAILURE", _unresolved(request.operation_name))
        values = operation.compiled.coerce(request.variables or {}, self._limits.errors)
        if isinstance(values, list):
            raise DocumentRefused(values)
        cost = operation.cost.of(values.coerced)
        if cost > self._limits.cost:
            raise DocumentRefused([too_complex("cost", cost, self._limits.cost)])
        public_name = operation.name if text in self._trusted else ""
        return SelectedOperation(operation, values, cost, public_name, cost > _SHORT_COST)

    async def parsed(self, text: str) -> Document:
        """Return the document of *text*, which is not cached; it may consist of errors."""
        return self.keep(text, await compute(self.parser.parse, text))

    def keep(self, text: str, document: Document) -> Document:
        """Cache a document, unless another request has parsed the text meanwhile; return it."""
        if known := self._cache.get(text):
            return known
        if len(text) <= self._limits.characters:
            self._cache.put(text, document)
        return document

    def _known(self, text: str) -> Document:
        """Return the trusted or cached document of *text*. Raises `NotParsed`."""
        if text in self._trusted:
            return self._parse_trusted(text)
        cached = self._cache.get(text)
        self._count(hit=cached is not None)
        if cached is None:
            raise NotParsed(text)
        return cached

    def _parse_trusted(self, text: str) -> Document:
        """Return a trusted document, which is parsed at its first use and not evicted."""
        document = self._trusted[text] or self.parser.parse(text)
        self._trusted[text] = document
        return document

    def _document(self, request: GraphQLRequest, text: str, document: Document | None) -> Document:
        if self._trusted_only and text not in self._trusted:
            _refuse("PERSISTED_DOCUMENT_REQUIRED", "Only trusted documents are executed here.")
        document = document or self._known(text)
        if request.query_hash and not document.errors:
            self._cache.set_id(request.query_hash, text)
        return document

    def _text(self, request: GraphQLRequest) -> str:
        """Return the text of the document: the one in the request, else the one with its id."""
        id_ = request.query_hash or bare(request.document_id or "")
        known = (self._trusted_texts.get(id_) or self._cache.text(id_)) if id_ else None
        text = request.query or known
        if text is None:
            _refuse_unknown_id(request)
        if id_ and text != known and sha256(text) != id_:
            _refuse("PERSISTED_QUERY_HASH_MISMATCH", "The query is not the one with this id.")
        return text


def _unresolved(name: str | None) -> str:
    if name is None:
        return "The document has several operations: operationName must name one of them."
    which = f"operationName is {excerpt(name)}, and the document has no operation of this name."
    return which if name else f"{which} Leave it out, or send null, for the only operation."


def _refuse_unknown_id(request: GraphQLRequest) -> NoReturn:
    """Refuse an unknown id. Apollo clients recognize an unknown hash by this message."""
    if request.query_hash:
        _refuse("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
    _refuse("PERSISTED_DOCUMENT_NOT_FOUND", "There is no document with this id.")


def _refuse(code: str, message: str) -> NoReturn:
    raise DocumentRefused([GraphQLError(message, extensions={"code": code})])
