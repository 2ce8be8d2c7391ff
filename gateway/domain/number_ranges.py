"""Ranges of numbering plans: region and type of a number, with each pattern compiled once.

libphonenumber parses any text, and compiles and matches a pattern for each type of number in turn.
An E.164 number whose digits it would leave as they are needs no parsing: its calling code is known,
and what follows has no national prefix. `tests/domain/test_numbering_plan.py` compares the two.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

import phonenumbers
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
_LONGEST_CODE: Final = 3
_SYNTAX: Final = re.compile(r"\+[1-9][0-9]{1,14}")
# Types beside premium rate and toll-free, which come first: here the most frequent is.
_OTHERS: Final = (
    "fixed_line", "mobile", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
)  # fmt: skip
Match = Callable[[str], Any]


class _Region(NamedTuple):
    """The numbering plan of a region: how to match its numbers, by their type."""

    leading_digits: Match | None
    general: Match
    premium: Match
    toll_free: Match
    others: tuple[Match, ...]


@text_cache(_CACHE_SIZE, _LONGEST)
def as_written(number: str) -> tuple[int, str] | None:
    """Return the calling code and the national digits, if no digit may have to be dropped.

    None: it is no E.164 number, no country has the calling code, or a national prefix may follow.
    """
    code = _calling_code(number) if _SYNTAX.fullmatch(number) else None
    if code is None:
        return None
    national = number[len(str(code)) + 1 :]
    if len(national) < _SHORTEST_NATIONAL or _has_prefix(code, national):
        return None
    return code, national


def length_result(code: int, national: str) -> int:
    """Return what libphonenumber's `is_possible_number_with_reason` does."""
    result: int = _test_number_length(national, _main(code))
    return result


def region_of(code: int, national: str) -> str | None:
    """Return what libphonenumber's `region_code_for_number` does."""
    regions: tuple[str, ...] = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    if len(regions) == 1:
        return regions[0]
    return next((region for region in regions if _is_in(region, code, national)), None)


def type_in(region: str, code: int, national: str) -> NumberType | None:
    """Return the type of a number in a *region*; None: its range is not known as assigned."""
    plan = _region(code, region)
    if plan is None or not plan.general(national):
        return None
    if plan.premium(national):
        return NumberType.LONGCODE
    if plan.toll_free(national):
        return NumberType.TOLLFREE
    return NumberType.LONGCODE if any(match(national) for match in plan.others) else None


def _calling_code(number: str) -> int | None:
    for length in range(1, _LONGEST_CODE + 1):
        code = int(number[1 : 1 + length])
        if code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return code
    return None


def _is_in(region: str, code: int, national: str) -> bool:
    plan = _region(code, region)
    if plan is None:
        return False
    if plan.leading_digits:
        return bool(plan.leading_digits(national))
    return type_in(region, code, national) is not None


def _has_prefix(code: int, national: str) -> bool:
    """Return whether the digits begin as with the prefix that is dialled within the country."""
    match = _national_prefix(code)
    return match is not None and match(national) is not None


@lru_cache(_REGIONS)
def _national_prefix(code: int) -> Match | None:
    pattern = _main(code).national_prefix_for_parsing
    return re.compile(pattern).match if pattern else None


@lru_cache(_REGIONS)
def _main(code: int) -> Any:
    """Return libphonenumber's metadata of the main region of a calling code."""
    region = phonenumbers.region_code_for_country_code(code)
    return PhoneMetadata.metadata_for_region_or_calling_code(code, region)


@lru_cache(_REGIONS)
def _region(code: int, region: str) -> _Region | None:
    known: Any = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if known is None:
        return None
    leading = re.compile(known.leading_digits).match if known.leading_digits else None
    general, premium, toll_free = map(
        _match, (known.general_desc, known.premium_rate, known.toll_free)
    )
    return _Region(leading, general, premium, toll_free, tuple(_others(known)))


def _others(known: Any) -> Iterator[Match]:
    for name in _OTHERS:
        if (description := getattr(known, name)) and description.national_number_pattern:
            yield _match(description)


def _match(description: Any) -> Match:
    """Return how to match a description: its lengths first, as libphonenumber does."""
    if description is None or not description.national_number_pattern:
        return _never
    lengths = frozenset(description.possible_length)
    full = re.compile(description.national_number_pattern).fullmatch
    return lambda national: (not lengths or len(national) in lengths) and full(national)


def _never(_: str) -> bool:
    return False
