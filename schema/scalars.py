"""Scalars, and how each travels."""

from datetime import UTC, datetime
from typing import Final, NewType
from uuid import UUID

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

E164 = NewType("E164", str)


def _as_sent(value: object) -> object:
    """Take a value as it came: commands validate it, and answer with typed failures."""
    return value


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    text = "A DateTime is written like 2026-01-31T12:00:00Z, with its time zone."
    raise StrawberryInputCoercionError(text)


SCALARS: Final[dict[object, ScalarDefinition]] = {
    E164: strawberry.scalar(
        name="E164",
        description="A phone number: a plus, the calling code and the rest, digits only, "
        "15 at most. Example: +14155550123",
        specified_by_url="https://www.itu.int/rec/T-REC-E.164",
        serialize=str,
        parse_value=_as_sent,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A universally unique id. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=_as_sent,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, with its time zone. Answers are in UTC. "
        "Example: 2026-01-31T12:00:00.000000+00:00",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_moment,
    ),
}
