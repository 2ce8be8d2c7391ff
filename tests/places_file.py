"""Write the places of `gateway.domain.places` from libphonenumber's tables.

Run: python -m tests.places_file > gateway/domain/places.bin
"""

import sys
from array import array
from typing import Final

import orjson
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.geodata.locale import LOCALE_DATA

from gateway.domain.places import HEADER

_ENGLISH: Final = "en"


def areas() -> dict[str, str]:
    """Return the description of each prefix that has an English one."""
    return {prefix: names[_ENGLISH] for prefix, names in GEOCODE_DATA.items() if _ENGLISH in names}


def regions() -> dict[str, str]:
    """Return the name of each region. A star refers to the name in another language."""
    names = {code: _region(texts) for code, texts in LOCALE_DATA.items()}
    return {code: name for code, name in names.items() if name}


def _region(texts: dict[str, str]) -> str:
    name = texts.get(_ENGLISH, "")
    return texts.get(name[1:], "") if name.startswith("*") else name


def content() -> bytes:
    """Return the bytes of the file."""
    found = sorted((int(prefix), text) for prefix, text in areas().items())
    index = {text: n for n, text in enumerate(sorted({text for _, text in found}))}
    texts = [text.encode() for text in index]
    ends, end = array("I"), 0
    for text in texts:
        ends.append(end := end + len(text))
    tables = (
        array("I", (prefix for prefix, _ in found)), ends,
        array("H", (index[text] for _, text in found)),
    )  # fmt: skip
    header = HEADER.pack(len(found), len(texts), end)
    names = orjson.dumps(regions(), option=orjson.OPT_SORT_KEYS)
    return b"".join((header, *(table.tobytes() for table in tables), *texts, names))


if __name__ == "__main__":
    sys.stdout.buffer.write(content())
