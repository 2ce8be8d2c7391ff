"""Flat record: the REST representation of a number, and its mapping to and from commands.

A flat record has a key for each setting of each handler kind, most of them null. The keys are the
aliases of the fields in `gateway.domain.handlers`, so the whole mapping is derived from there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, cast

from gateway.domain.enums import NumberType
from gateway.domain.handler import Handler, UnrecognizedHandler, read_kind
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.numbering_plan import Lookup
from gateway.domain.urls import mask_secrets
from gateway.errors import FieldFailure
from gateway.result_cache import ResultCache

# The 41 keys of the platform's published specification, frozen. The key of a newer setting is in
# the record only of a number that uses it.
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
_WITHOUT_SEPARATORS: Final = str.maketrans("", "", "- _")
_TOLLFREE: Final = "toll-free"  # in responses; requests may say "tollfree" as well


@dataclass(frozen=True)
class HandlerKeys:
    """The flat keys of a number's call handler, or of its message handler."""

    name: str  # of the column and the command's field, and of the key that holds the kind
    kinds: Mapping[str, type[Handler]]
    resource_key: str  # the key of the id of the platform's resource
    resource_column: str

    @cached_property
    def settings(self) -> dict[str, dict[str, str]]:
        """For each kind, its settings: the name in the domain by the flat key."""
        return {
            kind: {field.alias or name: name for name, field in model.model_fields.items()}
            for kind, model in self.kinds.items()
            if not issubclass(model, UnrecognizedHandler)
        }

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The value of each key without a handler: null, but a method keeps its default."""
        fields = [
            f for model in self.kinds.values() for f in model.model_fields.values() if f.alias
        ]
        return {str(f.alias): f.default if isinstance(f.default, StrEnum) else None for f in fields}

    @cached_property
    def published_defaults(self) -> dict[str, Any]:
        """The defaults of the published keys, which are in every record."""
        return {key: value for key, value in self.defaults.items() if key in PUBLISHED}

    def owners(self, key: str) -> list[str]:
        """Return the kinds that have this key."""
        return [kind for kind, keys in self.settings.items() if key in keys]

    @cached_property
    def _cache(self) -> ResultCache:
        """The flattened handlers, by the stored value and by whether secrets are revealed."""
        return ResultCache()

    def flatten(self, row: Any, *, reveals: bool) -> dict[str, Any]:
        """Return the keys and values of the handler of *row*; *reveals* shows its secrets."""
        cache_key = reveals, getattr(row, f"{self.name}_raw")
        values = self._cache.get(cache_key)
        if values is None:
            flat = self._flatten(getattr(row, self.name), reveals=reveals)
            values = self._cache.put(cache_key, flat)
        return {self.resource_key: getattr(row, self.resource_column), **values}

    def _flatten(self, handler: Any, *, reveals: bool) -> dict[str, Any]:
        if handler is not None and not reveals:
            handler = handler.masked()
        return {self.name: _kind(handler), **self.published_defaults, **self._own(handler)}

    def _own(self, handler: Any) -> dict[str, Any]:
        if handler is None or isinstance(handler, UnrecognizedHandler):
            return {}
        settings = self.settings[handler.kind]
        return {key: getattr(handler, name) for key, name in settings.items()}

    def read(
        self, body: Mapping[str, Any], stored: Any
    ) -> tuple[dict[str, Any], list[FieldFailure]]:
        """Return the handler in *body* as a field of a command, and the failures.

        Settings that the body leaves out are taken from the *stored* handler, if it is of the same
        kind. The dictionary is empty if the body does not change the handler: all that it says of
        the handler is in the record already, secrets masked or not.
        """
        current = {self.name: _kind(stored), **self.defaults, **self._own(stored)}
        given = {key: _unmasked(body[key], current[key]) for key in current if key in body}
        if self.name in given:
            given[self.name] = self._spelled(given[self.name])
        if all(_text(value) == _text(current[key]) for key, value in given.items()):
            return {}, []
        kind = _text(given.get(self.name, _kind(stored)))
        failures = self._misplaced(given, kind)
        if kind is None or kind not in self.settings:
            named = {self.name: _empty_handler(given[self.name])} if self.name in given else {}
            return named, failures
        names = self.settings[kind]
        own = {names[key]: value for key, value in given.items() if key in names}
        if not own and self.name not in given:
            return {}, failures
        unchanged = _settings(stored) if _kind(stored) == kind else {}
        settings = {name: value for name, value in (unchanged | own).items() if value is not None}
        return {self.name: {kind: settings}}, failures

    def _spelled(self, kind: object) -> object:
        """Return the kind as commands spell it: ``RELAY_TOPIC`` is ``relay_topic``."""
        if not isinstance(kind, str):
            return kind
        spelled = read_kind(kind)
        return spelled if spelled in self.settings else kind

    def _misplaced(self, given: Mapping[str, Any], kind: str | None) -> list[FieldFailure]:
        """Return a failure for each key of another kind than *kind*, unless it has its default.

        Records have the default of each key that their handler does not use: null or ``POST``.
        """
        own = {} if kind is None else self.settings.get(kind, {})
        if self.name in given and kind is not None and not own:
            return []  # an unknown kind, which is the only failure to report
        keys = [
            key
            for key, value in given.items()
            if key not in own
            and key != self.name
            and value is not None
            and _text(value) != self.defaults[key]
        ]
        where = "here" if self.name in given else "of the number"
        return [self._incompatible(key, f"{self.name} {where} is {kind or 'null'}") for key in keys]

    def _incompatible(self, key: str, actual: str) -> FieldFailure:
        owners = " or ".join(self.owners(key))
        text = f"{key} belongs to {self.name} {owners}, and {actual}."
        return FieldFailure((key,), "incompatible_parameters", text)

    def key_of(self, path: Sequence[str | int]) -> str:
        """Return the flat key for the *path* of a failure in a command's handler."""
        kind, name = (*path[1:3], "", "")[:2]
        keys = {name: key for key, name in self.settings.get(str(kind), {}).items()}
        return keys.get(str(name), self.name)


CALL_KEYS: Final = HandlerKeys(
    "call_handler", CALL_HANDLERS, "calling_handler_resource_id", "call_handler_resource_id"
)
MESSAGE_KEYS: Final = HandlerKeys(
    "message_handler", MESSAGE_HANDLERS, "messaging_handler_resource_id",
    "message_handler_resource_id",
)  # fmt: skip
HANDLER_KEYS: Final = {keys.name: keys for keys in (CALL_KEYS, MESSAGE_KEYS)}


def record(row: Any, *, reveals: bool) -> dict[str, Any]:
    """Return the flat record of a number. All 41 published keys are there, many of them null.

    *reveals* shows the secrets in URLs; without it they read ``****``.
    """
    return {
        "id": row.id_text,
        "number": row.number,
        "name": row.name,
        "country_code": row.country_code,
        "capabilities": row.capabilities,
        "number_type": wire_number_type(row.number_type),
        "e911_address_id": row.e911_address_id,
        "e911_status": row.e911_status,
        "created_at": _utc(row.created_at_text),
        "updated_at": _utc(row.updated_at_text),
        "next_billed_at": _utc(row.next_billed_at_text),
        "call_receive_mode": row.call_receive_mode,
        **CALL_KEYS.flatten(row, reveals=reveals),
        **MESSAGE_KEYS.flatten(row, reveals=reveals),
    }


def wire_number_type(type_: NumberType) -> str:
    """Return the type of a number as responses spell it: ``longcode`` or ``toll-free``."""
    return _TOLLFREE if type_ is NumberType.TOLLFREE else type_.value


def read_number_type(value: object) -> object:
    """Return the type of a number as commands spell it: ``Toll-Free`` is ``tollfree``."""
    return value.lower().translate(_WITHOUT_SEPARATORS) if isinstance(value, str) else value


def read_choices(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return *fields* with types, capabilities and receive modes as commands spell them.

    REST, CSV files and the terminal accept these in small and capital letters.
    """
    return {
        name: _READERS[name](value) if name in _READERS else value for name, value in fields.items()
    }


def is_same(key: str, value: object, other: object) -> bool:
    """Return whether two values of a record's *key* say the same, however they are spelled."""
    read = _READERS.get(key, _text)
    return bool(read(value) == read(other))


def _lower(value: object) -> object:
    if isinstance(value, list):
        return [_lower(item) for item in cast("list[object]", value)]
    return value.lower() if isinstance(value, str) else value


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number_type": read_number_type,
    "capabilities": _lower,
    "call_receive_mode": _lower,
}


def lookup_record(lookup: Lookup) -> dict[str, Any]:
    """Return the flat record of a look-up."""
    return {
        "e164": lookup.number,
        "country_code": lookup.country_code,
        "country_code_number": lookup.calling_code,
        "national_number": lookup.number.removeprefix(f"+{lookup.calling_code}"),
        "national_number_formatted": lookup.national_format,
        "international_number_formatted": lookup.international_format,
        "possible_number": lookup.possible,
        "valid_number": lookup.valid,
        "number_type": lookup.line_type,
        "location": lookup.location,
        "timezones": lookup.timezones,
    }


def read_handlers(
    body: Mapping[str, Any], row: Any | None = None
) -> tuple[dict[str, Any], list[FieldFailure]]:
    """Return both handlers as fields of a command, merged with those of *row*; and the failures."""
    read = [keys.read(body, getattr(row, keys.name, None)) for keys in HANDLER_KEYS.values()]
    fields = {name: value for field, _ in read for name, value in field.items()}
    return fields, [failure for _, failures in read for failure in failures]


def key_of(path: Sequence[str | int]) -> str:
    """Return the flat key for the path of a command's failure; "" for an empty path."""
    keys = HANDLER_KEYS.get(str(path[0])) if path else None
    return keys.key_of(path) if keys else str(path[0]) if path else ""


def _kind(handler: Any) -> Any:
    return getattr(handler, "wire_kind", handler.kind) if handler is not None else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _unmasked(value: object, current: object) -> object:
    """Return *current* for a URL that reads like it with its secrets masked, else *value*."""
    is_masked = isinstance(value, str) and isinstance(current, str) and value != current
    return current if is_masked and value == mask_secrets(str(current)) else value


def _settings(handler: Any) -> dict[str, Any]:
    return {k: v for k, v in handler.to_stored().items() if k != "kind"}


def _empty_handler(kind: object) -> object:
    """Return a handler without settings, so that the command reports an unknown kind."""
    return None if kind is None else {str(kind): {}}


def _utc(text: str | None) -> str | None:
    return text.replace("+00:00", "Z") if text else None
