"""The provider interface: what an adapter lists, and the mapping of webhooks as data.

`Adapter` is all that the services know of a provider. A mapping names our settings on the left and
the provider's fields on the right, and is checked against the handler class when its module is
imported, so that a misspelt setting never reaches an account.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, Protocol, cast

from gateway.domain import provider_settings
from gateway.domain.commands.connections import Credentials
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import ConnectionStatus, HttpMethod
from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.losses import Loss, LossCode
from gateway.domain.urls import is_masked
from gateway.domain.validation_policy import ValidationPolicy
from gateway.errors import FieldFailure, Invalid
from gateway.exhaustive import exhaustive

Record = Mapping[str, Any]
CALL: Final = "call_handler"
MESSAGE: Final = "message_handler"
_SIDES: Final[Mapping[str, Mapping[str, type[Handler]]]] = {
    CALL: CALL_HANDLERS,
    MESSAGE: MESSAGE_HANDLERS,
}
# What an import can do without. What the rules refuse of these is a loss, and the number comes.
_OPTIONAL: Final = frozenset({CALL, MESSAGE, "name", "tags", "call_receive_mode"})
_LONGEST_NUMBER: Final = 64
_LONGEST_ID: Final = 128
_PATH_PART: Final = re.compile(r"[A-Za-z0-9+_-]+")


class Problem(StrEnum):
    """Why a call to a provider failed. The values are codes for programs."""

    CREDENTIALS = "provider_credentials"
    SCOPE = "provider_scope"
    ACCOUNT = "provider_account_unknown"
    RATE_LIMITED = "provider_rate_limited"
    UNREACHABLE = "provider_unreachable"
    REFUSED = "provider_refused"
    UNREADABLE = "provider_unreadable"
    REPEATED = "provider_list_repeats"


_STATUSES: Final = {
    Problem.CREDENTIALS: ConnectionStatus.INVALID_CREDENTIALS,
    Problem.ACCOUNT: ConnectionStatus.INVALID_CREDENTIALS,
    Problem.SCOPE: ConnectionStatus.INSUFFICIENT_SCOPE,
    Problem.UNREACHABLE: ConnectionStatus.UNREACHABLE,
    Problem.RATE_LIMITED: ConnectionStatus.OTHER,
    Problem.REFUSED: ConnectionStatus.OTHER,
    Problem.UNREADABLE: ConnectionStatus.OTHER,
    Problem.REPEATED: ConnectionStatus.OTHER,
}
STATUSES: Final = exhaustive("Statuses of problems", _STATUSES, list(Problem))


class CallFailed(Exception):
    """A call to a provider failed, and the list ends before its end."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Found:
    """A number as an adapter read it: the input of an import, and what would not come along.

    ``fields`` names the provider's field for ours, such as ``call_handler.request_url``.
    """

    external_id: str
    asked: Mapping[str, Any]
    losses: Sequence[Loss] = ()
    is_supported: bool = True
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Listed:
    """A number whose settings the rules of an import accept, or one that cannot be imported."""

    external_id: str
    number: str
    settings: Mapping[str, Any]
    losses: Sequence[Loss]
    is_supported: bool

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the settings."""
        return provider_settings.fingerprint(self.settings)


class Adapter(Protocol):
    """One account at a provider."""

    async def verify(self) -> None:
        """Try the credentials by one call. Raises `CallFailed`."""
        ...

    def pages(self) -> AsyncIterator[list[Found]]:
        """Yield all numbers page by page to the end of the list. Raises `CallFailed`."""
        ...


Open = Callable[[Credentials], Adapter]


@dataclass(frozen=True, slots=True)
class Webhooks:
    """A handler of ours that is read from flat fields of a provider, in the same language.

    ``settings`` has the provider's field for each setting of the *kind*. Without a value in the
    field ``needs``, the number has no such handler.
    """

    side: str
    kind: str
    needs: str
    settings: Mapping[str, str]

    def __post_init__(self) -> None:
        """Raise `TypeError` for a setting that the kind does not have."""
        unknown = set(self.settings) - set(_SIDES[self.side][self.kind].model_fields)
        if unknown:
            raise TypeError(f"{self.kind} has no setting {', '.join(sorted(unknown))}.")

    def read(self, record: Record) -> dict[str, Any] | None:
        """Return the handler as the input of an import has it, or None."""
        if not text(record, self.needs):
            return None
        given = {name: text(record, theirs) for name, theirs in self.settings.items()}
        return {self.kind: {n: _spelt(n, v) for n, v in given.items() if v}}

    @property
    def fields(self) -> dict[str, str]:
        """The provider's field for each setting, by its path."""
        return {f"{self.side}.{name}": theirs for name, theirs in self.settings.items()}


def call(kind: str, needs: str, **settings: str) -> Webhooks:
    """Declare how a call handler is read."""
    return Webhooks(CALL, kind, needs, settings)


def message(kind: str, needs: str, **settings: str) -> Webhooks:
    """Declare how a message handler is read."""
    return Webhooks(MESSAGE, kind, needs, settings)


def text(record: Record, name: str) -> str | None:
    """Return a field that is text and not empty, or None."""
    value = record.get(name)
    return value if isinstance(value, str) and value else None


def mapping(record: Record, name: str) -> Record:
    """Return a field that is an object; an empty one for anything else."""
    value = record.get(name)
    return cast("Record", value) if isinstance(value, dict) else {}


def items(record: Record, name: str) -> list[str]:
    """Return the texts in a field that is a list; none for anything else."""
    value: Any = record.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]


def path_part(value: str) -> str:
    """Return an id that leads to no other path. Raises `CallFailed`."""
    if not _PATH_PART.fullmatch(value):
        raise CallFailed(Problem.UNREADABLE)
    return value


def required(record: Record, name: str) -> str:
    """Return a field that every record has. Raises `CallFailed` where one has not."""
    value = record.get(name)
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value):
        raise CallFailed(Problem.UNREADABLE)
    return str(value)


def records(value: Any) -> list[Record]:
    """Return a list of records as it was answered. Raises `CallFailed` for anything else."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):  # pyright: ignore[reportUnknownVariableType]
        return value  # pyright: ignore[reportUnknownVariableType]
    raise CallFailed(Problem.UNREADABLE)


def losses(record: Record, declared: Mapping[str, LossCode]) -> list[Loss]:
    """Return the losses of those *declared* fields that the record has a value for."""
    return [Loss.of(code, name) for name, code in declared.items() if record.get(name)]


async def distinct(pages: AsyncIterator[list[Found]]) -> AsyncIterator[list[Found]]:
    """Yield the pages without numbers that an earlier page had.

    Raises `CallFailed` for a page that only repeats: the list would have no end.
    """
    seen, was_empty = set[str](), False
    async for page in pages:
        new = [found for found in page if found.external_id not in seen]
        if not new and (page or was_empty):
            raise CallFailed(Problem.REPEATED)
        seen.update(found.external_id for found in new)
        was_empty = not page
        yield new


def checked(found: Found, policy: ValidationPolicy) -> Listed:
    """Apply the rules of an import: what they refuse of optional settings is a loss.

    A number that the rules refuse for anything else cannot be imported.
    """
    found = _without_masked(found)
    while True:
        try:
            command = ImportNumber.of(found.asked, policy)
        except Invalid as invalid:
            refused = {str(f.path[0]) for f in invalid.all_failures if f.path}
            if not refused <= _OPTIONAL:
                return _unsupported(found, invalid.all_failures)
            found = _without(found, invalid.all_failures)
        else:
            settings = provider_settings.of_import(command)
            return _listed(found, command.number, settings, is_supported=found.is_supported)


def _without(found: Found, failures: Sequence[FieldFailure]) -> Found:
    refused = {str(failure.path[0]) for failure in failures}
    kept = {name: value for name, value in found.asked.items() if name not in refused}
    return replace(found, asked=kept, losses=[*found.losses, *_of_rules(found, failures)])


def _of_rules(found: Found, failures: Sequence[FieldFailure]) -> list[Loss]:
    return [Loss.of_rule(f.code, _field(found, f.path), f.message) for f in failures]


def _field(found: Found, path: Sequence[str | int]) -> str:
    """Return the provider's field for the path of a failure: ``call_handler, kind, setting``."""
    side, setting = str(path[0]), str(path[2]) if len(path) > 2 else ""  # noqa: PLR2004
    named = found.fields.get(f"{side}.{setting}") or found.fields.get(side)
    return named or ".".join(map(str, path))


def _without_masked(found: Found) -> Found:
    """Leave behind a handler whose URL has a secret that the provider shows as ``****``."""
    masked = [side for side in _SIDES if _is_masked(found.asked.get(side))]
    if not masked:
        return found
    kept = {name: value for name, value in found.asked.items() if name not in masked}
    lost = [Loss.of(LossCode.PASSWORD_MASKED, found.fields.get(side, side)) for side in masked]
    return replace(found, asked=kept, losses=[*found.losses, *lost])


def _is_masked(handler: Mapping[str, Mapping[str, Any]] | None) -> bool:
    """Tell whether a URL of the handler has a secret that is shown as ``****``."""
    settings = [s for settings in (handler or {}).values() for s in settings.values()]
    return any(is_masked(setting) for setting in settings if isinstance(setting, str))


def _unsupported(found: Found, failures: Sequence[FieldFailure]) -> Listed:
    lost = replace(found, losses=[*found.losses, *_of_rules(found, failures)])
    return _listed(lost, str(found.asked["number"]), {}, is_supported=False)


def _listed(found: Found, number: str, settings: Record, *, is_supported: bool) -> Listed:
    number = number.replace("\0", "")[:_LONGEST_NUMBER]
    external_id = found.external_id.replace("\0", "")[:_LONGEST_ID]
    return Listed(external_id, number, settings, found.losses, is_supported)


def _spelt(name: str, value: str) -> str:
    """Return a setting as ours spell it: methods in capital letters."""
    is_method = name.endswith("method") and value.upper() in HttpMethod.__members__
    return value.upper() if is_method else value
