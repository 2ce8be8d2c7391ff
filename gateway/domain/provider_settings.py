"""Settings of a number at a provider, in the words of an import, as they are stored and compared.

A key that is there with null says that the provider has nothing set; a key that is missing, that
the provider cannot say it, or says it in a language that is not ours. Only keys that are there are
compared with a number of the project.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import orjson

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS

_KINDS: Final[Mapping[str, Mapping[str, type[Handler]]]] = {
    "call_handler": CALL_HANDLERS,
    "message_handler": MESSAGE_HANDLERS,
}
# The columns of a number that may be compared, in the order in which they are shown.
COMPARED: Final = (
    "number_type", "capabilities", "name", "tags", "call_receive_mode", "call_handler",
    "message_handler",
)  # fmt: skip

Settings = Mapping[str, Any]


def of_import(command: ImportNumber) -> dict[str, Any]:
    """Return the settings that the command names, with handlers in their stored form."""
    return command.model_dump(mode="json", exclude_unset=True)


def to_import(settings: Settings, *, handlers: bool = True) -> dict[str, Any]:
    """Return the input of an import with these settings, with or without the handlers."""
    asked = {k: v for k, v in settings.items() if handlers or k not in _KINDS}
    return {name: _as_input(name, value) for name, value in asked.items()}


def columns(settings: Settings) -> dict[str, Any]:
    """Return the settings as columns of a number, without the number itself."""
    given = {name: settings[name] for name in COMPARED if name in settings}
    return {name: _as_column(name, value) for name, value in given.items()}


def fingerprint(settings: Settings) -> str:
    """Return the SHA-256 of the settings: equal settings have equal ones."""
    return sha256(orjson.dumps(settings, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _as_input(name: str, value: Any) -> Any:
    if name not in _KINDS or value is None:
        return value
    return {value["kind"]: {k: v for k, v in value.items() if k != "kind"}}


def _as_column(name: str, value: Any) -> Any:
    if name not in _KINDS or value is None:
        return value
    kind = _KINDS[name][value["kind"]]
    return kind.from_stored({k: v for k, v in value.items() if k != "kind"})
