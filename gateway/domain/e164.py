"""E.164 numbers: the one place that knows what a phone number is (libphonenumber's only door)."""

import re
import unicodedata
from typing import Annotated, Final, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult
from pydantic import BeforeValidator, ValidationInfo

from gateway.domain.enums import NumberFormat, NumberType
from gateway.domain.text import excerpt, named, trimmed, wrong
from gateway.domain.validation_policy import policy_of
from gateway.text_cache import text_cache

SHORTEST, LONGEST, MOST_DIGITS = 5, 30, 15
_CACHED_NUMBERS: Final = 4096

_PLAIN = re.compile(rf"\+[1-9][0-9]{{1,{MOST_DIGITS - 1}}}")
_ODD = re.compile(r"[^+0-9]|(?<!^)\+")
# What people and address books put around and between the digits, and what nobody sees.
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
    """What libphonenumber knows of a number; ``type`` is None where the plan does not tell."""

    valid: bool
    country_code: str | None
    type: NumberType | None


def parse(value: object, info: ValidationInfo) -> str:
    """Return *value* as a canonical, possible E.164 number, or say what is wrong with it."""
    number = _spelled(*_sized(value))
    _check_possible(number)
    if policy_of(info).assigned_only and not metadata_of(number).valid:
        raise wrong(
            "unassigned_range", "This number is not in a range that its country has assigned."
        )
    return number


E164 = Annotated[str, BeforeValidator(parse)]


_parsed: Final = text_cache(_CACHED_NUMBERS, LONGEST)(phonenumbers.parse)


@text_cache(_CACHED_NUMBERS, LONGEST)
def metadata_of(number: str) -> NumberMetadata:
    """Tell what libphonenumber knows of the E.164 *number*."""
    parsed = _parsed(number)
    region = phonenumbers.region_code_for_number(parsed)
    kind = phonenumbers.number_type(parsed)  # unknown: of no range that its region has assigned
    valid = region is not None and kind != PhoneNumberType.UNKNOWN
    return NumberMetadata(valid, _country(parsed, region), _type(kind))


def formatted(number: str, form: NumberFormat) -> str:
    """Write the E.164 *number* in another format, as its own country would."""
    style: int = getattr(PhoneNumberFormat, form.name)
    return phonenumbers.format_number(_parsed(number), style)


def _sized(value: object) -> tuple[str, int]:
    text, skipped = trimmed(value)
    if not text:
        raise wrong("required", "A number is required, such as +14155550123.")
    for failed, code, bound in (
        (len(text) < SHORTEST, "too_short", f"at least {SHORTEST}"),
        (len(text) > LONGEST, "too_long", f"at most {LONGEST}"),
    ):
        if failed:
            counted = f"A number has {bound} characters, the plus counted; this has {len(text)}."
            raise wrong(code, counted)
    return text, skipped


def _spelled(value: str, skipped: int) -> str:
    if _PLAIN.fullmatch(value):
        return value
    code, text = _misspelling(value, skipped)
    raise wrong(code, text + _hint(value))


def _misspelling(value: str, skipped: int) -> tuple[str, str]:
    if odd := _ODD.search(value):
        where = f"{named(odd[0])} at position {skipped + odd.start() + 1}"
        return "invalid_characters", f"Only digits may follow the leading plus, not {where}."
    if not value.startswith("+"):
        return "not_e164", "A number starts with a plus and its calling code."
    if value.startswith("+0"):
        return "not_e164", "No calling code starts with zero."
    text = f"{len(value) - 1} digits were given; E.164 numbers have at most {MOST_DIGITS}."
    return "not_e164", text


def _hint(value: str) -> str:
    """Suggest the number that was surely meant, or nothing."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", value).removeprefix("tel:"))
    plain = "+" + _PREFIXES.sub("", digits)
    spelled = plain.isascii() and _PLAIN.fullmatch(plain) and _reason(plain) is None
    return _suggestion(_canonical(plain)) if spelled else ""


def _suggestion(canonical: str) -> str:
    return f" Did you mean {canonical}?" if _reason(canonical) is None else ""


def _check_possible(number: str) -> None:
    if reason := _reason(number):
        raise wrong("impossible_number", reason)
    if (canonical := _canonical(number)) != number:
        text = f"{excerpt(number)} is another spelling of {canonical}.{_suggestion(canonical)}"
        raise wrong("not_canonical", text)


@text_cache(_CACHED_NUMBERS, LONGEST)
def _reason(number: str) -> str | None:
    try:
        parsed = _parsed(number)
    except phonenumbers.NumberParseException as exc:
        unknown = exc.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        return _IMPOSSIBLE[
            ValidationResult.INVALID_COUNTRY_CODE if unknown else ValidationResult.TOO_SHORT
        ]
    return _IMPOSSIBLE.get(phonenumbers.is_possible_number_with_reason(parsed))


@text_cache(_CACHED_NUMBERS, LONGEST)
def _canonical(number: str) -> str:
    """Write the number as its plan has it; libphonenumber drops one zero too many at a time."""
    try:
        written = phonenumbers.format_number(_parsed(number), PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return number
    return _canonical(written) if len(written) < len(number) else written


def _country(parsed: phonenumbers.PhoneNumber, region: str | None) -> str | None:
    """Give the number's region, else the main region of its calling code; +800 has none."""
    region = region or phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return region if region and region.isalpha() and region != "ZZ" else None


def _type(kind: int) -> NumberType | None:
    if kind == PhoneNumberType.UNKNOWN:
        return None
    return NumberType.TOLLFREE if kind == PhoneNumberType.TOLL_FREE else NumberType.LONGCODE


_NO_ZONE: Final = "Etc/Unknown"  # what libphonenumber says instead of nothing


class Lookup(NamedTuple):
    """Everything that libphonenumber tells of a number, whether it can exist or not."""

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
    """Look a `Spelled` number up. The tables of places are read at the first call."""
    from phonenumbers import geocoder, timezone

    parsed, known = _parsed(number), metadata_of(number)
    return Lookup(
        number=_canonical(number),
        possible=_reason(number) is None,
        valid=known.valid,
        country_code=known.country_code,
        calling_code=parsed.country_code or 0,
        national_format=formatted(number, NumberFormat.NATIONAL),
        international_format=formatted(number, NumberFormat.INTERNATIONAL),
        detected_type=PhoneNumberType.to_string(phonenumbers.number_type(parsed)),
        location=geocoder.description_for_number(parsed, "en") or None,
        timezones=[z for z in timezone.time_zones_for_number(parsed) if z != _NO_ZONE],
    )


def spell(value: object) -> str:
    """Return *value* if it is spelled like an E.164 number of some calling code."""
    number = _spelled(*_sized(value))
    try:
        phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        raise wrong("impossible_number", _reason(number) or "") from None
    return number


Spelled = Annotated[str, BeforeValidator(spell)]
