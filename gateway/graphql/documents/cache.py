"""LRU cache of parsed documents, bounded by memory, with the ids of persisted queries."""

from collections import OrderedDict
from typing import Final

from gateway.graphql.documents.parser import Document

_BYTES_PER_ID: Final = 600  # its text, and its entries in two tables


class DocumentCache:
    """Parsed documents by their text. The least recently used are evicted first."""

    def __init__(self, max_bytes: int) -> None:
        """Keep documents whose estimated sizes add up to *max_bytes* at most."""
        self._max_bytes, self.used_bytes = max_bytes, 0
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._texts: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._documents)

    def get(self, text: str) -> Document | None:
        """Return the document with this text, or None."""
        if document := self._documents.get(text):
            self._documents.move_to_end(text)
        return document

    def put(self, text: str, document: Document) -> None:
        """Add a document, and evict others until the bound is met."""
        self._documents[text] = document
        document.memory.on_change = self._grow
        self._grow(document.memory.bytes)

    def set_id(self, id_: str, text: str) -> None:
        """Register an id for the document with this text, for as long as it is cached."""
        if text in self._documents and text not in self._ids:
            self._texts[id_], self._ids[text] = text, id_
            self._documents[text].memory.grow(_BYTES_PER_ID)

    def text(self, id_: str) -> str | None:
        """Return the text of the document with this id, or None."""
        return self._texts.get(id_)

    def _grow(self, by: int) -> None:
        """Count the bytes of a cached document, and evict others until the bound is met."""
        self.used_bytes += by
        while self.used_bytes > self._max_bytes and self._documents:
            self._evict()

    def _evict(self) -> None:
        text, document = self._documents.popitem(last=False)
        document.memory.detach()
        self.used_bytes -= document.memory.bytes
        if id_ := self._ids.pop(text, None):
            del self._texts[id_]
