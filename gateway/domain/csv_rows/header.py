"""CSV header: the columns that a file has, also by the names that other systems export."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from gateway.errors import InvalidCsv

REQUIRED_COLUMNS: Final = ("number", "number_type")
LIST_COLUMNS: Final = ("capabilities", "tags")
HANDLER_COLUMNS: Final = ("call_handler", "message_handler")
COLUMNS: Final = (
    *REQUIRED_COLUMNS,
    *LIST_COLUMNS,
    "name",
    "call_receive_mode",
    *HANDLER_COLUMNS,
)
_MAX_NAMED: Final = 20  # columns in a message
_MAX_PRINTED: Final = 40  # characters of a value in a message
_NUMBER: Final = re.compile(r"\+?[\d\s().-]{7,}")  # a row of data in place of the header
_SEPARATORS: Final = re.compile(r"[\s_-]+")
# What exports of Twilio, Telnyx, SignalWire and others call a column; without separators.
_ALIASES: Final = {
    **dict.fromkeys(
        (
            "phonenumber", "phonenumbers", "phone", "telephone", "telephonenumber", "did",
            "didnumber", "tn", "e164", "e164number", "msisdn",
        ),
        "number",
    ),
    **dict.fromkeys(("friendlyname", "displayname", "phonenumbername"), "name"),
    **dict.fromkeys(("type", "phonenumbertype"), "number_type"),
    **dict.fromkeys(("capability", "features"), "capabilities"),
    "tag": "tags",
    **dict.fromkeys(("receivemode", "callreceive"), "call_receive_mode"),
    **{_SEPARATORS.sub("", name): name for name in COLUMNS},
}  # fmt: skip


def columns_of(cells: Sequence[str]) -> list[str]:
    """Return the name of each column, "" for one without. Raises `InvalidCsv` with all faults."""
    trimmed = [cell.strip() for cell in cells]
    columns = [_ALIASES.get(_SEPARATORS.sub("", cell.lower()), cell) for cell in trimmed]
    if faults := _faults(columns):
        found = _listed([cell for cell in trimmed if cell])
        known = ", ".join(COLUMNS)
        raise InvalidCsv(f"{' '.join(faults)} The header names: {found}. Known columns: {known}.")
    return columns


def _faults(columns: Sequence[str]) -> list[str]:
    counts = Counter(filter(None, columns))
    missing = [name for name in REQUIRED_COLUMNS if name not in counts]
    unknown = [name for name in counts if name not in COLUMNS]
    twice = [name for name, count in counts.items() if count > 1]
    faults = [
        f"{text}: {_listed(names)}."
        for text, names in (
            ("Missing columns", missing),
            ("Unknown columns", unknown),
            ("Columns that are there twice", twice),
        )
        if names
    ]
    if faults and any(map(_NUMBER.fullmatch, columns)):
        faults.append("The first line has to name the columns.")
    if len(columns) == 1 and re.search(r"[;\t|]", columns[0]):
        faults.append("Separate columns by commas.")
    return faults


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(map(printable, names[:_MAX_NAMED])) + more


def printable(text: str) -> str:
    """Return *text* for a terminal: shortened, with control characters escaped."""
    short = text if len(text) <= _MAX_PRINTED else f"{text[:_MAX_PRINTED]}…"
    return short if short.isprintable() else ascii(short)
