"""Field types that import and update share, and the rules between fields of a number."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, ValidatorFunctionWrapHandler, WrapValidator

from gateway.domain import urls, validation
from gateway.domain.commands.base import Notice
from gateway.domain.enums import CallReceiveMode, Capability
from gateway.domain.handler import Handler, OneOf
from gateway.domain.handlers import CallHandler, MessageHandler
from gateway.domain.lists import MaxItems
from gateway.domain.text import Tag, violation

MAX_TAGS = 50


def _items(values: object) -> list[object]:
    return cast("list[object]", values) if isinstance(values, list) else []


def distinct(values: object, validate: ValidatorFunctionWrapHandler) -> Any:
    """Refuse duplicates in a list, and report the failures of its items at the same time."""
    check = partial(_check_distinct, _items(values))
    return validation.check_and_validate(check, partial(validate, values))


def _check_distinct(items: Sequence[object]) -> None:
    if len({str(item) for item in items}) < len(items):
        raise violation("duplicate", "The same value is listed twice.")


def _check_not_empty(values: object) -> object:
    """Refuse an empty list, which could mean all or none."""
    if values == []:
        raise violation("empty", "Name at least one, or leave it out.")
    return values


def _tags(values: object) -> object:
    """Read null as no tags."""
    return [] if values is None else values


def _capabilities(values: object) -> object:
    """Read null as all capabilities, and refuse an empty list."""
    if values == []:
        raise violation("empty", "Name at least one capability, or leave them out.")
    return list(Capability) if values is None else values


NOT_EMPTY = BeforeValidator(_check_not_empty)
Tags = Annotated[
    list[Tag], WrapValidator(distinct), BeforeValidator(_tags), MaxItems(MAX_TAGS, "tags")
]
Capabilities = Annotated[
    list[Capability],
    WrapValidator(distinct),
    BeforeValidator(_capabilities),
    MaxItems(len(Capability), "capabilities"),
]
CallHandlerOneOf = Annotated[CallHandler, OneOf()]
MessageHandlerOneOf = Annotated[MessageHandler, OneOf()]

# For each field: its name in messages, and the capabilities of which it needs one.
_REQUIRED_CAPABILITIES = {
    "call_handler": ("A call handler", (Capability.VOICE, Capability.FAX)),
    "message_handler": ("A message handler", (Capability.SMS, Capability.MMS)),
    "call_receive_mode": ("Receiving fax", (Capability.FAX,)),
}


def require_capability(field: str, value: object, enabled: Sequence[Capability] | None) -> None:
    """Raise a violation if *field* needs a capability that is not *enabled*.

    A null handler and the receive mode VOICE need none. Without valid capabilities (None) nothing
    is checked: they have a failure of their own.
    """
    if enabled is None or value is None or value == CallReceiveMode.VOICE:
        return
    what, any_of = _REQUIRED_CAPABILITIES[field]
    if not set(any_of) & set(enabled):
        needed = " or ".join(capability.name for capability in any_of)
        raise violation("capability_missing", f"{what} needs the capability {needed}.")


def handler_notices(call: Handler | None, message: Handler | None) -> Iterator[Notice]:
    """Yield warnings about deprecated kinds and about URLs without TLS."""
    for name, handler in (("call_handler", call), ("message_handler", message)):
        if handler is None:
            continue
        if handler.deprecated:
            yield Notice((name, handler.kind), "deprecated_kind", handler.deprecated)
        for setting, url in handler.urls().items():
            if not urls.is_secure(url):
                text = "Calls to this URL are not encrypted. Use https."
                yield Notice((name, handler.kind, setting), "insecure_url", text)
            if urls.has_invalid_escape(url):
                text = "A % in this URL is followed by no two hexadecimal digits. Write it as %25."
                yield Notice((name, handler.kind, setting), "invalid_escape", text)
