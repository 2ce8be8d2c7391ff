"""Failures of one number: not found, taken, changed in between, protected from release."""

from typing import Any
from uuid import UUID

from gateway.errors.base import Failure, Rejected


class NumberTaken(Failure):
    """The project has this number already; *differs* names the fields with other values."""

    code = "number_taken"
    message = "The project has this number already."

    def __init__(self, existing: Any, differs: list[str]) -> None:
        super().__init__()
        self.existing = existing
        self.differs = differs


class NumberNotFound(Failure):
    """The project has no number with this id, or it was released."""

    code = "number_not_found"
    message = "The project has no number with this id."

    def __init__(self, number_id: UUID) -> None:
        super().__init__()
        self.number_id = number_id


class VersionConflict(Failure):
    """The number's version is not the expected one: it was changed in between."""

    code = "version_conflict"

    def __init__(self, expected: int, current: Any) -> None:
        super().__init__()
        self.current = current
        self.message = f"The number is at version {current.version}, not at {expected}."


class ReleaseProtected(Rejected):
    """The number is protected from release."""

    code = "release_protected"
    message = "The number is protected from release."
