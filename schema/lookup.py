"""What is known of any number."""

from typing import Any, Self

import strawberry

from gateway.domain import e164
from schema.scalars import E164


@strawberry.type(description="What libphonenumber knows of a number. Nobody is asked.")
class PhoneNumberLookup:
    """See `gateway.e164.Lookup`."""

    number: E164 = strawberry.field(description="The number in its canonical spelling.")
    possible: bool = strawberry.field(description="Whether a number can have this length.")
    valid: bool = strawberry.field(description="Whether its range is known to be assigned.")
    country_code: str | None = strawberry.field(
        description="Its country by ISO 3166-1 alpha-2. Example: US"
    )
    calling_code: int = strawberry.field(description="Its calling code. Example: 1")
    national_format: str = strawberry.field(
        description="As people in its country write it. Example: (415) 555-0123"
    )
    international_format: str = strawberry.field(
        description="As people elsewhere write it. Example: +1 415-555-0123"
    )
    detected_type: str = strawberry.field(
        description="What its numbering plan says of it. Example: FIXED_LINE_OR_MOBILE"
    )
    location: str | None = strawberry.field(
        description="Where it is, in English, where its digits tell. Example: San Francisco, CA"
    )
    timezones: list[str] = strawberry.field(
        description="The time zones it may be in. Example: [America/Los_Angeles]"
    )

    @classmethod
    def of(cls, found: e164.Lookup) -> Self:
        """Show what was found to clients."""
        known: dict[str, Any] = found._asdict()
        return cls(**known)
