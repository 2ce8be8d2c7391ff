"""Commands: validated, immutable requests to the services. Building one is all the validation."""

from gateway.domain.commands.base import Command, Notice
from gateway.domain.commands.bulk_jobs import (
    HostReplacement,
    ImportSource,
    NumberPatch,
    StartImportJob,
    StartUpdateJob,
    UploadSource,
)
from gateway.domain.commands.changes import (
    AmendNumber,
    FindNumber,
    LookUpNumber,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.domain.commands.checks import CheckHandler, CheckPhoneNumberHandlers
from gateway.domain.commands.imports import IfExists, ImportNumber, ImportRow
from gateway.domain.commands.listing import (
    ALL_EVENTS,
    MOST_FACET_VALUES,
    NEWEST_FIRST,
    NO_FILTER,
    CallKind,
    Facet,
    FollowEvents,
    ListEvents,
    MessageKind,
    NumberFilter,
    NumberOrder,
    OrderDirection,
    OrderField,
)
from gateway.domain.commands.upstream import AttachUpstream, PlatformProject
from gateway.domain.commands.webhooks import (
    CreateWebhookEndpoint,
    DeleteWebhookEndpoint,
    ListDeliveries,
    RetryWebhookDeliveries,
    RotateWebhookSecret,
    SendTestWebhook,
    UpdateWebhookEndpoint,
)

# The commands that write. Each may carry an idempotency key.
WriteCommand = ImportNumber | UpdateNumber | AmendNumber | ReleaseNumber

__all__ = [
    "ALL_EVENTS",
    "MOST_FACET_VALUES",
    "NEWEST_FIRST",
    "NO_FILTER",
    "AmendNumber",
    "AttachUpstream",
    "CallKind",
    "CheckHandler",
    "CheckPhoneNumberHandlers",
    "Command",
    "CreateWebhookEndpoint",
    "DeleteWebhookEndpoint",
    "Facet",
    "FindNumber",
    "FollowEvents",
    "HostReplacement",
    "IfExists",
    "ImportNumber",
    "ImportRow",
    "ImportSource",
    "ListDeliveries",
    "ListEvents",
    "LookUpNumber",
    "MessageKind",
    "Notice",
    "NumberFilter",
    "NumberOrder",
    "NumberPatch",
    "OrderDirection",
    "OrderField",
    "PlatformProject",
    "ReleaseNumber",
    "RetryWebhookDeliveries",
    "RotateWebhookSecret",
    "SendTestWebhook",
    "StartImportJob",
    "StartUpdateJob",
    "UpdateNumber",
    "UpdateWebhookEndpoint",
    "UploadSource",
    "WriteCommand",
]
