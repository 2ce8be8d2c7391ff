"""What ``numbergate numbers`` asks of the service."""

import shlex
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import typer

from gateway.cli import session
from gateway.commands import (
    Caller,
    FindNumber,
    ImportNumber,
    NumberFilter,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.errors import Failure
from gateway.models import PhoneNumber
from gateway.numbers import EVERYTHING, PhoneNumbers
from gateway.outcomes import Check, Outcome
from gateway.paging import MOST, Window
from gateway.policy import Policy

T = TypeVar("T")
Asking = Callable[[PhoneNumbers, Caller], Awaitable[T]]


class NoSuchNumber(Failure):
    """The project has no such number."""

    code = "number_not_found"
    message = "The project has no such number."


def handler(text: str | None) -> dict[str, Any] | None:
    """Read a handler as the command line writes it: a kind, then settings as name=value."""
    if not text:
        return None
    kind, *settings = shlex.split(text)
    pairs = [setting.partition("=") for setting in settings]
    if odd := next((name for name, equals, _ in pairs if not equals), None):
        raise typer.BadParameter(f"Write the settings of {kind} as name=value, not {odd!r}.")
    return {kind: {name: value for name, _, value in pairs}}


def policy() -> Policy:
    """Return what this deployment decides about validation."""
    return session.settings().policy


def listing(wanted: dict[str, Any], limit: int) -> Asking[list[PhoneNumber]]:
    """Ask for the newest *limit* numbers, a page at a time."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> list[PhoneNumber]:
        asked = NumberFilter.of(wanted, policy()) if wanted else EVERYTHING
        found: list[PhoneNumber] = []
        cursor, more = None, True
        while more and len(found) < limit:
            size = min(MOST, limit - len(found))
            page = await numbers.page(caller, Window(first=size, after=cursor), asked)
            found += page.rows
            more = page.has_next
            cursor = page.order.cursor(page.rows[-1]) if page.rows else None
        return found

    return ask


def finding(which: str) -> Asking[PhoneNumber]:
    """Ask for the number with an id, or for the number itself."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> PhoneNumber:
        row = await numbers.find(caller, _named(which))
        if row is None:
            raise NoSuchNumber
        return row

    return ask


def _named(which: str) -> FindNumber:
    try:
        return FindNumber.by(UUID(which), None, policy())
    except ValueError:
        return FindNumber.by(None, which, policy())


def importing(asked: dict[str, Any], *, dry_run: bool) -> Asking[Outcome | Check]:
    """Ask to import a number, or what that would do."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Outcome | Check:
        if dry_run:
            return await numbers.check_import(caller, lambda: ImportNumber.of(asked, policy()))
        return await numbers.import_number(caller, ImportNumber.of(asked, policy()))

    return ask


def changing(which: str, patch: dict[str, Any]) -> Asking[Outcome]:
    """Ask to change a number."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Outcome:
        row = await finding(which)(numbers, caller)
        return await numbers.update(caller, UpdateNumber.of({"id": row.id, **patch}, policy()))

    return ask


def releasing(which: str) -> Asking[Outcome]:
    """Ask to release a number."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Outcome:
        row = await finding(which)(numbers, caller)
        return await numbers.release(caller, ReleaseNumber.of({"id": row.id}, policy()))

    return ask
