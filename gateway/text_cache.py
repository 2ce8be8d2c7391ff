"""LRU cache keyed by text that clients send: bounded in entries, and in the length of their keys.

Text beyond the length is computed each time. So the bytes of a cache are bounded as well, whatever
is sent.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

Text = TypeVar("Text", str, bytes)
P = ParamSpec("P")
R = TypeVar("R")


def text_cache(
    entries: int, longest: int
) -> Callable[[Callable[Concatenate[Text, P], R]], Callable[Concatenate[Text, P], R]]:
    """Cache *entries* results of a function whose first argument is text, *longest* at most."""

    def decorate(function: Callable[Concatenate[Text, P], R]) -> Callable[Concatenate[Text, P], R]:
        cached: Any = lru_cache(entries)(function)
        cached.longest = longest  # as the test of all caches reads it

        @wraps(function)
        def call(text: Text, /, *rest: P.args, **named: P.kwargs) -> R:
            compute = cached if len(text) <= longest else function
            return cast("R", compute(text, *rest, **named))

        return call

    return decorate
