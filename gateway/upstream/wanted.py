"""Settings that a change asks for, as JSON in its row: handlers in their stored form."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from gateway.domain.enums import CallReceiveMode, Capability, NumberType
from gateway.domain.flat_record import HANDLER_KEYS
from gateway.domain.handler import Handler
from gateway.domain.platform_record import BLANK


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* as JSON."""
    return {name: _stored(value) for name, value in values.items()}


def restored(json: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that `stored` was given."""
    return {name: _READ[name](value) if name in _READ else value for name, value in json.items()}


def needs_put(values: Mapping[str, Any]) -> bool:
    """Tell whether an import with these values sets anything that its POST does not."""
    return any(values.get(name, blank) != blank for name, blank in BLANK.items())


def _stored(value: Any) -> Any:
    return value.to_stored() if isinstance(value, Handler) else value


def _handler(side: str) -> Callable[[Any], Handler | None]:
    def read(json: dict[str, Any] | None) -> Handler | None:
        settings = dict(json or {})
        kind = settings.pop("kind", None)
        return HANDLER_KEYS[side].kinds[kind].from_stored(settings) if kind else None

    return read


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "number_type": NumberType,
    "capabilities": lambda values: [Capability(value) for value in values],
    "call_receive_mode": CallReceiveMode,
    **{side: _handler(side) for side in HANDLER_KEYS},
}
