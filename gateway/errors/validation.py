"""Validation errors: fields, ids and page arguments that are not valid."""

from dataclasses import dataclass
from typing import Final

from gateway.errors.base import Failure

MOST_FAILURES: Final = 20  # of one input, in any response, report or terminal
_LONGEST_NAME: Final = 64  # characters
_LONGEST_MESSAGE: Final = 400


@dataclass(frozen=True, slots=True)
class FieldFailure:
    """A validation error of one field. The path holds the domain's field names and list indexes.

    Names and the message may hold what a caller sent, and are cut to a readable length. The
    suggestion is the value that is certainly meant, where there is one.
    """

    path: tuple[str | int, ...]
    code: str
    message: str
    suggestion: str | None = None

    def __post_init__(self) -> None:
        """Cut what is too long to be read."""
        path = tuple(part if isinstance(part, int) else part[:_LONGEST_NAME] for part in self.path)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "message", self.message[:_LONGEST_MESSAGE])


class Invalid(Failure):
    """Validation failed: the first failures at once, each with its field.

    Beyond `MOST_FAILURES` the last one says how many more there are.
    """

    code = "validation_failed"

    def __init__(self, *failures: FieldFailure) -> None:
        super().__init__()
        self.all_failures = failures  # for those that raise them again, together with others
        self.failures = _first(failures)
        count = len(failures)
        self.message = f"{count} {'field is' if count == 1 else 'fields are'} not valid."


def _first(failures: tuple[FieldFailure, ...]) -> tuple[FieldFailure, ...]:
    if len(failures) <= MOST_FAILURES:
        return failures
    text = f"{len(failures) - MOST_FAILURES:,} more fields are not valid."
    return (*failures[:MOST_FAILURES], FieldFailure((), "more_failures", text))


class InvalidId(Failure):
    """The text is not an id of the expected type."""

    code = "invalid_id"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class InvalidPage(Failure):
    """The page arguments are invalid: the size, the cursor, or both directions at once."""

    code = "invalid_page"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
