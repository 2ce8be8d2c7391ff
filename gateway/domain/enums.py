"""Enumerations of the domain. The values are those that the database stores and REST uses."""

from enum import StrEnum


class NumberType(StrEnum):
    """The type of a number, as carriers classify it."""

    LONGCODE = "longcode"
    TOLLFREE = "tollfree"


class NumberFormat(StrEnum):
    """A format to write a number in."""

    E164 = "e164"
    INTERNATIONAL = "international"
    NATIONAL = "national"
    RFC3966 = "rfc3966"


class Capability(StrEnum):
    """A kind of traffic that a number can carry."""

    VOICE = "voice"
    FAX = "fax"
    SMS = "sms"
    MMS = "mms"


class CallReceiveMode(StrEnum):
    """How incoming calls are received: as voice or as fax."""

    VOICE = "voice"
    FAX = "fax"


class E911Status(StrEnum):
    """The state of the registration of an emergency (E911) address."""

    PENDING = "pending"
    ACTIVE = "active"
    FAILED = "failed"
    PENDING_REMOVAL = "pending_removal"
    UNREGISTERED = "unregistered"


class HttpMethod(StrEnum):
    """The HTTP method of a webhook."""

    GET = "GET"
    POST = "POST"

    # REST, CSV files and the terminal accept small letters too.
    @classmethod
    def _missing_(cls, value: object) -> "HttpMethod | None":
        return cls.__members__.get(value.upper()) if isinstance(value, str) else None


class CallFlowVersion(StrEnum):
    """The version of a call flow to run."""

    WORKING_COPY = "working_copy"
    CURRENT_DEPLOYED = "current_deployed"


class Scope(StrEnum):
    """A permission of a token. ``admin`` includes all others."""

    NUMBERS_READ = "numbers:read"
    NUMBERS_WRITE = "numbers:write"
    HANDLERS_REVEAL = "handlers:reveal"
    ADMIN = "admin"
    # Tokens keep their scopes as bits in this order: a new scope goes to the end.
    UPSTREAM_MANAGE = "upstream:manage"
    CONNECTIONS_MANAGE = "connections:manage"
    WEBHOOKS_MANAGE = "webhooks:manage"


class EventType(StrEnum):
    """The type of an event of a number."""

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


class JobStatus(StrEnum):
    """How far a bulk job is."""

    COLLECTING = "collecting"
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    OTHER = "other"


class RowFate(StrEnum):
    """What became of a row of a bulk job."""

    WAITING = "waiting"
    IMPORTED = "imported"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DIFFERS = "differs"
    FAILED = "failed"
    PENDING = "pending"
    OTHER = "other"


class WebhookStatus(StrEnum):
    """Whether events are sent to a webhook endpoint."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    OTHER = "other"


class DeliveryStatus(StrEnum):
    """How far the delivery of an event to a webhook endpoint is."""

    DUE = "due"
    DELIVERED = "delivered"
    DEAD = "dead"
    OTHER = "other"


class Provider(StrEnum):
    """A provider that hosts numbers, and whose accounts can be connected."""

    TWILIO = "twilio"
    TELNYX = "telnyx"
    SIGNALWIRE = "signalwire"
    VONAGE = "vonage"
    BANDWIDTH = "bandwidth"
    PLIVO = "plivo"
    OTHER = "other"


class ProviderNumberState(StrEnum):
    """The state of a number at a provider, in relation to the project."""

    NEW = "new"
    IMPORTED = "imported"
    DRIFTED = "drifted"
    GONE = "gone"
    UNSUPPORTED = "unsupported"
    OTHER = "other"
