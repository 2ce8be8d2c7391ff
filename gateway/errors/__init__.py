"""Expected failures, as exceptions: each has a stable code, a message, and data.

Raise one of these when the caller can act on it. Any other exception is a bug: it is logged, and
the caller gets "Unexpected error." with the request's id. Codes never change; messages may. There
is a module for each area, and this package exports all of them.
"""

from gateway.errors.access import CrossSite, Forbidden, Unauthenticated
from gateway.errors.base import Failure, Rejected
from gateway.errors.bulk_jobs import (
    InvalidCsv,
    JobFinished,
    JobLimit,
    JobNotFound,
    TooManyRows,
    UploadRefused,
    UploadReplaced,
)
from gateway.errors.connections import (
    ConnectionExists,
    ConnectionLimit,
    ConnectionNotFound,
    OtherAccount,
    RefreshRunning,
    RefreshTooSoon,
)
from gateway.errors.database import BackupRefused, SchemaOutdated, Unavailable
from gateway.errors.idempotency import IdempotencyConflict, IdempotencyConflictReason
from gateway.errors.limits import (
    AnswerTooLarge,
    OperationTimeout,
    Overloaded,
    RateLimited,
    SearchTimeout,
    ShuttingDown,
    TooManyOperations,
    TooManySubscriptions,
)
from gateway.errors.phone_numbers import (
    NumberNotFound,
    NumberTaken,
    ReleaseProtected,
    VersionConflict,
)
from gateway.errors.projects import ProjectNameTaken, ProjectNotFound, TokenNotFound
from gateway.errors.secrets import SecretsNotConfigured, SecretUnreadable
from gateway.errors.upstream import (
    AlreadyAttached,
    ChangePending,
    ConnectionRefused,
    NoUpstream,
    NumberTakenUpstream,
    SpaceTaken,
    UpstreamBusy,
    UpstreamDetached,
    UpstreamGone,
    UpstreamRefused,
    UpstreamUnreadable,
)
from gateway.errors.validation import MOST_FAILURES, FieldFailure, Invalid, InvalidId, InvalidPage
from gateway.errors.webhooks import (
    ChecksDisabled,
    TooManyChecks,
    TooManyWebhookEndpoints,
    WebhookEndpointExists,
    WebhookEndpointNotFound,
)

__all__ = [
    "MOST_FAILURES",
    "AlreadyAttached",
    "AnswerTooLarge",
    "BackupRefused",
    "ChangePending",
    "ChecksDisabled",
    "ConnectionExists",
    "ConnectionLimit",
    "ConnectionNotFound",
    "ConnectionRefused",
    "CrossSite",
    "Failure",
    "FieldFailure",
    "Forbidden",
    "IdempotencyConflict",
    "IdempotencyConflictReason",
    "Invalid",
    "InvalidCsv",
    "InvalidId",
    "InvalidPage",
    "JobFinished",
    "JobLimit",
    "JobNotFound",
    "NoUpstream",
    "NumberNotFound",
    "NumberTaken",
    "NumberTakenUpstream",
    "OperationTimeout",
    "OtherAccount",
    "Overloaded",
    "ProjectNameTaken",
    "ProjectNotFound",
    "RateLimited",
    "RefreshRunning",
    "RefreshTooSoon",
    "Rejected",
    "ReleaseProtected",
    "SchemaOutdated",
    "SearchTimeout",
    "SecretUnreadable",
    "SecretsNotConfigured",
    "ShuttingDown",
    "SpaceTaken",
    "TokenNotFound",
    "TooManyChecks",
    "TooManyOperations",
    "TooManyRows",
    "TooManySubscriptions",
    "TooManyWebhookEndpoints",
    "Unauthenticated",
    "Unavailable",
    "UploadRefused",
    "UploadReplaced",
    "UpstreamBusy",
    "UpstreamDetached",
    "UpstreamGone",
    "UpstreamRefused",
    "UpstreamUnreadable",
    "VersionConflict",
    "WebhookEndpointExists",
    "WebhookEndpointNotFound",
]
