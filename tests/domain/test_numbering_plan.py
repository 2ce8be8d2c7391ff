"""Numbering plans: what is known about a number is what libphonenumber's own functions say."""

import random
from collections.abc import Iterator
from itertools import product

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

from gateway.domain.enums import NumberType
from gateway.domain.number_ranges import as_written
from gateway.domain.numbering_plan import canonical, impossible_reason, metadata_of

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


def drawn() -> Iterator[str]:
    """Yield numbers of each calling code: any digits, with and without leading zeros and ones."""
    draw = random.Random(20261130)  # noqa: S311  # the same ones each time
    for code, first in product(phonenumbers.COUNTRY_CODE_TO_REGION_CODE, ("", "0", "00", "1", "8")):
        length = draw.randint(1, 15 - len(str(code)))
        yield f"+{code}{first}{draw.randrange(10**length)}"[:16]


def test_region_type_and_validity_are_libphonenumbers() -> None:
    given = [*numbers(), *filter(is_parsed, drawn())]
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
        assert metadata.country_code in (region, country_of(parsed)), number
    assert len(given) > 1000


def is_parsed(number: str) -> bool:
    """Whether libphonenumber takes it for a number."""
    try:
        phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return True


def country_of(parsed: phonenumbers.PhoneNumber) -> str | None:
    """Return the main country of its calling code; None where it is of no country."""
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return region if region.isalpha() else None


def test_numbers_that_are_not_parsed_are_what_libphonenumber_says() -> None:
    given = [number for number in (*numbers(), *drawn()) if as_written(number)]
    for number in given:
        parsed, impossible = phonenumbers.parse(number), impossible_reason(number)
        result = phonenumbers.is_possible_number_with_reason(parsed)
        possible = (ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY)

        assert phonenumbers.format_number(parsed, PhoneNumberFormat.E164) == number
        assert canonical(number) == number
        assert (impossible is None) == (result == possible[0]), number
        assert impossible is None or ("area code" in impossible) == (result == possible[1])
    assert len(given) > 800
