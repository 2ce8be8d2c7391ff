"""Handler catalogue: every kind of handler with its settings, read from the handler classes.

Terminal, forms and documentation are built from it, so that a new kind or setting appears there by
itself. A setting whose type has no name here fails when this module is imported. The kinds that
stand for handlers this version does not know are no choices, and are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from inspect import getdoc
from typing import Any, Final, get_args, get_type_hints

from pydantic.fields import FieldInfo

from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.text import Text, Uuid, UuidText
from gateway.domain.urls import Url

_NULL: Final = type(None)
# How labels spell words that are not written in small letters.
_WORDS: Final = {
    "ai": "AI", "id": "ID", "laml": "LaML", "sip": "SIP", "url": "URL", "verto": "Verto",
}  # fmt: skip


class Channel(StrEnum):
    """What a handler answers."""

    CALL = "call"
    MESSAGE = "message"


class SettingType(StrEnum):
    """The type of a setting, as a form needs to know it."""

    TEXT = "text"
    URL = "url"
    UUID = "uuid"
    CHOICE = "choice"
    OTHER = "other"


_TYPES: Final[Mapping[Any, SettingType]] = {
    Text: SettingType.TEXT,
    Url: SettingType.URL,
    Uuid: SettingType.UUID,
    UuidText: SettingType.UUID,
}


@dataclass(frozen=True, slots=True)
class HandlerSetting:
    """A setting of a kind. Only a choice has *choices*; *default* is None where there is none."""

    name: str
    label: str
    description: str
    type: SettingType
    choices: tuple[str, ...]
    required: bool
    default: str | None


@dataclass(frozen=True, slots=True)
class HandlerKind:
    """A kind of handler. One that is not *settable* is assigned by the platform only.

    *deprecated* is None, or the reason with the kind to use instead.
    """

    channel: Channel
    kind: str
    label: str
    description: str
    settable: bool
    deprecated: str | None
    settings: tuple[HandlerSetting, ...]


def _kinds(channel: Channel, models: Mapping[str, type[Handler]]) -> Iterator[HandlerKind]:
    for kind, model in models.items():
        if not issubclass(model, UnrecognizedHandler):
            yield HandlerKind(
                channel=channel,
                kind=kind,
                label=_label(kind),
                description=getdoc(model) or "",
                settable=model.settable,
                deprecated=model.deprecated,
                settings=tuple(_settings(model)),
            )


def _settings(model: type[Handler]) -> Iterator[HandlerSetting]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        yield _setting(name, field, _without_null(hints[name]))


def _setting(name: str, field: FieldInfo, hint: Any) -> HandlerSetting:
    choices, is_required = _choices(hint), field.is_required()
    return HandlerSetting(
        name=name,
        label=_label(name),
        description=field.description or "",
        type=SettingType.CHOICE if choices else _TYPES[hint],
        choices=choices,
        required=is_required,
        default=None if is_required else field.default,
    )


def _choices(hint: Any) -> tuple[str, ...]:
    if not isinstance(hint, type) or not issubclass(hint, StrEnum):
        return ()
    return tuple(choice.value for choice in hint)


def _without_null(hint: Any) -> Any:
    """Return the type of a setting that may be null; any other as it is."""
    arguments = get_args(hint)
    [type_] = [a for a in arguments if a is not _NULL] if _NULL in arguments else [hint]
    return type_


def _label(name: str) -> str:
    words = " ".join(_WORDS.get(word, word) for word in name.split("_"))
    return words[0].upper() + words[1:]


# All kinds: those of calls first, in the order of their classes.
CATALOGUE: Final = (
    *_kinds(Channel.CALL, CALL_HANDLERS),
    *_kinds(Channel.MESSAGE, MESSAGE_HANDLERS),
)
