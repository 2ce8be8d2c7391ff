"""Plan changes: numbers that people still write as they were before their country renumbered.

Each rule is certain: it leaves no choice, and what it gives must be in an assigned range.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from gateway.domain.numbering_plan import is_assigned


class PlanChange(NamedTuple):
    """How a number was written, the calling code included, and what replaced it."""

    former: re.Pattern[str]
    current: str


def _change(former: str, current: str) -> PlanChange:
    return PlanChange(re.compile(former), current)


_CHANGES: Final[Sequence[PlanChange]] = (
    # Mexico, 2019: the 1 of mobile numbers ended, and the prefixes 01, 02, 044 and 045.
    _change(r"\+52(?:1|0[12]|04[45])([0-9]{10})", r"+52\1"),
    # Argentina: a mobile number is dialled with 15 at home and has 9 before its area code abroad.
    _change(r"\+549?0?(11)15([0-9]{8})", r"+549\1\2"),
    _change(r"\+549?0?([23][0-9]{2})15([0-9]{7})", r"+549\1\2"),
    _change(r"\+549?0?([23][0-9]{3})15([0-9]{6})", r"+549\1\2"),
    # Brazil, 2012 to 2016: mobile numbers, which began with 6 to 9, got a 9 before them.
    _change(r"\+550?([1-9]{2})([6-9][0-9]{7})", r"+55\g<1>9\2"),
    # Colombia, 2021: 60 before the area code of fixed lines.
    _change(r"\+57([1245678][0-9]{7})", r"+5760\1"),
    # Ivory Coast, 2021: two digits by operator before the eight.
    _change(r"\+225((?:0[1-3]|[457][0-3])[0-9]{6})", r"+22501\1"),
    _change(r"\+225((?:0[4-6]|[4-9][4-6])[0-9]{6})", r"+22505\1"),
    _change(r"\+225((?:0[7-9]|[4-8][7-9]|9[78])[0-9]{6})", r"+22507\1"),
    # Benin, 2024: 01 before the eight digits.
    _change(r"\+229([0-9]{8})", r"+22901\1"),
)


def renumbered(number: str) -> str | None:
    """Return the present number of one that is written in a former way; None for any other."""
    for former, current in _CHANGES:
        if match := former.fullmatch(number):
            found = match.expand(current)
            return found if found != number and is_assigned(found) else None
    return None
