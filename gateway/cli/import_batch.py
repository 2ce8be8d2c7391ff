"""Batches of a file import: each is one transaction, and says what became of every command.

Where the project is attached to a platform, a row is pending until that has confirmed it. With
``wait`` its outcome is waited for; Ctrl-C ends the waiting, and the platform is asked all the same.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

from gateway.cli.csv_file import RowStatus
from gateway.cli.session import field_line
from gateway.domain.caller import Caller
from gateway.domain.commands.imports import ImportNumber
from gateway.errors import Invalid, NumberTaken, Rejected, UpstreamBusy
from gateway.models.results import CommandResult
from gateway.services.imports import OpenedOutcome, differing_fields
from gateway.services.phone_numbers import PhoneNumbers

_AGAIN: Final = "Import the same file again to finish."


class Outcome(NamedTuple):
    """What became of a row, and what to say of it."""

    status: RowStatus
    detail: str = ""


ImportBatch = Callable[[Sequence[ImportNumber]], Awaitable[list[Outcome]]]


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports batches. With *waits* it waits for the platform, until *stop* is set."""

    numbers: PhoneNumbers
    caller: Caller
    waits: bool
    stop: asyncio.Event

    async def __call__(self, commands: Sequence[ImportNumber]) -> list[Outcome]:
        """Import the numbers; return what became of each."""
        results = await self.numbers.import_all(self.caller, commands)
        pairs = zip(commands, results, strict=True)
        return [await self._outcome(command, result) for command, result in pairs]

    async def _outcome(self, command: ImportNumber, result: OpenedOutcome) -> Outcome:
        if self.waits and isinstance(result, CommandResult) and result.change:
            return await self._settled(command, result)
        return _of(result)

    async def _settled(self, command: ImportNumber, opened: CommandResult) -> Outcome:
        """Wait until the platform has confirmed or refused it, or until no caller waits."""
        waiting = self.numbers.outcome(self.caller, command, opened)
        settling = asyncio.ensure_future(waiting)
        stopping = asyncio.ensure_future(self.stop.wait())
        await asyncio.wait({settling, stopping}, return_when="FIRST_COMPLETED")
        stopping.cancel()
        if not settling.done():
            settling.cancel()
            return _of(opened)
        try:
            return _of(settling.result())
        except (Invalid, Rejected) as refused:
            return Outcome(RowStatus.REFUSED, _reason(refused))


def _of(result: OpenedOutcome) -> Outcome:
    if isinstance(result, CommandResult):
        return Outcome(RowStatus.PENDING if result.change else RowStatus.IMPORTED)
    if isinstance(result, UpstreamBusy):
        return Outcome(RowStatus.BUSY, f"{result.message} {_AGAIN}")
    if isinstance(result, NumberTaken):
        return compared(result.differs)
    return Outcome(RowStatus.PENDING, result.message)


def compared(differs: Sequence[str]) -> Outcome:
    """Return what became of a number that the project had, with these other values."""
    if not differs:
        return Outcome(RowStatus.UNCHANGED)
    return Outcome(RowStatus.DIFFERS, differing(differs))


def differing(names: Iterable[str]) -> str:
    """Return what is said of a number that the project has with other values of fields."""
    return f"The project has it with other values of {', '.join(names)}."


def _reason(refused: Invalid | Rejected) -> str:
    if isinstance(refused, Invalid):
        return "; ".join(map(field_line, refused.failures))
    return refused.message


class DryRun:
    """Tells what an import would do. Earlier rows of the file are kept in memory for that."""

    def __init__(self, numbers: PhoneNumbers, caller: Caller) -> None:
        """Compare with the caller's *numbers*."""
        self._numbers, self._caller = numbers, caller
        self._planned: dict[str, ImportNumber] = {}

    async def __call__(self, commands: Sequence[ImportNumber]) -> list[Outcome]:
        """Return what would become of each."""
        return [await self._outcome(command) for command in commands]

    async def _outcome(self, command: ImportNumber) -> Outcome:
        number = command.number
        existing = self._planned.get(number) or await self._numbers.find(self._caller, number)
        if existing is not None:
            return compared(differing_fields(cast("Any", existing), command, reveals=True))
        self._planned[number] = command
        return Outcome(RowStatus.IMPORTED)
