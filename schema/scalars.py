"""Custom scalars: how they are serialized and parsed.

E164 and UUID inputs are not checked here but by the commands, whose failures are typed results.
"""

from datetime import UTC, datetime
from typing import Final, NewType
from uuid import UUID

import strawberry
from strawberry.exceptions import StrawberryInputCoercionError
from strawberry.types.scalar import ScalarDefinition

E164 = NewType("E164", str)


def _as_sent(value: object) -> object:
    """Return the value unchanged, for a command to validate."""
    return value


def _parse_datetime(value: object) -> datetime:
    try:
        parsed = datetime.fromisoformat(str(value))
        if parsed.tzinfo is not None:
            return parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    text = "A DateTime is written like 2026-01-31T12:00:00Z, with its time zone."
    raise StrawberryInputCoercionError(text)


SCALARS: Final[dict[object, ScalarDefinition]] = {
    E164: strawberry.scalar(
        name="E164",
        description="A phone number in E.164 format: a plus, the country calling code and the "
        "national number, digits only, 15 at most. Example: +14155550123",
        specified_by_url="https://www.itu.int/rec/T-REC-E.164",
        serialize=str,
        parse_value=_as_sent,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="A universally unique identifier (RFC 9562). "
        "Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=_as_sent,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="A date and time with a time zone (RFC 3339). Responses are in UTC. "
        "Example: 2026-01-31T12:00:00.000000+00:00",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=datetime.isoformat,
        parse_value=_parse_datetime,
    ),
}
