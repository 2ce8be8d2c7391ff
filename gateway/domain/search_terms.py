"""Search terms: what a text that somebody typed looks for, in numbers and in names.

Digits are found whatever stands between them, and however their country is written: with a plus or
00 the text is the beginning of a number, with a 0 in front it is a national number.
"""

import re
import unicodedata
from typing import Final, NamedTuple

# What may stand around and between the digits of a number, once characters are normalized.
_NUMBER: Final = re.compile(r"(?:tel:)?[\s+().\-/0-9]*[+0-9][\s+().\-/0-9]*", re.IGNORECASE)
_DASHES: Final = re.compile(r"[\u00ad\u2010-\u2015\u2212]")
_INVISIBLE: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TRUNK_ZERO: Final = re.compile(r"\(0\)")  # +44 (0)20: dialled within the country only
_NOT_DIGIT: Final = re.compile(r"[^0-9]")


class SearchTerms(NamedTuple):
    """The parts of numbers and names that a text may mean: those that are not None."""

    prefix: str | None  # of a number, with its plus
    digits: str | None  # anywhere in a number
    name: str | None  # anywhere in a name


def search_terms(text: str) -> SearchTerms:
    """Return what *text* looks for. Digits without a plus may be part of a name as well."""
    written = _INVISIBLE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text))).strip()
    if not _NUMBER.fullmatch(written):
        return SearchTerms(None, None, text)
    is_international = written.lower().removeprefix("tel:").lstrip(" (").startswith("+")
    digits = _NOT_DIGIT.sub("", _TRUNK_ZERO.sub("", written) if is_international else written)
    if is_international or digits.startswith("00"):
        return SearchTerms(f"+{digits.lstrip('0')}", None, None)
    return SearchTerms(None, digits.lstrip("0") or digits, text)
