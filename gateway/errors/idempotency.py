"""Idempotency conflicts: a key that belongs to another request, or to one that still runs."""

from enum import StrEnum

from gateway.errors.base import Failure


class IdempotencyConflictReason(StrEnum):
    """Why a key cannot be used."""

    PARAMETER_MISMATCH = "parameter_mismatch"
    IN_PROGRESS = "in_progress"


class IdempotencyConflict(Failure):
    """The idempotency key belongs to another request, or to one that is still running."""

    code = "idempotency_conflict"

    def __init__(self, reason: IdempotencyConflictReason) -> None:
        super().__init__()
        self.reason = reason
        self.message = _CONFLICTS[reason]


_CONFLICTS = {
    IdempotencyConflictReason.PARAMETER_MISMATCH: (
        "This idempotency key was used with other input. Use a new key for a new request."
    ),
    IdempotencyConflictReason.IN_PROGRESS: (
        "A request with this idempotency key is still running. Try again in a moment."
    ),
}
