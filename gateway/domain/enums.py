"""Enumerations of the domain: each value as it is stored and as REST spells it."""

from enum import StrEnum


class NumberType(StrEnum):
    """How carriers class a number."""

    LONGCODE = "longcode"
    TOLLFREE = "tollfree"


class NumberFormat(StrEnum):
    """How to write a number for people or for links."""

    E164 = "e164"
    INTERNATIONAL = "international"
    NATIONAL = "national"
    RFC3966 = "rfc3966"


class Capability(StrEnum):
    """What a number can carry."""

    VOICE = "voice"
    FAX = "fax"
    SMS = "sms"
    MMS = "mms"


class CallReceiveMode(StrEnum):
    """How incoming calls are received."""

    VOICE = "voice"
    FAX = "fax"


class E911Status(StrEnum):
    """How far the registration of an emergency address has come."""

    PENDING = "pending"
    ACTIVE = "active"
    FAILED = "failed"
    PENDING_REMOVAL = "pending_removal"
    UNREGISTERED = "unregistered"


class Scope(StrEnum):
    """What a token allows. ``admin`` allows everything."""

    NUMBERS_READ = "numbers:read"
    NUMBERS_WRITE = "numbers:write"
    HANDLERS_REVEAL = "handlers:reveal"
    ADMIN = "admin"
    # Tokens keep their scopes as bits in this order: a new scope goes to the end.
    UPSTREAM_MANAGE = "upstream:manage"
    CONNECTIONS_MANAGE = "connections:manage"
    WEBHOOKS_MANAGE = "webhooks:manage"


class EventType(StrEnum):
    """What happened to a number."""

    IMPORTED = "imported"
    UPDATED = "updated"
    RELEASED = "released"
    E911_CHANGED = "e911_changed"
    DRIFT_DETECTED = "drift_detected"
    OTHER = "other"


class ProvisioningStatus(StrEnum):
    """What has become of a change on its way to the platform."""

    ACTIVE = "active"
    PENDING = "pending"
    FAILED = "failed"
    GONE = "gone"
    OTHER = "other"


class ConnectionStatus(StrEnum):
    """Whether a connection works."""

    UNVERIFIED = "unverified"
    ACTIVE = "active"
    INVALID_CREDENTIALS = "invalid_credentials"
    INSUFFICIENT_SCOPE = "insufficient_scope"
    UNREACHABLE = "unreachable"
    OTHER = "other"
