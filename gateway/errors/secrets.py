"""Failures of stored secrets: no key to encrypt with, or none that decrypts."""

from gateway.errors.base import Rejected


class SecretsNotConfigured(Rejected):
    """There is no key that secrets could be encrypted with."""

    code = "secrets_not_configured"
    message = "This server has no keys to keep secrets with: set NUMBERGATE_SECRET_KEYS."


class SecretUnreadable(Rejected):
    """A stored secret does not decrypt: its key is gone, or its text was moved or changed."""

    code = "secret_unreadable"
    message = "A stored secret cannot be read. Attach or connect again."
