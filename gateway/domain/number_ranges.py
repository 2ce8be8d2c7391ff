"""Ranges of numbering plans: region and type of a number, with each pattern compiled once.

libphonenumber parses any text, and compiles and matches a pattern for each type of number in turn.
An E.164 number whose digits it would leave as they are needs no parsing: its calling code is known,
and what follows has no national prefix. `tests/domain/test_numbering_plan.py` compares the two.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import phonenumbers
from phonenumbers import ValidationResult
from phonenumbers.phonemetadata import PhoneMetadata
from phonenumbers.phonenumberutil import (
    _test_number_length,  # pyright: ignore[reportPrivateUsage]  # compared in test_numbering_plan
)

from gateway.domain.enums import NumberType
from gateway.text_cache import text_cache

_CACHE_SIZE: Final = 4096
_REGIONS: Final = 512  # more than there are
_LONGEST: Final = 16  # characters of an E.164 number
_SHORTEST_NATIONAL: Final = 2
_LONGEST_NATIONAL: Final = 17
_CODES: Final = {str(code): code for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE}
_CODE_ENDS: Final = (2, 3, 4)  # where a calling code may end, after the plus
_SYNTAX: Final = re.compile(r"\+[1-9][0-9]{1,14}")
# The types in the order that decides: those after toll-free are one for us, frequent ones first.
_TYPES: Final = (
    ("premium_rate", NumberType.LONGCODE),
    ("toll_free", NumberType.TOLLFREE),
    *((name, NumberType.LONGCODE) for name in (
        "fixed_line", "mobile", "shared_cost", "voip", "personal_number", "pager", "uan",
        "voicemail",
    )),
)  # fmt: skip
Match = Callable[[str], Any]


class _Range(NamedTuple):
    """The numbers of a type: their lengths, and how to match their digits."""

    lengths: frozenset[int]
    match: Match
    type: NumberType


class _Region(NamedTuple):
    """The numbering plan of a region: all its numbers, and those of each type."""

    leading_digits: Match | None
    general: _Range | None
    ranges: tuple[_Range, ...]

    def type_of(self, national: str) -> NumberType | None:
        """Return the type of a number; None: its range is not known as assigned."""
        general, length = self.general, len(national)
        if general is None or length not in general.lengths or not general.match(national):
            return None
        for lengths, match, type_ in self.ranges:
            if length in lengths and match(national):
                return type_
        return None


@text_cache(_CACHE_SIZE, _LONGEST)
def as_written(number: str) -> tuple[int, str] | None:
    """Return the calling code and the national digits, if no digit may have to be dropped.

    None: it is no E.164 number, no country has the calling code, or a national prefix may follow.
    """
    if not _SYNTAX.fullmatch(number):
        return None
    for end in _CODE_ENDS:
        if code := _CODES.get(number[1:end]):
            national, prefix = number[end:], _national_prefix(code)
            is_kept = len(national) >= _SHORTEST_NATIONAL and not (prefix and prefix(national))
            return (code, national) if is_kept else None
    return None


def length_result(code: int, national: str) -> int:
    """Return what libphonenumber's `is_possible_number_with_reason` does."""
    if len(national) in _lengths(code):
        return ValidationResult.IS_POSSIBLE
    result: int = _test_number_length(national, _main(code))
    return result


def region_and_type(code: int, national: str) -> tuple[str | None, NumberType | None]:
    """Return the region and the type of a number, as libphonenumber does.

    Without a region none of the calling code has such numbers. Without a type the range is not
    known as assigned.
    """
    regions: tuple[str, ...] = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    is_only = len(regions) == 1
    for region in regions:
        plan = _region(code, region)
        if is_only or (plan.leading_digits and plan.leading_digits(national)):
            return region, plan.type_of(national)
        if plan.leading_digits is None and (type_ := plan.type_of(national)):
            return region, type_
    return None, None


@lru_cache(_REGIONS)
def _national_prefix(code: int) -> Match | None:
    """Return what matches digits that begin with the prefix that is dialled within the country."""
    pattern = _main(code).national_prefix_for_parsing
    return re.compile(pattern).match if pattern else None


@lru_cache(_REGIONS)
def _lengths(code: int) -> frozenset[int]:
    """Return the lengths of the numbers of a calling code. Local numbers have others."""
    return frozenset(_main(code).general_desc.possible_length)


@lru_cache(_REGIONS)
def _main(code: int) -> Any:
    """Return libphonenumber's metadata of the main region of a calling code."""
    region = phonenumbers.region_code_for_country_code(code)
    return PhoneMetadata.metadata_for_region_or_calling_code(code, region)


@lru_cache(_REGIONS)
def _region(code: int, region: str) -> _Region:
    known: Any = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    leading = re.compile(known.leading_digits).match if known.leading_digits else None
    general = _range(known.general_desc, NumberType.LONGCODE)
    ranges = (_range(getattr(known, name), type_) for name, type_ in _TYPES)
    return _Region(leading, general, tuple(filter(None, ranges)))


def _range(description: Any, type_: NumberType) -> _Range | None:
    """Return a range; without lengths of its own it has any, as for libphonenumber."""
    if description is None or not description.national_number_pattern:
        return None
    lengths = frozenset(description.possible_length or range(_LONGEST_NATIONAL + 1))
    return _Range(lengths, re.compile(description.national_number_pattern).fullmatch, type_)
