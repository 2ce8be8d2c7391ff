"""What a number can be set to, and which settings go together."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, ValidatorFunctionWrapHandler, WrapValidator

from gateway.domain import urls, validation
from gateway.domain.commands.base import Notice
from gateway.domain.enums import CallReceiveMode, Capability
from gateway.domain.handler import Handler, OneOf
from gateway.domain.handlers import CallHandler, MessageHandler
from gateway.domain.lists import AtMost
from gateway.domain.text import Tag, wrong

MOST_TAGS = 50


def _items(values: object) -> list[object]:
    return cast("list[object]", values) if isinstance(values, list) else []


def distinct(values: object, validate: ValidatorFunctionWrapHandler) -> Any:
    """Refuse a list that says one thing twice, and report what is wrong with its items too."""
    return validation.together(partial(_no_double, _items(values)), partial(validate, values))


def _no_double(items: Sequence[object]) -> None:
    if len({str(item) for item in items}) < len(items):
        raise wrong("duplicate", "The same value is listed twice.")


def _tags(values: object) -> object:
    """Read no tags for null."""
    return [] if values is None else values


def _capabilities(values: object) -> object:
    """Read everything for null, and refuse nothing."""
    if values == []:
        raise wrong("empty", "Name at least one capability, or leave them out.")
    return list(Capability) if values is None else values


Tags = Annotated[
    list[Tag], WrapValidator(distinct), BeforeValidator(_tags), AtMost(MOST_TAGS, "tags")
]
Capabilities = Annotated[
    list[Capability],
    WrapValidator(distinct),
    BeforeValidator(_capabilities),
    AtMost(len(Capability), "capabilities"),
]
CallHandlerChoice = Annotated[CallHandler, OneOf()]
MessageHandlerChoice = Annotated[MessageHandler, OneOf()]

# Which setting needs one of which capabilities. Setting a handler to null needs none.
_NEEDS = {
    "call_handler": ("A call handler", (Capability.VOICE, Capability.FAX)),
    "message_handler": ("A message handler", (Capability.SMS, Capability.MMS)),
    "call_receive_mode": ("Receiving fax", (Capability.FAX,)),
}


def demand(setting: str, value: object, enabled: Sequence[Capability] | None) -> None:
    """Refuse *setting* without one of the capabilities it needs, as far as they are known."""
    if enabled is None or value is None or value == CallReceiveMode.VOICE:
        return
    what, any_of = _NEEDS[setting]
    if not set(any_of) & set(enabled):
        needed = " or ".join(capability.name for capability in any_of)
        raise wrong("capability_missing", f"{what} needs the capability {needed}.")


def handler_notices(call: Handler | None, message: Handler | None) -> Iterator[Notice]:
    """Yield what the caller should know about the handlers that were chosen."""
    for name, handler in (("call_handler", call), ("message_handler", message)):
        if handler is None:
            continue
        if handler.deprecated:
            yield Notice((name, handler.kind), "deprecated_kind", handler.deprecated)
        for setting, url in handler.urls().items():
            if not urls.is_secure(url):
                text = "Calls to this URL are not encrypted. Use https."
                yield Notice((name, handler.kind, setting), "insecure_url", text)
