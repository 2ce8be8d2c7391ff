"""Retry schedule of webhook deliveries: exponential backoff with jitter, and Retry-After."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from gateway.egress import Response

_JITTER: Final = 0.1  # of a pause, so that what failed together is not retried together
_LONGEST_WAIT: Final = 3600.0  # seconds of a Retry-After that are obeyed
_WAITING: Final = {
    HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long an attempt may take, and when the next one follows."""

    attempt_seconds: float
    pauses: Sequence[float]  # in seconds: before the second attempt, before the third, …
    disabled_after: timedelta = timedelta(days=5)  # without a success

    @property
    def turn_seconds(self) -> float:
        """How long a worker begins attempts for one endpoint before others have their turn."""
        return self.attempt_seconds / 3

    @property
    def lease(self) -> timedelta:
        """How long an endpoint is a worker's own: longer than the turn and its last attempt."""
        return timedelta(seconds=self.turn_seconds + 2 * self.attempt_seconds)

    def pause_after(self, attempts: int, wait: float | None) -> timedelta | None:
        """Return how long to wait after so many failed *attempts*; None after the last one.

        *wait* is what the receiver asked for, in seconds.
        """
        if attempts > len(self.pauses):
            return None
        jitter = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311  # no secret
        return timedelta(seconds=max(self.pauses[attempts - 1] * jitter, wait or 0))


def retry_after(response: Response, now: datetime) -> float | None:
    """Return how many seconds the receiver asks us to wait: an hour at most, or None."""
    text = response.headers.get("retry-after", "")
    if response.status not in _WAITING or not text:
        return None
    seconds = float(text) if text.isascii() and text.isdigit() else _seconds_until(text, now)
    return None if seconds is None else min(max(seconds, 0.0), _LONGEST_WAIT)


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
