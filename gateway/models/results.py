"""Results: what the services return for a command."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from gateway.domain.commands import IfExists, ImportNumber, Notice
from gateway.domain.e164 import NumberMetadata, metadata_of
from gateway.errors import FieldFailure
from gateway.models import PhoneNumber


class FieldChange(NamedTuple):
    """A field of a number that got another value. Passwords in URLs are masked in both values."""

    field: str
    before: Any
    after: Any


class CommandResult(NamedTuple):
    """The number after a command, with the warnings, the changed fields and the event's position.

    ``replayed``: the command had run before with the same idempotency key, and was not repeated.
    """

    row: PhoneNumber
    notices: Sequence[Notice] = ()
    changes: Sequence[FieldChange] = ()
    event_position: int | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """The result of a dry run of an import: its failures, or the command and the existing row."""

    failures: Sequence[FieldFailure] = ()
    notices: Sequence[Notice] = ()
    command: ImportNumber | None = None
    existing: PhoneNumber | None = None

    @property
    def would_succeed(self) -> bool:
        """Whether the import would return a number."""
        if self.command is None:
            return False
        return self.existing is None or self.command.if_exists is IfExists.RETURN_EXISTING

    @property
    def metadata(self) -> NumberMetadata | None:
        """What libphonenumber knows about the number; None if the input is not valid."""
        return metadata_of(self.command.number) if self.command else None
