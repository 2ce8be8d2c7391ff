"""The control: a server that sends again without a look. A program; it must double numbers."""

import asyncio
from typing import Any

from gateway.cli import app
from gateway.upstream.reconcile import Reconciler


async def _no_look(*_: Any) -> None:
    """Find nothing, and claim that nothing can land any more."""
    await asyncio.sleep(0)


if __name__ == "__main__":
    Reconciler._look = _no_look  # type: ignore[assignment, method-assign]  # noqa: SLF001
    app()
