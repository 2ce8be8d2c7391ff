"""LRU cache by text from clients, bounded in its entries and in the length of their keys.

The result for a longer text is not cached, so the cache's memory is bounded for any input.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

Text = TypeVar("Text", str, bytes)
P = ParamSpec("P")
R = TypeVar("R")


def text_cache(
    entries: int, max_length: int
) -> Callable[[Callable[Concatenate[Text, P], R]], Callable[Concatenate[Text, P], R]]:
    """Cache *entries* results of a function whose first argument is text up to *max_length*."""

    def decorate(function: Callable[Concatenate[Text, P], R]) -> Callable[Concatenate[Text, P], R]:
        cached: Any = lru_cache(entries)(function)
        cached.max_length = max_length  # as the test of all caches reads it

        @wraps(function)
        def call(text: Text, /, *rest: P.args, **named: P.kwargs) -> R:
            if len(text) > max_length:
                return function(text, *rest, **named)
            result: R = cached(text, *rest, **named)
            return result

        return call

    return decorate
