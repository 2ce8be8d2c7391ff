"""Where documents that were read stay: within a bound of memory, with the ids they are known by."""

from collections import OrderedDict

from gateway.graphql.documents.parser import Document


class DocumentCache:
    """Documents by their text; the least recently used are let go first."""

    def __init__(self, memory: int) -> None:
        """Keep documents whose sizes add up to *memory* bytes at most."""
        self._memory, self.filled = memory, 0
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._texts: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def __len__(self) -> int:
        """Return how many documents are kept."""
        return len(self._documents)

    def get(self, text: str) -> Document | None:
        """Return the document of *text*, if it is kept."""
        if document := self._documents.get(text):
            self._documents.move_to_end(text)
        return document

    def put(self, text: str, document: Document) -> None:
        """Keep a document that was not kept, in the place of older ones."""
        self._documents[text] = document
        self.filled += document.size
        while self.filled > self._memory:
            self._let_go()

    def name(self, id_: str, text: str) -> None:
        """Let the document of *text* be asked for by an id, for as long as it is kept."""
        if text in self._documents:
            self._texts[id_], self._ids[text] = text, id_

    def text(self, id_: str) -> str | None:
        """Return the text of the document with this id, if it is kept."""
        return self._texts.get(id_)

    def _let_go(self) -> None:
        text, document = self._documents.popitem(last=False)
        self.filled -= document.size
        if id_ := self._ids.pop(text, None):
            del self._texts[id_]
