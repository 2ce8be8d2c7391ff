"""Response size limit: the bytes of an answer are counted while it is made.

Lists of objects are written as JSON as soon as they are complete, so their size is exact and their
objects are let go. What waits for something, and what graphql-core executes, is counted by value.
"""

from collections.abc import Mapping
from math import inf
from typing import Any, Final, cast

import orjson

_PLAIN: Final = 24  # bytes of a value that is no text, at most, and what surrounds a value


class AnswerTooLarge(Exception):  # says what happened
    """The answer has more bytes than are allowed."""


class AnswerSize:
    """The bytes that an answer, or one root field of it, has so far."""

    __slots__ = ("_whole", "bytes", "limit")

    def __init__(self, limit: float = inf, whole: "AnswerSize | None" = None) -> None:
        """Begin with none. Beyond *limit* bytes of the *whole* the answer is given up."""
        self.bytes, self.limit, self._whole = 0, limit, whole

    def part(self) -> "AnswerSize":
        """Return the size of a root field, which counts into this one."""
        return AnswerSize(self.limit, self)

    @property
    def is_exceeded(self) -> bool:
        """Whether the answer is too large."""
        return (self._whole or self).bytes > self.limit

    def add(self, size: int) -> None:
        """Count so many bytes more."""
        self.bytes += size
        if self._whole:
            self._whole.bytes += size

    def set(self, size: int) -> None:
        """Note that there are so many bytes; raise `AnswerTooLarge` if that is too much."""
        self.add(size - self.bytes)
        if self.is_exceeded:
            raise AnswerTooLarge

    def written(self, value: Any, before: int) -> orjson.Fragment:
        """Return *value* as JSON, which takes the place of all that was counted since *before*."""
        text = orjson.dumps(value)
        self.set(before + len(text))
        return orjson.Fragment(text)


def size_of(value: object) -> int:
    """Return about how many bytes of JSON the value has, but for what is written already."""
    if isinstance(value, str):
        return size_of_text(value)
    if isinstance(value, Mapping):
        found = cast("Mapping[str, object]", value)
        return sum(len(key) + size_of(inner) for key, inner in found.items())
    if isinstance(value, list):
        return sum(map(size_of, cast("list[object]", value)))
    return 0 if isinstance(value, orjson.Fragment) else _PLAIN


def size_of_text(text: str) -> int:
    """Return about how many bytes a text has in JSON."""
    return _PLAIN + (len(text) if text.isascii() else len(text.encode(errors="replace")))
