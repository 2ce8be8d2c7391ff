"""HTTP statuses: one table of the status of each failure and of each refused request.

Importing this module raises `TypeError` if a failure is missing in the table.
"""

from collections.abc import Mapping
from inspect import getmembers, isclass
from typing import Final

from gateway import errors
from gateway.errors import Failure, Rejected, Unauthenticated
from gateway.exhaustive import exhaustive

_STATUSES: Final[Mapping[type[Failure], int]] = {
    errors.Unauthenticated: 401,
    errors.CrossSite: 403,
    errors.Forbidden: 403,
    errors.JobNotFound: 404,
    errors.NoUpstream: 404,
    errors.ConnectionNotFound: 404,
    errors.NumberNotFound: 404,
    errors.TokenNotFound: 404,
    errors.WebhookEndpointNotFound: 404,
    errors.AlreadyAttached: 409,
    errors.JobFinished: 409,
    errors.ConnectionExists: 409,
    errors.ConnectionLimit: 409,
    errors.OtherAccount: 409,
    errors.ProjectNameTaken: 409,
    errors.UploadRefused: 409,
    errors.UploadReplaced: 409,
    errors.SpaceTaken: 409,
    errors.UpstreamDetached: 409,
    errors.VersionConflict: 409,
    errors.WebhookEndpointExists: 409,
    errors.ConnectionRefused: 422,
    errors.AnswerTooLarge: 422,
    errors.IdempotencyConflict: 422,
    errors.Invalid: 422,
    errors.InvalidCsv: 422,
    errors.InvalidId: 422,
    errors.InvalidPage: 422,
    errors.NumberTaken: 422,
    errors.NumberTakenUpstream: 422,
    errors.ReleaseProtected: 422,
    errors.SearchTimeout: 422,
    errors.TooManyRows: 422,
    errors.TooManyWebhookEndpoints: 422,
    errors.UpstreamGone: 422,
    errors.UpstreamRefused: 422,
    errors.UpstreamUnreadable: 422,
    errors.JobLimit: 429,
    errors.RateLimited: 429,
    errors.RefreshTooSoon: 429,
    errors.TooManyOperations: 429,
    errors.TooManySubscriptions: 429,
    errors.TooManyChecks: 429,
    errors.BackupRefused: 503,
    errors.ChangePending: 503,
    errors.ChecksDisabled: 503,
    errors.OperationTimeout: 503,
    errors.Overloaded: 503,
    errors.ProjectNotFound: 503,
    errors.Rejected: 503,
    errors.SchemaOutdated: 503,
    errors.SecretUnreadable: 503,
    errors.SecretsNotConfigured: 503,
    errors.RefreshRunning: 503,
    errors.ShuttingDown: 503,
    errors.Unavailable: 503,
    errors.UpstreamBusy: 503,
}
# Malformed requests, by the code of the refusal.
REFUSALS: Final[Mapping[str, int]] = {
    "BAD_REQUEST": 400,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "PAYLOAD_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
}
_CHALLENGE: Final = 'Bearer realm="numbergate", Basic realm="numbergate"'


def status_of(failure: Failure) -> int:
    """Return the status of *failure*: that of its class, or of the closest base class."""
    return next(STATUSES[class_] for class_ in type(failure).__mro__ if class_ in STATUSES)


def headers_of(failure: Failure) -> dict[str, str]:
    """Return the headers that go with the status of *failure*."""
    if isinstance(failure, Unauthenticated):
        return {"WWW-Authenticate": _CHALLENGE}
    if isinstance(failure, Rejected) and failure.retry_after_seconds:
        return {"Retry-After": str(failure.retry_after_seconds)}
    return {}


def _failures() -> set[type[Failure]]:
    """Return every failure of the core."""
    classes = {class_ for _, class_ in getmembers(errors, isclass) if issubclass(class_, Failure)}
    return classes - {Failure}


STATUSES: Final = exhaustive("HTTP statuses of failures", _STATUSES, _failures())
