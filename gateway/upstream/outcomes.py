"""How a request to the platform can end: seven outcomes.

After `Unsent` and `Denied` alone the same request may be sent again without a look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gateway.domain.platform_record import Problem

# Why a change waits, for programs.
UNREACHABLE: Final = "upstream_unreachable"
RATE_LIMITED: Final = "upstream_rate_limited"
UNCONFIRMED: Final = "upstream_unconfirmed"
CREDENTIALS: Final = "upstream_credentials"
CODES: Final = frozenset({UNREACHABLE, RATE_LIMITED, UNCONFIRMED, CREDENTIALS})


@dataclass(frozen=True, slots=True)
class Done:
    """It happened. ``record`` is the number as it is now; empty for a release."""

    record: Mapping[str, Any]
    at: datetime | None = None  # by the platform's clock, where its answer has a date


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not happen, and will not by asking again."""

    status: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It happened, and the record of it cannot be kept: asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Absent:
    """The platform has no such number."""


@dataclass(frozen=True, slots=True)
class Denied:
    """The platform refused the credentials. Nothing happened."""

    status: int


@dataclass(frozen=True, slots=True)
class Unsent:
    """It did not happen; the same request may succeed after ``retry_after`` seconds."""

    code: str
    retry_after: float = 1.0
    is_outage: bool = True  # rather than an answer of a platform that works, such as 429


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may have happened: look before it is sent again."""

    code: str


Outcome = Done | Unreadable | Refused | Absent | Denied | Unsent | Unknown


@dataclass(frozen=True, slots=True)
class Foreign:
    """A look found the number, and it was there before the import was asked for."""


@dataclass(frozen=True, slots=True)
class TooEarly:
    """A look found nothing, and an earlier request may still land until then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a request that was *sent* for a change, or of a look or a pause instead."""

    outcome: Outcome | Foreign | TooEarly
    sent: bool = False
