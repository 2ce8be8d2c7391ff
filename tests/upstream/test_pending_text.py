"""What a pending change says of itself to people, by what it waits for."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.models.upstream import ChangeKind
from gateway.upstream import pending

ASKED = datetime(2026, 1, 1, 12, 0, 5, 999_000, tzinfo=UTC)
SENT, DUE = ASKED + timedelta(seconds=1), ASKED + timedelta(minutes=5)
CASES = {
    None: "It was sent to the platform at 2026-01-01 12:00:06 UTC, and no answer is known yet.",
    "upstream_unreachable": "The platform cannot be reached. "
    "The next attempt is not before 2026-01-01 12:05:05 UTC.",
    "upstream_rate_limited": "The platform asks for fewer requests. "
    "The next attempt is not before 2026-01-01 12:05:05 UTC.",
    "upstream_unconfirmed": "The platform may have carried it out already. "
    "Before anything is sent again it is looked up there, not before 2026-01-01 12:05:05 UTC.",
    "upstream_credentials": "The platform refused the token; attach again with a valid one. "
    "The next attempt is not before 2026-01-01 12:05:05 UTC.",
}


def text(**values: Any) -> str:
    usual = {"kind": ChangeKind.IMPORT, "asked_at": ASKED, "sent_at": SENT, "due_at": DUE}
    change: Any = SimpleNamespace(**(usual | {"code": None} | values))
    return pending.text_of(change)


@pytest.mark.parametrize("code", CASES)
def test_it_says_what_the_change_waits_for_and_until_when(code: str | None) -> None:
    assert text(code=code) == f"The import was requested at 2026-01-01 12:00:05 UTC. {CASES[code]}"


def test_what_was_never_sent_says_so() -> None:
    assert text(sent_at=None).endswith(" UTC. It has not been sent to the platform yet.")


@pytest.mark.parametrize(("kind", "name"), [(k, k.value) for k in ChangeKind])
def test_it_names_what_was_requested(kind: ChangeKind, name: str) -> None:
    assert text(kind=kind).startswith(f"The {name} was requested at ")


def test_times_are_utc_whatever_the_database_answers_in() -> None:
    there = timezone(timedelta(hours=2))

    assert text(asked_at=ASKED.astimezone(there), due_at=DUE.astimezone(there)) == text()
