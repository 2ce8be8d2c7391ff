"""Actions of ``numbergate numbers``: functions that call the service of phone numbers."""

import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from gateway.cli import session
from gateway.cli.session import NoSuchNumber
from gateway.domain.caller import Caller
from gateway.domain.commands.base import Command
from gateway.domain.commands.changes import FindNumber, ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import NO_FILTER, NumberFilter
from gateway.domain.csv_rows.reader import build_command
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Failure, ReleaseProtected
from gateway.models.pagination import MAX_PAGE_SIZE, Window
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


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers, and whether more of them exist than were read."""

    rows: Sequence[PhoneNumber]
    has_more: bool


def policy() -> ValidationPolicy:
    """Return the validation rules that this deployment chooses."""
    return session.read_settings().policy


def list_numbers(filters: dict[str, Any], limit: int) -> Action[NumberList]:
    """Return the action that lists the newest *limit* numbers, page by page."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> NumberList:
        number_filter = NumberFilter.of(filters, policy()) if filters else NO_FILTER
        rows: list[PhoneNumber] = []
        cursor, has_more = None, True
        while has_more and len(rows) < limit:
            size = min(MAX_PAGE_SIZE, limit - len(rows))
            page = await numbers.page(caller, Window(first=size, after=cursor), number_filter)
            rows += page.rows
            has_more = page.has_next
            cursor = page.order.cursor(page.rows[-1]) if page.rows else None
        return NumberList(rows, has_more)

    return action


def export(output: Path | None) -> Action[None]:
    """Return the action that writes all numbers to a file, or to standard output."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> None:
        opened = output.open("w", encoding="utf-8", newline="") if output else None
        with opened or nullcontext(sys.stdout) as file:
            async for part in csv_export.csv_of(numbers, caller):
                file.write(part)

    return action


def find_number(id_or_number: str) -> Action[PhoneNumber]:
    """Return the action that finds a number by its id or by the number itself."""

    async def action(numbers: PhoneNumbers, caller: Caller) -> PhoneNumber:
        row = await numbers.find(caller, _parse_key(id_or_number))
        if row is None:
            raise NoSuchNumber
        return row

    return action


def _parse_key(id_or_number: str) -> UUID | str:
    try:
        return FindNumber.by(UUID(id_or_number), None)
    except ValueError:
        return FindNumber.by(None, id_or_number)


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
