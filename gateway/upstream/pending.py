"""Text for people about an open change: what is asked of the platform, and what it waits for.

The times are those of the database. A next attempt is made at its time or later: by then a worker
may have much to do.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from gateway.exhaustive import exhaustive
from gateway.models.upstream import ChangeKind, UpstreamChange
from gateway.upstream.outcomes import CODES, CREDENTIALS, RATE_LIMITED, UNCONFIRMED, UNREACHABLE


def text_of(change: UpstreamChange) -> str:
    """Return what an open change asks for, since when, and what it waits for."""
    asked = f"{_ASKED[change.kind]} was requested at {_shown(change.asked_at)}."
    return f"{asked} {_WAITING[change.code](change)}"


def _sent(change: UpstreamChange) -> str:
    if change.sent_at is None:
        return "It has not been sent to the platform yet."
    return f"It was sent to the platform at {_shown(change.sent_at)}, and no answer is known yet."


def _next(reason: str, attempt: str) -> Callable[[UpstreamChange], str]:
    return lambda change: f"{reason} {attempt} {_shown(change.due_at)}."


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


_ASKED: Final[Mapping[ChangeKind, str]] = exhaustive(
    "Texts of kinds of changes",
    {
        ChangeKind.IMPORT: "The import",
        ChangeKind.UPDATE: "The update",
        ChangeKind.RELEASE: "The release",
    },
    [*ChangeKind],
)
_NEXT: Final = "The next attempt is not before"
_WAITING: Final[Mapping[str | None, Callable[[UpstreamChange], str]]] = exhaustive(
    "Texts of what changes wait for",
    {
        None: _sent,
        UNREACHABLE: _next("The platform cannot be reached.", _NEXT),
        RATE_LIMITED: _next("The platform asks for fewer requests.", _NEXT),
        UNCONFIRMED: _next(
            "The platform may have carried it out already.",
            "Before anything is sent again it is looked up there, not before",
        ),
        CREDENTIALS: _next("The platform refused the token; attach again with a valid one.", _NEXT),
    },
    [None, *CODES],
)
