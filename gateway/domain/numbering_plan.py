"""Numbering plans: metadata, possible numbers, formatting and look-up, by libphonenumber.

No other module but `number_ranges` imports libphonenumber.
"""

from functools import partial
from typing import Final, NamedTuple

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from gateway.domain import number_ranges
from gateway.domain.enums import NumberFormat, NumberType
from gateway.domain.places import places
from gateway.text_cache import text_cache

MAX_LENGTH: Final = 30  # characters of a text that is looked up
_CACHE_SIZE: Final = 4096
_IMPOSSIBLE: Final = {
    ValidationResult.INVALID_COUNTRY_CODE: "No country uses this calling code.",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: (
        "The area code is missing: this is a local number. Write it after the calling code."
    ),
    ValidationResult.TOO_SHORT: "The number is too short for its country.",
    ValidationResult.TOO_LONG: "The number is too long for its country.",
    ValidationResult.INVALID_LENGTH: "No number of its country has this length.",
}


class NumberMetadata(NamedTuple):
    """What libphonenumber knows about a number.

    ``valid``: its range is known as assigned. ``type`` is None where the numbering plan of the
    country does not distinguish it.
    """

    valid: bool
    country_code: str | None
    type: NumberType | None


_parsed: Final = text_cache(_CACHE_SIZE, MAX_LENGTH)(phonenumbers.parse)


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def metadata_of(number: str) -> NumberMetadata:
    """Return what libphonenumber knows about the E.164 *number*."""
    code, national = number_ranges.as_written(number) or _split(number)
    region, type_ = number_ranges.region_and_type(code, national)
    return NumberMetadata(type_ is not None, _country(code, region), type_)


def _split(number: str) -> tuple[int, str]:
    """Return the calling code of the E.164 *number*, and the digits after it, without a prefix."""
    parsed = _parsed(number)
    return parsed.country_code or 0, phonenumbers.national_significant_number(parsed)


def format_number(number: str, format_: NumberFormat) -> str:
    """Write the E.164 *number* in another format, by the conventions of its country."""
    libphonenumber_format: int = getattr(PhoneNumberFormat, format_.name)
    return phonenumbers.format_number(_parsed(number), libphonenumber_format)


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def impossible_reason(number: str) -> str | None:
    """Return why no number can have these digits; None if one can."""
    if given := number_ranges.as_written(number):
        return _IMPOSSIBLE.get(number_ranges.length_result(*given))
    try:
        parsed = _parsed(number)
    except NumberParseException as exc:
        unknown = exc.error_type == NumberParseException.INVALID_COUNTRY_CODE
        return _IMPOSSIBLE[
            ValidationResult.INVALID_COUNTRY_CODE if unknown else ValidationResult.TOO_SHORT
        ]
    return _IMPOSSIBLE.get(phonenumbers.is_possible_number_with_reason(parsed))


def canonical(number: str) -> str:
    """Return the canonical form."""
    return number if number_ranges.as_written(number) else _canonical(number)


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def _canonical(number: str) -> str:
    """Do as `canonical`. It repeats, as libphonenumber drops one extra zero at a time."""
    try:
        formatted = phonenumbers.format_number(_parsed(number), PhoneNumberFormat.E164)
    except NumberParseException:
        return number
    return canonical(formatted) if len(formatted) < len(number) else formatted


def is_assigned(number: str) -> bool:
    """Return whether *number* is possible, canonical and in a range that is known as assigned."""
    possible = impossible_reason(number) is None and canonical(number) == number
    return possible and metadata_of(number).valid


def is_national(digits: str, region: str) -> bool:
    """Return whether *digits* are a valid number of *region*, without its calling code."""
    try:
        parsed = phonenumbers.parse(digits, region)
    except NumberParseException:
        return False
    return phonenumbers.is_valid_number_for_region(parsed, region)


def is_calling_code(digits: str) -> bool:
    """Return whether *digits* are the calling code of a country or a service."""
    return int(digits) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE


def has_calling_code(number: str) -> bool:
    """Return whether *number* begins with a known calling code."""
    try:
        phonenumbers.parse(number)
    except NumberParseException:
        return False
    return True


def _country(code: int, region: str | None) -> str | None:
    """Return the number's region, else the main region of its calling code; None for +800."""
    region = region or phonenumbers.region_code_for_country_code(code)
    return region if region and region.isalpha() and region != "ZZ" else None


_NO_TIMEZONE: Final = "Etc/Unknown"  # libphonenumber's value where it knows no time zone


class Lookup(NamedTuple):
    """The result of a look-up: all that libphonenumber knows, also about impossible numbers."""

    number: str
    possible: bool
    valid: bool
    country_code: str | None
    calling_code: int
    national_format: str
    international_format: str
    detected_type: NumberType | None
    line_type: str  # as libphonenumber names it
    location: str | None
    timezones: list[str]


def lookup(number: str) -> Lookup:
    """Look up a number in E.164 syntax."""
    from phonenumbers import timezone  # its tables: few processes look numbers up

    parsed, metadata = _parsed(number), metadata_of(number)
    return Lookup(
        number=canonical(number),
        possible=impossible_reason(number) is None,
        valid=metadata.valid,
        country_code=metadata.country_code,
        calling_code=parsed.country_code or 0,
        national_format=format_number(number, NumberFormat.NATIONAL),
        international_format=format_number(number, NumberFormat.INTERNATIONAL),
        detected_type=metadata.type,
        line_type=PhoneNumberType.to_string(phonenumbers.number_type(parsed)),
        location=_location(parsed),
        timezones=[z for z in timezone.time_zones_for_number(parsed) if z != _NO_TIMEZONE],
    )


def _location(parsed: phonenumbers.PhoneNumber) -> str | None:
    """Return what libphonenumber's geocoder says in English, without its tables."""
    type_ = phonenumbers.number_type(parsed)
    if type_ == PhoneNumberType.UNKNOWN:
        return None
    is_local = phonenumbers.is_number_type_geographical(type_, parsed.country_code or 0)
    area = places().area(_digits(_without_mobile_token(parsed))) if is_local else None
    return area or places().regions.get(_only_region(parsed))


def _digits(parsed: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164).removeprefix("+")


def _without_mobile_token(parsed: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    """Return the number without the digit that some countries put before an area's mobiles."""
    code = parsed.country_code or 0
    token = phonenumbers.country_mobile_token(code)
    national = phonenumbers.national_significant_number(parsed)
    if not token or not national.startswith(token):
        return parsed
    try:
        region = phonenumbers.region_code_for_country_code(code)
        return phonenumbers.parse(national.removeprefix(token), region)
    except NumberParseException:
        return parsed


def _only_region(parsed: phonenumbers.PhoneNumber) -> str:
    """Return the region of a number, if there is only one in which it is valid; else nothing."""
    regions = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    if len(regions) > 1:
        is_valid = partial(phonenumbers.is_valid_number_for_region, parsed)
        regions = tuple(filter(is_valid, regions))
    return regions[0] if len(regions) == 1 else ""
