"""Authenticated encryption of stored secrets: AES-256-GCM, with keys by name.

The text that is stored reads ``1.<key>.<base64 of nonce and ciphertext>``. The place of the secret,
its table, project, row and column, is associated data: a text that was moved to another row, or
changed by one bit, does not decrypt. The first key encrypts; older ones only decrypt, until
`numbergate secrets rotate` has encrypted everything again.
"""

import binascii
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from gateway.errors import SecretsNotConfigured, SecretUnreadable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT: Final = "1"
_NONCE: Final = 12  # bytes
_LONG: Final = 12  # characters of a secret whose last four may be shown


class Keyring:
    """The keys of this deployment. Without any, secrets can be neither kept nor read."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """Encrypt with the first of *keys*, 32 bytes each, and decrypt with all of them."""
        self._keys = {name: _cipher(key) for name, key in keys.items()}
        self._first = next(iter(self._keys), None)

    @property
    def has_keys(self) -> bool:
        """Whether secrets can be kept at all."""
        return self._first is not None

    def encrypt(self, secret: str, place: str) -> str:
        """Return the text to store at *place*. Raises `SecretsNotConfigured`."""
        if self._first is None:
            raise SecretsNotConfigured
        nonce = os.urandom(_NONCE)
        sealed = self._keys[self._first].encrypt(nonce, secret.encode(), place.encode())
        return f"{_FORMAT}.{self._first}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def decrypt(self, text: str, place: str) -> str:
        """Return the secret that was stored at *place*. Raises `SecretUnreadable`."""
        try:
            _, name, encoded = text.split(".", 2)
            cipher, raw = self._keys[name], urlsafe_b64decode(encoded)
        except (KeyError, ValueError, binascii.Error):
            raise SecretUnreadable from None
        return _opened(cipher, raw, place)

    def is_current(self, text: str) -> bool:
        """Tell whether *text* was encrypted with the first key."""
        return key_name(text) == self._first

    def knows(self, text: str) -> bool:
        """Tell whether the key of *text* is here."""
        return key_name(text) in self._keys


def _cipher(key: bytes) -> "AESGCM":
    # cryptography takes 6 MB: a server without keys does without it.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _opened(cipher: "AESGCM", raw: bytes, place: str) -> str:
    """Return what is encrypted in *raw*, after its nonce. Raises `SecretUnreadable`."""
    from cryptography.exceptions import InvalidTag  # imported with the cipher

    try:
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
    except (ValueError, InvalidTag):
        raise SecretUnreadable from None


def key_name(text: str) -> str:
    """Return the name of the key that encrypted *text*."""
    return text.split(".", 2)[1]


def place(table: str, project: object, *key: object, column: str) -> str:
    """Return the name of the place of a secret: what its ciphertext is bound to."""
    return "/".join(map(str, (table, project, *key, column)))


def hint(secret: str) -> str:
    """Return what tells secrets apart: the last four characters, of a long one."""
    return f"…{secret[-4:]}" if len(secret) >= _LONG else "…"
