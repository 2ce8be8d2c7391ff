"""Mapping between a platform's flat records and the columns of a number.

Reading a record is lenient: the platform decides what it holds, and one value that this version
does not know must not hide the others. Writing says only what changes, and sends null only for what
is taken away.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from gateway.domain import flat_record
from gateway.domain.enums import CallReceiveMode, Capability, E911Status, NumberType
from gateway.domain.flat_record import HANDLER_KEYS, HandlerKeys
from gateway.domain.handler import Handler
from gateway.domain.text import parse_uuid
from gateway.domain.urls import is_masked, mask_secrets
from gateway.errors import FieldFailure

E = TypeVar("E", bound=StrEnum)

# What clients set and the platform keeps. Tags and release protection are not the platform's.
SETTINGS: Final = ("name", "call_receive_mode", *HANDLER_KEYS)
# A number as the platform has it when it was imported and nothing was set.
BLANK: Final[Mapping[str, Any]] = dict.fromkeys(SETTINGS) | {
    "call_receive_mode": CallReceiveMode.VOICE
}
E911: Final = ("e911_address_id", "e911_status")
_LONGEST_ID: Final = 64
_LONGEST_NAME: Final = 255
_LONGEST_TEXT: Final = 400


class Problem(NamedTuple):
    """What the platform said of a request: its code, its words, and the key that it named."""

    code: str
    message: str
    key: str = ""


def read(record: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a number for the platform's *record* of it.

    *known* are the columns as they are, or as they were asked for: a secret that the platform
    masks, and a setting that it keeps and does not show, are taken from there.
    """
    columns: dict[str, Any] = {
        "number_type": _number_type(record.get("number_type"), known.get("number_type")),
        "capabilities": _capabilities(record.get("capabilities"), known.get("capabilities")),
        "name": _text(record.get("name"), _LONGEST_NAME),
        "call_receive_mode": _member(CallReceiveMode, record.get("call_receive_mode"))
        or CallReceiveMode.VOICE,
        "e911_address_id": _uuid(record.get("e911_address_id")),
        "e911_status": _member(E911Status, record.get("e911_status")),
        "next_billed_at": moment(record.get("next_billed_at")),
    }
    for side in HANDLER_KEYS.values():
        columns[side.name] = _handler(side, record, known.get(side.name))
        columns[side.resource_column] = _uuid(record.get(side.resource_key))
    return columns


def can_keep_id(id_: object) -> bool:
    """Tell whether every database keeps this id: text without NUL, of 1 to 64 characters."""
    return isinstance(id_, str) and 0 < len(id_) <= _LONGEST_ID and "\0" not in id_


def holds(record: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Tell whether the platform's *record* has the settings that were *wanted*."""
    columns = read(record, wanted)
    return all(columns[name] == wanted[name] for name in SETTINGS if name in wanted)


def to_import(number: str, kind: NumberType, capabilities: Sequence[Capability]) -> dict[str, Any]:
    """Return the body that imports a number: the three published fields and no others."""
    return {"number": number, "number_type": kind.value, "capabilities": [*map(str, capabilities)]}


def to_update(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that takes a number from its columns *before* to those that are *wanted*."""
    body: dict[str, Any] = {}
    for name in SETTINGS:
        if name in wanted and wanted[name] != before.get(name):
            side = HANDLER_KEYS.get(name)
            body |= _changed(side, before.get(name), wanted[name]) if side else {name: wanted[name]}
    return {key: _plain(value) for key, value in body.items()}


def failures(problems: Sequence[Problem], wanted: Mapping[str, Any]) -> list[FieldFailure]:
    """Return the problems as failures of our fields; an empty list unless all of them name one."""
    found = [_failure(problem, wanted) for problem in problems]
    return [failure for failure in found if failure] if all(found) else []


def text_of(problems: Sequence[Problem], status: int) -> str:
    """Return what the platform said, for people: cut, and without secrets of URLs."""
    said = "; ".join(": ".join(filter(None, (p.code, p.message))) for p in problems)
    return _said(f"The platform refused: {said or status}")


def moment(value: object) -> datetime | None:
    """Read a moment as the platform writes it; None for what is none."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read.astimezone(UTC) if read and read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _failure(problem: Problem, wanted: Mapping[str, Any]) -> FieldFailure | None:
    path = _path(problem.key, wanted)
    text = _said(problem.message or problem.code)
    return FieldFailure(path, "upstream_refused", text) if path else None


def _path(key: str, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where a command has what the record's *key* holds; an empty path for no such key."""
    if key in {"number", "number_type", "capabilities", *SETTINGS}:
        return (key,)
    for side in HANDLER_KEYS.values():
        handler = wanted.get(side.name)
        names = side.settings.get(handler.kind, {}) if handler else {}
        if handler and key in names:
            return (side.name, handler.kind, names[key])
    return ()


def _changed(side: HandlerKeys, old: Any, new: Any) -> dict[str, Any]:
    """Return the keys that replace the handler *old* by *new*: nothing of the old one survives."""
    set_ = (
        {}
        if new is None
        else {k: getattr(new, name) for k, name in side.settings[new.kind].items()}
    )
    given = {key: value for key, value in set_.items() if value is not None}
    return dict.fromkeys(_cleared(side, old)) | {side.name: new.kind if new else None} | given


def _cleared(side: HandlerKeys, old: Any) -> Iterator[str]:
    """Yield the keys of *old* that read null when they are not used."""
    if old is not None and old.settable and old.kind in side.settings:
        yield from (key for key in side.settings[old.kind] if side.defaults[key] is None)


def _handler(side: HandlerKeys, record: Mapping[str, Any], known: Handler | None) -> Handler | None:
    kind = record.get(side.name)
    if kind is None:
        return None
    names = side.settings.get(str(kind))
    if names is None:
        return _unread(side, str(kind), record)
    same = known if known is not None and known.kind == kind else None
    settings = {n: _setting(record, key, getattr(same, n, None)) for key, n in names.items()}
    given = {name: value for name, value in settings.items() if value is not None}
    try:
        return side.kinds[str(kind)].from_stored(given)
    except ValidationError:
        return _unread(side, str(kind), record)


def _setting(record: Mapping[str, Any], key: str, known: Any) -> Any:
    """Return a setting; as it is *known* where the record lacks the key, or masks a secret."""
    value = record.get(key, known)
    masked = isinstance(value, str) and is_masked(value)
    return known if masked and known is not None else value


def _unread(side: HandlerKeys, kind: str, record: Mapping[str, Any]) -> Handler:
    prefix = f"{side.name.partition('_')[0]}_"
    others = {side.name, side.resource_key, "call_receive_mode"}
    own = {key: value for key, value in record.items() if key.startswith(prefix)}
    used = [key for key in sorted(own.keys() - others) if not _is_unused(side, key, record)]
    settings = [{"name": _kept(key), "value": _kept(record[key])} for key in used]
    return side.kinds["unrecognized"].from_stored({"wire_kind": _kept(kind), "settings": settings})


def _is_unused(side: HandlerKeys, key: str, record: Mapping[str, Any]) -> bool:
    return record[key] is None or record[key] == side.defaults.get(key)


def _number_type(value: object, known: Any) -> NumberType:
    read = _member(NumberType, flat_record.read_number_type(value))
    return read or known or NumberType.LONGCODE


def _capabilities(value: object, known: Any) -> list[Capability]:
    if not isinstance(value, Collection):
        return list(known or ())
    return [capability for capability in Capability if capability in value]


def _member(members: type[E], value: object) -> E | None:
    return next((member for member in members if member.value == value), None)


def _uuid(value: object) -> Any:
    return parse_uuid(value) if isinstance(value, str) else None


def _text(value: object, most: int | None) -> str | None:
    """Return text that every database keeps: without NUL, and not longer than *most*."""
    return None if value is None else str(value).replace("\0", "")[:most]


def _kept(value: object) -> str:
    return _text(value, None) or ""


def _said(text: str) -> str:
    """Return words of the platform for clients: they may quote a URL that it was sent."""
    return mask_secrets(text).replace("\0", "")[:_LONGEST_TEXT]


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value if value is None or isinstance(value, str) else str(value)
