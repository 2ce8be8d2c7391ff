"""E.164 numbers: parsing, validation, formatting and look-up, by libphonenumber.

No other module imports libphonenumber.
"""

import re
import unicodedata
from typing import Annotated, Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult
from pydantic import BeforeValidator, ValidationInfo

from gateway.domain.enums import NumberFormat, NumberType
from gateway.domain.text import describe_character, excerpt, trim, violation
from gateway.domain.validation_policy import policy_of
from gateway.text_cache import text_cache

MIN_LENGTH, MAX_LENGTH = 5, 30  # characters of the input, with the plus
MAX_DIGITS = 15  # ITU-T E.164
_CACHE_SIZE: Final = 4096

_SYNTAX = re.compile(rf"\+[1-9][0-9]{{1,{MAX_DIGITS - 1}}}")
_INVALID_CHARACTER = re.compile(r"[^+0-9]|(?<!^)\+")
# Separators that people and address books write between digits, and invisible characters.
_SEPARATORS = re.compile(
    r"[\s().\-/\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]+"
)
_PREFIXES = re.compile(r"^(\+?00|\++)")
_IMPOSSIBLE: Final = {
    ValidationResult.INVALID_COUNTRY_CODE: "No country uses this calling code.",
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


def parse(value: object, info: ValidationInfo) -> str:
    """Return *value* as a canonical, possible E.164 number; raise a validation error otherwise."""
    number = _check_syntax(*_check_length(value))
    _check_possible(number)
    if policy_of(info).assigned_only and not metadata_of(number).valid:
        raise violation(
            "unassigned_range", "This number is not in a range that its country has assigned."
        )
    return number


E164 = Annotated[str, BeforeValidator(parse)]


_parsed: Final = text_cache(_CACHE_SIZE, MAX_LENGTH)(phonenumbers.parse)


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def metadata_of(number: str) -> NumberMetadata:
    """Return what libphonenumber knows about the E.164 *number*."""
    parsed = _parsed(number)
    region = phonenumbers.region_code_for_number(parsed)
    type_ = phonenumbers.number_type(parsed)  # UNKNOWN: not in an assigned range of the region
    valid = region is not None and type_ != PhoneNumberType.UNKNOWN
    return NumberMetadata(valid, _country(parsed, region), _number_type(type_))


def format_number(number: str, format_: NumberFormat) -> str:
    """Write the E.164 *number* in another format, by the conventions of its country."""
    libphonenumber_format: int = getattr(PhoneNumberFormat, format_.name)
    return phonenumbers.format_number(_parsed(number), libphonenumber_format)


def _check_length(value: object) -> tuple[str, int]:
    """Return the trimmed text and how many characters were trimmed before it."""
    text, offset = trim(value)
    if not text:
        raise violation("required", "A number is required, such as +14155550123.")
    for failed, code, bound in (
        (len(text) < MIN_LENGTH, "too_short", f"at least {MIN_LENGTH}"),
        (len(text) > MAX_LENGTH, "too_long", f"at most {MAX_LENGTH}"),
    ):
        if failed:
            message = f"A number has {bound} characters, the plus counted; this has {len(text)}."
            raise violation(code, message)
    return text, offset


def _check_syntax(value: str, offset: int) -> str:
    """Return *value* if it is a plus and 2 to 15 digits, the first of them not zero."""
    if _SYNTAX.fullmatch(value):
        return value
    code, message = _syntax_failure(value, offset)
    raise violation(code, message + _suggestion_for(value))


def _syntax_failure(value: str, offset: int) -> tuple[str, str]:
    if found := _INVALID_CHARACTER.search(value):
        where = f"{describe_character(found[0])} at position {offset + found.start() + 1}"
        return "invalid_characters", f"Only digits may follow the leading plus, not {where}."
    if not value.startswith("+"):
        return "not_e164", "A number starts with a plus and its calling code."
    if value.startswith("+0"):
        return "not_e164", "No calling code starts with zero."
    message = f"{len(value) - 1} digits were given; E.164 numbers have at most {MAX_DIGITS}."
    return "not_e164", message


def _suggestion_for(value: str) -> str:
    """Return a suggestion if *value* is a possible number once separators are removed, else ""."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", value).removeprefix("tel:"))
    number = "+" + _PREFIXES.sub("", digits)
    is_valid = number.isascii() and _SYNTAX.fullmatch(number)
    is_possible = is_valid and _impossible_reason(number) is None
    return _suggestion(_canonical(number)) if is_possible else ""


def _suggestion(canonical: str) -> str:
    return f" Did you mean {canonical}?" if _impossible_reason(canonical) is None else ""


def _check_possible(number: str) -> None:
    if reason := _impossible_reason(number):
        raise violation("impossible_number", reason)
    if (canonical := _canonical(number)) != number:
        message = f"{excerpt(number)} is another spelling of {canonical}.{_suggestion(canonical)}"
        raise violation("not_canonical", message)


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def _impossible_reason(number: str) -> str | None:
    """Return why no number can have these digits; None if one can."""
    try:
        parsed = _parsed(number)
    except phonenumbers.NumberParseException as exc:
        unknown = exc.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        return _IMPOSSIBLE[
            ValidationResult.INVALID_COUNTRY_CODE if unknown else ValidationResult.TOO_SHORT
        ]
    return _IMPOSSIBLE.get(phonenumbers.is_possible_number_with_reason(parsed))


@text_cache(_CACHE_SIZE, MAX_LENGTH)
def _canonical(number: str) -> str:
    """Return the canonical form. It repeats, as libphonenumber drops one extra zero at a time."""
    try:
        formatted = phonenumbers.format_number(_parsed(number), PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return number
    return _canonical(formatted) if len(formatted) < len(number) else formatted


def _country(parsed: phonenumbers.PhoneNumber, region: str | None) -> str | None:
    """Return the number's region, else the main region of its calling code; None for +800."""
    region = region or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return region if region and region.isalpha() and region != "ZZ" else None


def _number_type(type_: int) -> NumberType | None:
    if type_ == PhoneNumberType.UNKNOWN:
        return None
    return NumberType.TOLLFREE if type_ == PhoneNumberType.TOLL_FREE else NumberType.LONGCODE


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
    detected_type: str
    location: str | None
    timezones: list[str]


def lookup(number: str) -> Lookup:
    """Look up an `E164Syntax` number. The first call loads tables of places, about a second."""
    from phonenumbers import geocoder, timezone

    parsed, metadata = _parsed(number), metadata_of(number)
    return Lookup(
        number=_canonical(number),
        possible=_impossible_reason(number) is None,
        valid=metadata.valid,
        country_code=metadata.country_code,
        calling_code=parsed.country_code or 0,
        national_format=format_number(number, NumberFormat.NATIONAL),
        international_format=format_number(number, NumberFormat.INTERNATIONAL),
        detected_type=PhoneNumberType.to_string(phonenumbers.number_type(parsed)),
        location=geocoder.description_for_number(parsed, "en") or None,
        timezones=[z for z in timezone.time_zones_for_number(parsed) if z != _NO_TIMEZONE],
    )


def parse_syntax(value: object) -> str:
    """Return *value* if it has the syntax of E.164 and a known calling code, possible or not."""
    number = _check_syntax(*_check_length(value))
    try:
        phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        raise violation("impossible_number", _impossible_reason(number) or "") from None
    return number


E164Syntax = Annotated[str, BeforeValidator(parse_syntax)]
