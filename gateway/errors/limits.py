"""Limits: requests rejected by load, rate, time or size."""

from gateway.errors.base import Failure, Rejected


class Overloaded(Rejected):
    """Too many requests run and wait: admission control rejected this one."""

    code = "overloaded"
    message = "Too many requests are in progress. Try again in a moment."
    retryable = True
    retry_after_seconds = 1


class TooManySubscriptions(Rejected):
    """The project, or the process, has as many subscriptions as it may have."""

    code = "too_many_subscriptions"
    message = (
        "Too many subscriptions are open here. Close some, or select more in one of them, and try "
        "again."
    )
    retryable = True
    retry_after_seconds = 10


class TooManyOperations(Rejected):
    """A WebSocket runs as many operations as it may run."""

    code = "too_many_operations"
    retryable = True

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.message = f"A connection runs {limit} operations at most. Complete one of them first."


class RateLimited(Rejected):
    """The token's rate limit is exhausted; ``retry_after_seconds`` tells when to retry."""

    code = "rate_limited"
    retryable = True

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds
        self.message = (
            f"The rate limit of this token is exceeded. Try again in {retry_after_seconds} s."
        )


class OperationTimeout(Rejected):
    """The operation exceeded its timeout and was cancelled."""

    code = "timeout"
    retryable = True
    retry_after_seconds = 1

    def __init__(self, seconds: float, *, writes: bool) -> None:
        super().__init__()
        self.message = f"The operation was cancelled after {seconds:g} seconds."
        if writes:  # a commit may be in progress
            self.message += (
                " Its mutations may have been committed: repeat them with the same idempotency keys"
                " to get their results."
            )


class SearchTimeout(Rejected):
    """A search or a count looked at more rows than it has time for, and was stopped."""

    code = "search_timeout"
    message = (
        "The search or count takes too long and was stopped. Name more in the filter, such as the "
        "beginning of the number, or ask for fewer lists at once."
    )


class AnswerTooLarge(Failure):
    """The response would have more bytes than are allowed."""

    code = "answer_too_large"

    def __init__(self, limit: int, *, writes: bool = False) -> None:
        super().__init__()
        self.message = (
            f"The answer has more than the {limit:,} bytes that are allowed. Ask for fewer items, "
            "or for fewer fields."
        )
        if writes:
            self.message += " Its mutations have been committed, as far as they came."


class ShuttingDown(Rejected):
    """The process is shutting down, and should get no new requests."""

    code = "shutting_down"
    message = "shutting down"
    retryable = True
