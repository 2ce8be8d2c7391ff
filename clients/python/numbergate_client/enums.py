from enum import Enum


class BulkJobStatus(str, Enum):
    COLLECTING = "COLLECTING"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"
    OTHER = "OTHER"


class CallFlowVersion(str, Enum):
    WORKING_COPY = "WORKING_COPY"
    CURRENT_DEPLOYED = "CURRENT_DEPLOYED"


class CallHandlerKind(str, Enum):
    LAML_WEBHOOKS = "LAML_WEBHOOKS"
    LAML_APPLICATION = "LAML_APPLICATION"
    DIALOGFLOW = "DIALOGFLOW"
    RELAY_TOPIC = "RELAY_TOPIC"
    RELAY_SCRIPT = "RELAY_SCRIPT"
    RELAY_CONTEXT = "RELAY_CONTEXT"
    RELAY_APPLICATION = "RELAY_APPLICATION"
    RELAY_CONNECTOR = "RELAY_CONNECTOR"
    RELAY_SIP_ENDPOINT = "RELAY_SIP_ENDPOINT"
    RELAY_VERTO_ENDPOINT = "RELAY_VERTO_ENDPOINT"
    VIDEO_ROOM = "VIDEO_ROOM"
    AI_AGENT = "AI_AGENT"
    CALL_FLOW = "CALL_FLOW"
    FABRIC_SUBSCRIBER = "FABRIC_SUBSCRIBER"
    SIP_GATEWAY = "SIP_GATEWAY"
    CALL_QUEUE = "CALL_QUEUE"
    UNRECOGNIZED = "UNRECOGNIZED"


class CallReceiveMode(str, Enum):
    VOICE = "VOICE"
    FAX = "FAX"


class Capability(str, Enum):
    VOICE = "VOICE"
    FAX = "FAX"
    SMS = "SMS"
    MMS = "MMS"


class ConnectionStatus(str, Enum):
    UNVERIFIED = "UNVERIFIED"
    ACTIVE = "ACTIVE"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    INSUFFICIENT_SCOPE = "INSUFFICIENT_SCOPE"
    UNREACHABLE = "UNREACHABLE"
    OTHER = "OTHER"


class E911Status(str, Enum):
    PENDING = "PENDING"
    ACTIVE = "ACTIVE"
    FAILED = "FAILED"
    PENDING_REMOVAL = "PENDING_REMOVAL"
    UNREGISTERED = "UNREGISTERED"


class HandlerChannel(str, Enum):
    CALL = "CALL"
    MESSAGE = "MESSAGE"


class HandlerFindingSeverity(str, Enum):
    ERROR = "ERROR"
    WARNING = "WARNING"


class HandlerSettingType(str, Enum):
    TEXT = "TEXT"
    URL = "URL"
    UUID = "UUID"
    CHOICE = "CHOICE"
    OTHER = "OTHER"


class HttpMethod(str, Enum):
    GET = "GET"
    POST = "POST"


class IdempotencyConflictReason(str, Enum):
    PARAMETER_MISMATCH = "PARAMETER_MISMATCH"
    IN_PROGRESS = "IN_PROGRESS"


class IfExists(str, Enum):
    FAIL = "FAIL"
    RETURN_EXISTING = "RETURN_EXISTING"


class MessageHandlerKind(str, Enum):
    LAML_WEBHOOKS = "LAML_WEBHOOKS"
    LAML_APPLICATION = "LAML_APPLICATION"
    RELAY_TOPIC = "RELAY_TOPIC"
    RELAY_CONTEXT = "RELAY_CONTEXT"
    RELAY_APPLICATION = "RELAY_APPLICATION"
    UNRECOGNIZED = "UNRECOGNIZED"


class NumberFormat(str, Enum):
    E164 = "E164"
    INTERNATIONAL = "INTERNATIONAL"
    NATIONAL = "NATIONAL"
    RFC3966 = "RFC3966"


class NumberType(str, Enum):
    LONGCODE = "LONGCODE"
    TOLLFREE = "TOLLFREE"


class OrderDirection(str, Enum):
    ASC = "ASC"
    DESC = "DESC"


class PhoneNumberEventType(str, Enum):
    IMPORTED = "IMPORTED"
    UPDATED = "UPDATED"
    RELEASED = "RELEASED"
    E911_CHANGED = "E911_CHANGED"
    DRIFT_DETECTED = "DRIFT_DETECTED"
    OTHER = "OTHER"


class PhoneNumberOrderField(str, Enum):
    CREATED_AT = "CREATED_AT"
    UPDATED_AT = "UPDATED_AT"
    NUMBER = "NUMBER"
    NAME = "NAME"


class Provider(str, Enum):
    TWILIO = "TWILIO"
    TELNYX = "TELNYX"
    SIGNALWIRE = "SIGNALWIRE"
    VONAGE = "VONAGE"
    BANDWIDTH = "BANDWIDTH"
    PLIVO = "PLIVO"
    OTHER = "OTHER"


class ProviderNumberState(str, Enum):
    NEW = "NEW"
    IMPORTED = "IMPORTED"
    DRIFTED = "DRIFTED"
    GONE = "GONE"
    UNSUPPORTED = "UNSUPPORTED"
    OTHER = "OTHER"


class ProvisioningStatus(str, Enum):
    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
    FAILED = "FAILED"
    GONE = "GONE"
    OTHER = "OTHER"


class RowFate(str, Enum):
    WAITING = "WAITING"
    IMPORTED = "IMPORTED"
    UPDATED = "UPDATED"
    UNCHANGED = "UNCHANGED"
    DIFFERS = "DIFFERS"
    FAILED = "FAILED"
    PENDING = "PENDING"
    OTHER = "OTHER"


class WebhookDeliveryStatus(str, Enum):
    DUE = "DUE"
    DELIVERED = "DELIVERED"
    DEAD = "DEAD"
    OTHER = "OTHER"


class WebhookStatus(str, Enum):
    ENABLED = "ENABLED"
    DISABLED = "DISABLED"
    OTHER = "OTHER"
