"""Suggestions: the E.164 number that is certainly meant by an invalid text.

A text with a plus, or with 00, names its country. A text without them suggests a number only where
no other country writes its numbers so: a wrong suggestion would be a number of somebody else.
"""

import re
import unicodedata
from typing import Final

from gateway.domain.numbering_plan import (
    canonical,
    impossible_reason,
    is_assigned,
    is_calling_code,
    is_national,
)
from gateway.domain.plan_changes import renumbered

SYNTAX: Final = re.compile(r"\+[1-9][0-9]{1,14}")
# What people and address books put around and between the digits, and characters without a sign.
_SEPARATORS: Final = re.compile(
    r"[\s().\-/\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff]+"
)
_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212]")
_PREFIXES: Final = re.compile(r"^(\+?00|\++)")
# What spreadsheets and exports put around a number: ="+1…", '+1…, "+1…", and the .0 of a float.
_QUOTES: Final = "\"'`\u2018\u2019\u201c\u201d"
_AROUND: Final = re.compile(rf"\A[\s=@{_QUOTES}]+|[\s;,{_QUOTES}]+\Z")
_FLOAT: Final = re.compile(r"(?<=[0-9]{7})\.0+\Z")
_SCHEME: Final = re.compile(r"\Atel:", re.IGNORECASE)
_SCIENTIFIC: Final = re.compile(r"\+?([0-9])[.,]?([0-9]{0,14})E\+?([0-9]{1,3})", re.IGNORECASE)
# (617) 555-0123, 617-555-0123, 1.617.555.0123: as North America writes its numbers.
_NORTH_AMERICAN: Final = re.compile(
    r"(1[\s.-]*)?(\([2-9][0-9]{2}\)\s*[2-9][0-9]{2}[\s.-]"
    r"|[2-9][0-9]{2}[.-][2-9][0-9]{2}[.-])[0-9]{4}"
)
# +617-555-0123: a plus before such a number, whose area code is no calling code.
_PLUS_AREA_CODE: Final = re.compile(
    r"\+(?:\(([2-9][0-9]{2})\)[\s.-]*|([2-9][0-9]{2})[.-])[2-9][0-9]{2}[.-][0-9]{4}"
)
_TEN_DIGITS: Final = 10
# Regions with numbers of eleven digits that begin with 1, as North America's do behind the plus.
_LIKE_NORTH_AMERICAN: Final = ("CN", "CO", "DE", "EC", "GT", "IL", "IN", "SG")
_LENGTH_WITH_CODE: Final = 12  # digits; numbers without a calling code are shorter


def suggest(text: str) -> str | None:
    """Return the number that *text* certainly means; None if that is not certain.

    With a plus, zeros behind a dot may be those of a float or digits: what is assigned is meant.
    """
    bare = _without_wrapping(text)
    whole = _FLOAT.sub("", bare)
    if whole == bare or not bare.startswith("+"):
        return _read(whole)
    found = [number for number in (_read(whole), _read(bare)) if number]
    assigned = [number for number in found if is_assigned(number)]
    [meant] = assigned if len(assigned) == 1 else found if len(found) == 1 else [None]
    return meant


def _read(bare: str) -> str | None:
    """Read a text without what is around it."""
    digits = _SEPARATORS.sub("", bare)
    plain = "+" + _PREFIXES.sub("", digits)
    if not (plain.isascii() and SYNTAX.fullmatch(plain)):
        return None
    if digits.startswith("+"):
        return _with_plus(bare, plain)
    if digits.startswith("00"):
        return _assigned(plain)
    return _without_country(bare, digits)


def international(number: str) -> str | None:
    """Return what is meant by a *number* whose calling code is certain."""
    written = canonical(number)
    if is_assigned(written):
        return written
    return renumbered(number) or (written if impossible_reason(written) is None else None)


def _with_plus(bare: str, number: str) -> str | None:
    """Read a *number* by its calling code, unless its groups show that the plus is too much."""
    found = _PLUS_AREA_CODE.fullmatch(bare)
    if not found or is_calling_code(found[1] or found[2]):
        return international(number)
    return None if is_assigned(number) else _assigned(f"+1{number[1:]}")


def is_shortened(text: str) -> bool:
    """Return whether *text* is a number in scientific notation that has lost digits."""
    found = _SCIENTIFIC.fullmatch(_without_wrapping(text))
    return found is not None and len(found[2]) < int(found[3])


def _without_wrapping(text: str) -> str:
    written = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    inner = _AROUND.sub("", _SCHEME.sub("", _AROUND.sub("", written)))
    return _complete(inner)


def _complete(text: str) -> str:
    """Write a number in scientific notation that has all its digits without the exponent."""
    found = _SCIENTIFIC.fullmatch(text)
    return f"{found[1]}{found[2]}" if found and len(found[2]) == int(found[3]) else text


def _without_country(bare: str, digits: str) -> str | None:
    """Read digits without a plus: as a North American number, or with their calling code."""
    if _NORTH_AMERICAN.fullmatch(bare):
        return _assigned("+" + digits if len(digits) > _TEN_DIGITS else "+1" + digits)
    if len(digits) == _TEN_DIGITS + 1 and digits.startswith("1"):
        clashes = any(is_national(digits, region) for region in _LIKE_NORTH_AMERICAN)
        return None if clashes else _assigned("+" + digits)
    return _assigned("+" + digits) if len(digits) >= _LENGTH_WITH_CODE else None


def _assigned(number: str) -> str | None:
    written = canonical(number)
    return written if is_assigned(written) else None
