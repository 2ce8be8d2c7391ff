"""Keys that encrypt stored secrets, as the environment or a file names them.

Text such as ``k2:<base64> k1:<base64>``: each key has a name and 32 bytes. The first encrypts, and
all of them decrypt.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_SIZE: Final = 32  # bytes: AES-256


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """Keys by name, in order. Nothing of them is in the text of the object."""

    by_name: Mapping[str, bytes] = field(default_factory=dict[str, bytes], repr=False)

    def __str__(self) -> str:
        """Return no text: a setting that is shown must not show its keys."""
        return ""

    @classmethod
    def read(cls, text: object) -> Self:
        """Read keys from text. Raises `ValueError`, which quotes nothing of it."""
        if isinstance(text, cls):
            return text
        pairs = [_pair(part) for part in str(text).split()]
        if len(dict(pairs)) < len(pairs):
            raise ValueError("two keys have the same name")
        return cls(dict(pairs))

    @classmethod
    def of_file(cls, path: object) -> Self:
        """Read keys from the file at *path*; no path, no keys. Raises `ValueError`."""
        if isinstance(path, cls) or not path:
            return cls.read(path)
        try:
            return cls.read(Path(str(path)).read_text("ascii"))
        except (OSError, UnicodeDecodeError):
            raise ValueError("this file cannot be read") from None


def _pair(part: str) -> tuple[str, bytes]:
    name, colon, encoded = part.partition(":")
    try:
        key = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not (colon and _NAME.fullmatch(name) and len(key) == _SIZE):
        raise ValueError("a key is written name:base64, of 32 random bytes")
    return name, key
