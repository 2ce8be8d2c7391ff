"""Response size limit: counts the bytes of a response while it is executed.

Lists of objects are serialized to JSON as soon as they are complete, so their size is exact and
their objects can be freed. Values that are awaited, and those that graphql-core completes, are
estimated one by one.
"""

from collections.abc import Mapping
from math import inf
from typing import Any, Final, cast

import orjson

_VALUE_BYTES: Final = 24  # the maximum of a value that is not text, with the syntax around it


class ResponseTooLarge(Exception):
    """The response has more bytes than its limit."""


class ResponseSize:
    """The bytes so far of a response, or of one root field in it."""

    __slots__ = ("_response", "bytes", "limit")

    def __init__(self, limit: float = inf, response: "ResponseSize | None" = None) -> None:
        """Start at 0. The *limit* applies to the whole *response*, which is this one by default."""
        self.bytes, self.limit, self._response = 0, limit, response

    def part(self) -> "ResponseSize":
        """Return the size of a root field, which is added to this one too."""
        return ResponseSize(self.limit, self)

    @property
    def is_exceeded(self) -> bool:
        """Whether the response is too large."""
        return (self._response or self).bytes > self.limit

    def add(self, size: int) -> None:
        """Add bytes."""
        self.bytes += size
        if self._response:
            self._response.bytes += size

    def set(self, size: int) -> None:
        """Set the number of bytes. Raises `ResponseTooLarge`."""
        response = self._response
        if response:
            response.bytes += size - self.bytes
        self.bytes = size
        if (response or self).bytes > self.limit:
            raise ResponseTooLarge

    def serialize(self, value: Any, before: int) -> orjson.Fragment:
        """Return *value* as JSON. Its size replaces all that was counted since *before* bytes."""
        text = orjson.dumps(value)
        self.set(before + len(text))
        return orjson.Fragment(text)


def size_of(value: object) -> int:
    """Estimate the bytes of the value in JSON, without the parts that are serialized already."""
    if isinstance(value, str):
        return size_of_text(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[str, object]", value)
        return sum(len(key) + size_of(inner) for key, inner in items.items())
    if isinstance(value, list):
        return sum(map(size_of, cast("list[object]", value)))
    return 0 if isinstance(value, orjson.Fragment) else _VALUE_BYTES


def size_of_text(text: str) -> int:
    """Estimate the bytes of a text in JSON."""
    return _VALUE_BYTES + (len(text) if text.isascii() else len(text.encode(errors="replace")))
