"""Trusted documents: the one place that knows the file that lists them.

It is what GraphQL Code Generator's client preset writes as persisted-documents.json, and what
Relay's compiler writes: an object of document texts by their ids.
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
    """Return the id that clients work out for a document."""
    return hashlib.sha256(text.encode()).hexdigest()


def bare(document_id: str) -> str:
    """Return an id without its prefix: clients send it with and without."""
    return document_id.removeprefix(_PREFIX)


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """The documents that a deployment trusts, by their bare ids."""

    path: str = ""
    documents: Mapping[str, str] = field(default_factory=dict[str, str])

    def __str__(self) -> str:
        """Return what the setting says."""
        return self.path

    @classmethod
    def read(cls, path: object) -> "TrustedDocuments":
        """Return the manifest in the file at *path*; raise `ValueError` with what is wrong."""
        if isinstance(path, cls):
            return path
        return cls(str(path), _documents(str(path)) if path else {})


def _documents(path: str) -> dict[str, str]:
    try:
        found: Any = orjson.loads(Path(path).read_bytes())
    except OSError as exc:
        raise ValueError(f"the file cannot be read: {exc.strerror}") from None
    except orjson.JSONDecodeError as exc:
        raise ValueError(f"the file is not JSON: {exc}") from None
    if not isinstance(found, dict) or not found:
        raise ValueError("the file must hold a JSON object of documents by their ids")
    return dict(_entry(*entry) for entry in found.items())  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]


def _entry(document_id: str, text: object) -> tuple[str, str]:
    key = bare(document_id)
    if not key or not isinstance(text, str) or not text:
        raise ValueError(f"the document of the id {document_id[:80]!r} is no text")
    if _is_sha256(document_id) and sha256(text) != key:
        raise ValueError(f"the document of the id {document_id!r} has another hash")
    return key, text


def _is_sha256(document_id: str) -> bool:
    return document_id.startswith(_PREFIX) or len(document_id) == _DIGITS
