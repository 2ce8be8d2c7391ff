"""Look-up type: what libphonenumber knows about any number."""

from typing import Any, Self

import strawberry

from gateway.domain import numbering_plan
from gateway.domain.enums import NumberType
from schema.scalars import E164


@strawberry.type(
    description="What the metadata of libphonenumber says about a number. No network is queried: "
    "whether the number is in service, and who has it, is not known."
)
class PhoneNumberLookup:
    """See `gateway.domain.numbering_plan.Lookup`."""

    number: E164 = strawberry.field(
        description="The number in canonical E.164 format. Example: +14155550123"
    )
    possible: bool = strawberry.field(
        description="Whether numbers of this length exist in the numbering plan of its country."
    )
    valid: bool = strawberry.field(
        description="Whether the number is in a range that is known to be assigned."
    )
    country_code: str | None = strawberry.field(
        description="The country, by ISO 3166-1 alpha-2. Null for international numbers such as "
        "+800. Example: US"
    )
    calling_code: int = strawberry.field(description="The country calling code. Example: 1")
    national_format: str = strawberry.field(
        description="The number as it is written in its country. Example: (415) 555-0123"
    )
    international_format: str = strawberry.field(
        description="The number as it is written in other countries. Example: +1 415-555-0123"
    )
    detected_type: NumberType | None = strawberry.field(
        description="The type by the numbering plan of its country, as ImportCheck has it. Null if "
        "the plan does not distinguish it. Example: LONGCODE"
    )
    line_type: str = strawberry.field(
        description="The type as libphonenumber names it. Names may be added. Example: "
        "FIXED_LINE_OR_MOBILE"
    )
    location: str | None = strawberry.field(
        description="The place of the number's prefix, in English. Null if the prefix has none. "
        "Example: San Francisco, CA"
    )
    timezones: list[str] = strawberry.field(
        description="The possible time zones of the number, as IANA names. "
        'Example: ["America/Los_Angeles"]'
    )

    @classmethod
    def of(cls, lookup: numbering_plan.Lookup) -> Self:
        """Convert a look-up of the domain."""
        fields: dict[str, Any] = lookup._asdict()
        return cls(**fields)
