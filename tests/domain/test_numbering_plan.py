"""Numbering plans: what is known about a number is what libphonenumber's own functions say."""

from collections.abc import Iterator
from itertools import product

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from gateway.domain.enums import NumberType
from gateway.domain.numbering_plan import metadata_of

OTHERS = ("+14155550123", "+18005550123", "+10000000000", "+88213300655", "+80012345678")
SHARED = "US CA JM PR GB GG IM IT VA RU KZ AU CX FI AX NO SJ FR RE YT DE BR MX AR IN JP"
TYPES = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE)


def numbers() -> Iterator[str]:
    """Yield an example of each region and type, and one of its numbers that is not assigned."""
    for region, type_ in product(SHARED.split(), TYPES):
        if example := phonenumbers.example_number_for_type(region, type_):
            yield (number := phonenumbers.format_number(example, PhoneNumberFormat.E164))
            yield number[:-3] + "000"
    yield from OTHERS


def test_region_type_and_validity_are_libphonenumbers() -> None:
    given = list(numbers())
    for number in given:
        parsed, metadata = phonenumbers.parse(number), metadata_of(number)
        type_, region = (
            phonenumbers.number_type(parsed),
            phonenumbers.region_code_for_number(parsed),
        )
        is_known = type_ != PhoneNumberType.UNKNOWN

        assert metadata.valid == (region is not None and is_known), number
        assert (metadata.type is NumberType.TOLLFREE) == (type_ == PhoneNumberType.TOLL_FREE), (
            number
        )
        assert (metadata.type is None) == (not is_known), number
    assert len(given) > 80
