"""The flat record: one mapping between it and a number, drawn from the handler classes.

A flat record has a key for every setting of every handler kind, most of them null. Which keys
there are, what kind each belongs to and what it reads while it is not used come from the classes
in `gateway.domain.handlers`: their aliases are the keys.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from gateway.domain.e164 import Lookup
from gateway.domain.enums import NumberType
from gateway.domain.handler import Handler, UnrecognizedHandler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.errors import FieldFailure
from gateway.graphql_jit import Memory

# The 41 keys of the published record, frozen. A setting that has another key is shown only on a
# number that uses it, beside these.
PUBLISHED: Final = frozenset(
    {
        "id", "number", "name", "country_code", "capabilities", "number_type", "e911_address_id",
        "e911_status", "created_at", "updated_at", "next_billed_at", "call_receive_mode",
        "call_handler", "calling_handler_resource_id", "call_request_url", "call_request_method",
        "call_fallback_url", "call_fallback_method", "call_status_callback_url",
        "call_status_callback_method", "call_laml_application_id", "call_dialogflow_agent_id",
        "call_relay_topic", "call_relay_topic_status_callback_url", "call_relay_script_url",
        "call_relay_context", "call_relay_context_status_callback_url", "call_relay_application",
        "call_relay_connector_id", "call_sip_endpoint_id", "call_verto_resource",
        "call_video_room_id", "message_handler", "messaging_handler_resource_id",
        "message_request_url", "message_request_method", "message_fallback_url",
        "message_fallback_method", "message_laml_application_id", "message_relay_topic",
        "message_relay_context",
    }
)  # fmt: skip
_TOLLFREE: Final = "toll-free"  # as it is answered; it is asked for as "tollfree"


@dataclass(frozen=True)
class Side:
    """Calls, or messages: the keys of their handlers."""

    name: str  # of the setting, and of the key that holds the kind
    kinds: Mapping[str, type[Handler]]
    resource: str  # the key of the platform's resource
    column: str  # what rows call it

    @cached_property
    def keys(self) -> dict[str, dict[str, str]]:
        """The settings by kind: the name of each by its key."""
        return {
            kind: {field.alias or name: name for name, field in model.model_fields.items()}
            for kind, model in self.kinds.items()
            if not issubclass(model, UnrecognizedHandler)
        }

    @cached_property
    def unused(self) -> dict[str, Any]:
        """What the keys read of a handler that is not there: a method keeps its default."""
        fields = [
            f for model in self.kinds.values() for f in model.model_fields.values() if f.alias
        ]
        return {str(f.alias): f.default if isinstance(f.default, StrEnum) else None for f in fields}

    @cached_property
    def blank(self) -> dict[str, Any]:
        """The published keys of a number that uses none of them."""
        return {key: value for key, value in self.unused.items() if key in PUBLISHED}

    def owners(self, key: str) -> list[str]:
        """Return the kinds that have this key."""
        return [kind for kind, keys in self.keys.items() if key in keys]

    @cached_property
    def _memory(self) -> Memory:
        """The keys of handlers that were shown, by what is stored and who may see passwords."""
        return Memory()

    def shown(self, row: Any, *, reveals: bool) -> dict[str, Any]:
        """Return the keys of this side for the handler that *row* has."""
        by = reveals, getattr(row, f"{self.name}_raw")
        keys = self._memory.get(by)
        if keys is None:
            keys = self._memory.keep(by, self._keys(getattr(row, self.name), reveals=reveals))
        return {self.resource: getattr(row, self.column), **keys}

    def _keys(self, handler: Any, *, reveals: bool) -> dict[str, Any]:
        if handler is not None and not reveals:
            handler = handler.masked()
        return {self.name: _kind(handler), **self.blank, **self._used(handler)}

    def _used(self, handler: Any) -> dict[str, Any]:
        if handler is None or isinstance(handler, UnrecognizedHandler):
            return {}
        return {key: getattr(handler, name) for key, name in self.keys[handler.kind].items()}

    def asked(
        self, body: Mapping[str, Any], stored: Any
    ) -> tuple[dict[str, Any], list[FieldFailure]]:
        """Return what *body* says of this side as a command says it, and what is wrong with it.

        What it leaves out of a kind's settings stays as *stored*, where that is of the same kind.
        """
        given = {key: body[key] for key in self.unused if key in body}
        kind = _text(body.get(self.name, _kind(stored)))
        failures = self._strangers(given, kind, named=self.name in body)
        if kind is None or kind not in self.keys or failures:
            return ({self.name: _unread(body[self.name])} if self.name in body else {}), failures
        own = {
            self.keys[kind][key]: value for key, value in given.items() if key in self.keys[kind]
        }
        if not own and self.name not in body:
            return {}, []
        kept = _settings(stored) if _kind(stored) == kind else {}
        settings = {name: value for name, value in (kept | own).items() if value is not None}
        return {self.name: {kind: settings}}, []

    def _strangers(
        self, given: Mapping[str, Any], kind: str | None, *, named: bool
    ) -> list[FieldFailure]:
        """Return a failure for each value that belongs to another kind than *kind*."""
        own = {} if kind is None else self.keys.get(kind, {})
        if named and kind is not None and not own:
            return []  # the kind itself is wrong: that is told alone
        strangers = [key for key, value in given.items() if value is not None and key not in own]
        return [self._stranger(key, kind) for key in strangers]

    def _stranger(self, key: str, kind: object) -> FieldFailure:
        owners = " or ".join(self.owners(key))
        text = f"{key} belongs to {self.name} {owners}, and the number's is {kind or 'none'}."
        return FieldFailure((key,), "incompatible_parameters", text)

    def key_of(self, path: Sequence[str | int]) -> str:
        """Return the key that a command's path into this side is about."""
        kind, name = (*path[1:3], "", "")[:2]
        own = {name: key for key, name in self.keys.get(str(kind), {}).items()}
        return own.get(str(name), self.name)


CALLS: Final = Side(
    "call_handler", CALL_HANDLERS, "calling_handler_resource_id", "call_handler_resource_id"
)
MESSAGES: Final = Side(
    "message_handler", MESSAGE_HANDLERS, "messaging_handler_resource_id",
    "message_handler_resource_id",
)  # fmt: skip
SIDES: Final = {side.name: side for side in (CALLS, MESSAGES)}


def record(row: Any, *, reveals: bool) -> dict[str, Any]:
    """Return the flat record of a number; all of its 41 keys are there, whatever they hold."""
    return {
        "id": row.id_text,
        "number": row.number,
        "name": row.name,
        "country_code": row.country_code,
        "capabilities": row.capabilities,
        "number_type": spelled(row.number_type),
        "e911_address_id": row.e911_address_id,
        "e911_status": row.e911_status,
        "created_at": _moment(row.created_at_text),
        "updated_at": _moment(row.updated_at_text),
        "next_billed_at": _moment(row.next_billed_at_text),
        "call_receive_mode": row.call_receive_mode,
        **CALLS.shown(row, reveals=reveals),
        **MESSAGES.shown(row, reveals=reveals),
    }


def spelled(kind: NumberType) -> str:
    """Return a type of number as it is answered."""
    return _TOLLFREE if kind is NumberType.TOLLFREE else kind.value


def number_type(asked: object) -> object:
    """Return a type of number as commands say it, in whichever way it was spelled."""
    return NumberType.TOLLFREE.value if asked == _TOLLFREE else asked


def looked_up(found: Lookup) -> dict[str, Any]:
    """Return what is known of any number, under this API's keys."""
    return {
        "e164": found.number,
        "country_code": found.country_code,
        "country_code_number": found.calling_code,
        "national_number": found.number.removeprefix(f"+{found.calling_code}"),
        "national_number_formatted": found.national_format,
        "international_number_formatted": found.international_format,
        "possible_number": found.possible,
        "valid_number": found.valid,
        "number_type": found.detected_type,
        "location": found.location,
        "timezones": found.timezones,
    }


def handlers(
    body: Mapping[str, Any], row: Any | None = None
) -> tuple[dict[str, Any], list[FieldFailure]]:
    """Return both handlers as a command says them, merged with those of *row*; and failures."""
    read = [side.asked(body, getattr(row, side.name, None)) for side in SIDES.values()]
    settings = {name: value for found, _ in read for name, value in found.items()}
    return settings, [failure for _, failures in read for failure in failures]


def key(path: Sequence[str | int]) -> str:
    """Return the key of the record that a command's path is about."""
    side = SIDES.get(str(path[0])) if path else None
    return side.key_of(path) if side else str(path[0]) if path else ""


def _kind(handler: Any) -> Any:
    return getattr(handler, "wire_kind", handler.kind) if handler is not None else None


def _text(kind: object) -> str | None:
    return None if kind is None else str(kind)


def _settings(handler: Any) -> dict[str, Any]:
    return {k: v for k, v in handler.to_stored().items() if k != "kind"}


def _unread(kind: object) -> object:
    """Return a kind that is none of ours, for the command to say so."""
    return None if kind is None else {str(kind): {}}


def _moment(written: str | None) -> str | None:
    return written.replace("+00:00", "Z") if written else None
