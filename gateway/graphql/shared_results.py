"""Shared results: what many subscribers see of an event is executed once.

Subscribers with the same operation, variables, scopes and project see the same of the same event.
A result is kept for a second after it was made, so that it is not much older than its event.
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Final

_SECONDS: Final = 1.0
_MAX_BYTES: Final = 16 * 1024 * 1024
_AT_ONCE: Final = 8  # executions: an event of many subscribers leaves connections to others


class SharedResults:
    """Results that are being made or are a second old at most, by what they depend on."""

    def __init__(self) -> None:
        """Start empty."""
        self._results: dict[Hashable, asyncio.Task[bytes]] = {}
        self._bytes = 0
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def get(self, key: Hashable, execute: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        """Return the result with this *key*: one that is there, or else what *execute* returns."""
        result = self._results.get(key)
        if result is None:
            result = self._results[key] = asyncio.create_task(self._in_turn(execute))
            result.add_done_callback(partial(self._keep, key))
        return await asyncio.shield(result)  # a subscriber that leaves takes it from no other

    async def _in_turn(self, execute: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        async with self._turns:
            return await execute()

    def _keep(self, key: Hashable, result: asyncio.Task[bytes]) -> None:
        """Keep a result for a while, if it is one and there is room."""
        if result.cancelled() or result.exception():
            del self._results[key]
            return
        size = len(result.result())
        self._bytes += size
        seconds = _SECONDS if self._bytes <= _MAX_BYTES else 0.0
        asyncio.get_running_loop().call_later(seconds, self._forget, key, size)

    def _forget(self, key: Hashable, size: int) -> None:
        del self._results[key]
        self._bytes -= size
