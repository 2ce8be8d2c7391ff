"""Number lookup: what libphonenumber says about any number, for callers that may read numbers."""

import asyncio

from gateway.domain import numbering_plan
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import LookUpNumber
from gateway.domain.enums import Scope


async def preload() -> None:
    """Load the tables of places on a thread, so that no request has to wait for them."""
    await asyncio.to_thread(numbering_plan.load_places)


async def look_up(caller: Caller, command: LookUpNumber) -> numbering_plan.Lookup:
    """Look a number up, on a thread: the tables may still be loading. Raises `Forbidden`."""
    caller.require_scope(Scope.NUMBERS_READ)
    return await asyncio.to_thread(numbering_plan.lookup, command.number)
