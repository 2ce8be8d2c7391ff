"""Actions of ``numbergate numbers``: functions that call the service of phone numbers."""

import sys
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from gateway.cli.number_list import policy
from gateway.cli.number_lookup import find_number
from gateway.domain.caller import Caller
from gateway.domain.commands.base import Command
from gateway.domain.commands.changes import ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.csv_rows.reader import build_command
from gateway.errors import Failure, ReleaseProtected
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import CommandResult, ImportCheck
from gateway.services import export as csv_export
from gateway.services.phone_numbers import PhoneNumbers

T = TypeVar("T")
C = TypeVar("C", bound=Command)
Action = Callable[[PhoneNumbers, Caller], Awaitable[T]]


class NumberProtected(Failure):
    """The number is protected from release; the message names the command that unprotects it."""

    code = "release_protected"

    def __init__(self, number: str) -> None:
        super().__init__()
        self.message = f"The number is protected: numbergate numbers set {number} --unprotect"


def export(output: Path | None) -> Action[None]:
    """Return the action that writes all numbers to a file, or to standard output."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> None:
        opened = output.open("w", encoding="utf-8", newline="") if output else None
        with opened or nullcontext(sys.stdout) as file:
            async for part in csv_export.csv_of(numbers, caller):
                file.write(part)

    return action


def import_number(
    arguments: dict[str, Any], *, dry_run: bool
) -> Action[CommandResult | ImportCheck]:
    """Return the action that imports a number; with *dry_run*, one that checks the import."""
    build = partial(build_command, ImportNumber, arguments, policy())

    async def action(numbers: PhoneNumbers, caller: Caller) -> CommandResult | ImportCheck:
        if dry_run:
            return await numbers.check_import(caller, build)
        return await numbers.import_number(caller, build())

    return action


def update_number(id_or_number: str, patch: dict[str, Any]) -> Action[CommandResult]:
    """Return the action that updates a number."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> CommandResult:
        row = await find_number(id_or_number)(numbers, caller)
        command = build_command(UpdateNumber, {"id": row.id, **patch}, policy())
        return await numbers.update(caller, command)

    return action


def release_number(
    id_or_number: str, confirm: Callable[[PhoneNumber], None]
) -> Action[CommandResult]:
    """Return the action that releases a number, once it is found and *confirm* has returned."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> CommandResult:
        row = await find_number(id_or_number)(numbers, caller)
        if row.release_protected:
            raise NumberProtected(row.number)
        confirm(row)
        command = ReleaseNumber.of({"id": row.id}, policy())
        try:
            return await numbers.release(caller, command)
        except ReleaseProtected:
            raise NumberProtected(row.number) from None

    return action
