"""Trusted documents: reads the manifest, a JSON object of document texts by their ids.

The client preset of GraphQL Code Generator writes it as persisted-documents.json; Relay's compiler
writes the same format.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

_PREFIX: Final = "sha256:"
_DIGITS: Final = 64  # of a SHA-256 in hexadecimal


def sha256(text: str) -> str:
    """Return the id that clients compute for a document: its SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def bare(document_id: str) -> str:
    """Return an id without the prefix ``sha256:``, which clients may leave out."""
    return document_id.removeprefix(_PREFIX)


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """The documents that a deployment trusts, by ids without prefix."""

    path: str = ""
    documents: Mapping[str, str] = field(default_factory=dict[str, str])

    def __str__(self) -> str:
        """Return the value of the setting: the path."""
        return self.path

    def plus(self, others: "TrustedDocuments") -> "TrustedDocuments":
        """Return these documents and *others*."""
        return TrustedDocuments(self.path, {**self.documents, **others.documents})

    @classmethod
    def read(cls, path: object) -> "TrustedDocuments":
        """Read the manifest at *path*; raise `ValueError` if it is unreadable or malformed."""
        if isinstance(path, cls):
            return path
        return cls(str(path), _documents(str(path)) if path else {})


def _documents(path: str) -> dict[str, str]:
    try:
        manifest: Any = orjson.loads(Path(path).read_bytes())
    except OSError as exc:
        raise ValueError(f"the file cannot be read: {exc.strerror}") from None
    except orjson.JSONDecodeError as exc:
        raise ValueError(f"the file is not JSON: {exc}") from None
    if not isinstance(manifest, dict) or not manifest:
        raise ValueError("the file must hold a JSON object of documents by their ids")
    return dict(_entry(*entry) for entry in manifest.items())  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]


def _entry(document_id: str, text: object) -> tuple[str, str]:
    key = bare(document_id)
    if not key or not isinstance(text, str) or not text:
        raise ValueError(f"the document with the id {document_id[:80]!r} is not a text")
    if _is_sha256(document_id) and sha256(text) != key:
        raise ValueError(f"the document with the id {document_id!r} has another hash")
    return key, text


def _is_sha256(document_id: str) -> bool:
    return document_id.startswith(_PREFIX) or len(document_id) == _DIGITS
