"""Turns: how often another task runs in the event loop during some work."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def turns_during(work: Awaitable[T]) -> tuple[int, T]:
    """Return how often another task ran before this work was done, and its result."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    result = await work
    other.cancel()
    return turns, result
