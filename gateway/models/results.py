"""What comes of a command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.domain.commands import IfExists, ImportNumber, Notice
from gateway.domain.e164 import Facts, facts
from gateway.errors import FieldFailure
from gateway.models import PhoneNumber


class Change(NamedTuple):
    """A setting that has another value now. Passwords in URLs are masked in both."""

    field: str
    before: Any
    after: Any


class Outcome(NamedTuple):
    """A number after what was asked, and what to know about it."""

    row: PhoneNumber
    notices: Sequence[Notice] = ()
    changes: Sequence[Change] = ()
    position: int | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What an import would do: why it cannot be, or what it would find."""

    failures: Sequence[FieldFailure] = ()
    notices: Sequence[Notice] = ()
    command: ImportNumber | None = None
    existing: PhoneNumber | None = None

    @property
    def would_succeed(self) -> bool:
        """Whether the import would answer with the number."""
        if self.command is None:
            return False
        return self.existing is None or self.command.if_exists is IfExists.RETURN_EXISTING

    @property
    def facts(self) -> Facts | None:
        """What libphonenumber knows of the number, if it is one."""
        return facts(self.command.number) if self.command else None
