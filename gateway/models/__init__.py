"""Models: the SQLModel tables, one module per noun. Rows carry data and no behaviour.

Beside the tables: `column_types`, `pagination` and `results` (what the services return).
"""

from gateway.models.base import Table
from gateway.models.bulk_job import (
    BulkJob,
    BulkJobChunk,
    BulkJobRow,
    ChunkState,
    JobKind,
    JobSource,
)
from gateway.models.connection import NumberOrigin, ProviderConnection, ProviderNumber
from gateway.models.event import EventStream, PhoneNumberEvent
from gateway.models.idempotency_record import IdempotencyRecord
from gateway.models.phone_number import LIVE, LabelKind, PhoneNumber, PhoneNumberLabel
from gateway.models.project import AccessToken, Project
from gateway.models.upstream import ChangeKind, ChangeState, ChangeStep, Upstream, UpstreamChange
from gateway.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "LIVE",
    "AccessToken",
    "BulkJob",
    "BulkJobChunk",
    "BulkJobRow",
    "ChangeKind",
    "ChangeState",
    "ChangeStep",
    "ChunkState",
    "EventStream",
    "IdempotencyRecord",
    "JobKind",
    "JobSource",
    "LabelKind",
    "NumberOrigin",
    "PhoneNumber",
    "PhoneNumberEvent",
    "PhoneNumberLabel",
    "Project",
    "ProviderConnection",
    "ProviderNumber",
    "Table",
    "Upstream",
    "UpstreamChange",
    "WebhookDelivery",
    "WebhookEndpoint",
]
