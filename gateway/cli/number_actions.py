"""What ``numbergate numbers`` asks of the service."""

import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from gateway.cli import session
from gateway.domain.caller import Caller
from gateway.domain.commands import (
    NO_FILTER,
    Command,
    FindNumber,
    ImportNumber,
    NumberFilter,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import Failure, FieldFailure, Invalid, ReleaseProtected
from gateway.models import PhoneNumber
from gateway.models.pagination import MAX_PAGE_SIZE, Window
from gateway.models.results import CommandResult, ImportCheck
from gateway.services.phone_numbers import PhoneNumbers

T = TypeVar("T")
C = TypeVar("C", bound=Command)
Asking = Callable[[PhoneNumbers, Caller], Awaitable[T]]

HANDLERS: Final = ("call_handler", "message_handler")


class NoSuchNumber(Failure):
    """The project has no such number."""

    code = "number_not_found"
    message = "The project has no such number."


class StillProtected(Failure):
    """The number refuses to be released, in the command line's words."""

    code = "release_protected"

    def __init__(self, number: str) -> None:
        super().__init__()
        self.message = f"The number is protected: numbergate numbers set {number} --unprotect"


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers, and whether there are more of them."""

    rows: Sequence[PhoneNumber]
    more: bool


def read(command: type[C], typed: Mapping[str, Any], policy: ValidationPolicy) -> C:
    """Build the command from what was typed, or raise `Invalid` with all that is wrong with it."""
    asked, failures = dict(typed), list[FieldFailure]()
    for name in HANDLERS:
        if isinstance(text := asked.get(name), str):
            try:
                asked[name] = _handler(text)
            except ValueError as exc:
                failures.append(FieldFailure((name,), "unreadable", str(exc)))
                del asked[name]
    try:
        made = command.of(asked, policy)
    except Invalid as invalid:
        raise Invalid(*failures, *invalid.failures) from None
    if failures:
        raise Invalid(*failures)
    return made


def _handler(text: str) -> dict[str, dict[str, str]]:
    """Read a handler as the command line writes it: a kind, then settings as name=value."""
    try:
        kind, *rest = shlex.split(text)
    except ValueError:
        example = "relay_topic topic=office"
        raise ValueError(
            f"Write a kind and its settings, with every quote closed, such as: {example}"
        ) from None
    settings: dict[str, str] = {}
    for pair in rest:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ValueError(f"Write the settings of {kind!a} as name=value, not {pair!a}.")
        if name in settings:
            raise ValueError(f"The setting {name!a} is written twice.")
        settings[name] = value
    return {kind: settings}


def policy() -> ValidationPolicy:
    """Return what this deployment decides about validation."""
    return session.settings().policy


def listing(wanted: dict[str, Any], limit: int) -> Asking[Listed]:
    """Ask for the newest *limit* numbers, a page at a time."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> Listed:
        asked = NumberFilter.of(wanted, policy()) if wanted else NO_FILTER
        found: list[PhoneNumber] = []
        cursor, more = None, True
        while more and len(found) < limit:
            size = min(MAX_PAGE_SIZE, limit - len(found))
            page = await numbers.page(caller, Window(first=size, after=cursor), asked)
            found += page.rows
            more = page.has_next
            cursor = page.order.cursor(page.rows[-1]) if page.rows else None
        return Listed(found, more)

    return ask


def finding(which: str) -> Asking[PhoneNumber]:
    """Ask for the number with an id, or for the number itself."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> PhoneNumber:
        row = await numbers.find(caller, _named(which))
        if row is None:
            raise NoSuchNumber
        return row

    return ask


def _named(which: str) -> UUID | str:
    try:
        return FindNumber.by(UUID(which), None)
    except ValueError:
        return FindNumber.by(None, which)


def importing(asked: dict[str, Any], *, dry_run: bool) -> Asking[CommandResult | ImportCheck]:
    """Ask to import a number, or what that would do."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> CommandResult | ImportCheck:
        if dry_run:
            return await numbers.check_import(caller, lambda: read(ImportNumber, asked, policy()))
        return await numbers.import_number(caller, read(ImportNumber, asked, policy()))

    return ask


def changing(which: str, patch: dict[str, Any]) -> Asking[CommandResult]:
    """Ask to change a number."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> CommandResult:
        row = await finding(which)(numbers, caller)
        command = read(UpdateNumber, {"id": row.id, **patch}, policy())
        return await numbers.update(caller, command)

    return ask


def releasing(which: str) -> Asking[PhoneNumber]:
    """Ask to release a number."""

    async def ask(numbers: PhoneNumbers, caller: Caller) -> PhoneNumber:
        row = await finding(which)(numbers, caller)
        command = ReleaseNumber.of({"id": row.id}, policy())
        try:
            return (await numbers.release(caller, command)).row
        except ReleaseProtected:
            raise StillProtected(row.number) from None

    return ask
