"""Thread for long computations, which would hold the event loop: one runs at a time.

The interpreter lets the event loop run within some milliseconds. More threads would take its turns.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")

_THREAD: Final = ThreadPoolExecutor(1, "computations")  # it starts with the first one


async def compute(function: Callable[..., T], *arguments: object) -> T:
    """Return what the function returns. It goes on when the caller is cancelled."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, function, *arguments)
