"""Places of numbers by their prefixes, and names of regions, in English.

libphonenumber's own tables take 100 MB of each process and 0.4 s of CPU. `places.bin` has the same
descriptions as sorted arrays: it is mapped into memory, which the processes share, and nothing is
loaded. `make places` writes it from the library, and a test compares the two.
"""

import json
import mmap
import struct
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("places.bin")
MAX_PREFIX: Final = 9  # digits
# Little-endian: the numbers of prefixes and of texts, the bytes of the texts. Then the prefixes as
# numbers, the end of each text, the index of each prefix's text, all texts, the regions as JSON.
HEADER: Final = struct.Struct("<3I")


class Places:
    """The tables, as they lie in the file."""

    def __init__(self, file: Path) -> None:
        """Map the *file* into memory. It is written in the byte order of nearly all machines."""
        with file.open("rb") as opened:
            self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        prefixes, texts, size = HEADER.unpack_from(self._bytes)
        ends = HEADER.size + 4 * prefixes
        indexes = ends + 4 * texts
        self._texts = indexes + 2 * prefixes
        view = memoryview(self._bytes)
        self._prefixes = view[HEADER.size : ends].cast("I")
        self._ends = view[ends:indexes].cast("I")
        self._indexes = view[indexes : self._texts].cast("H")
        self.regions: Mapping[str, str] = json.loads(self._bytes[self._texts + size :])

    def area(self, digits: str) -> str | None:
        """Return the place of the longest known prefix of *digits*, calling code first."""
        for length in range(min(MAX_PREFIX, len(digits)), 0, -1):
            prefix = int(digits[:length])
            found = bisect_left(self._prefixes, prefix)
            if found < len(self._prefixes) and self._prefixes[found] == prefix:
                return self._text(self._indexes[found])
        return None

    def _text(self, index: int) -> str:
        begin = self._ends[index - 1] if index else 0
        return self._bytes[self._texts + begin : self._texts + self._ends[index]].decode()


@cache
def places() -> Places:
    """Return the tables of this process."""
    return Places(FILE)
