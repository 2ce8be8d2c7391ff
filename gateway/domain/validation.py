"""Validation errors: pydantic's errors as field failures, with this product's codes and texts."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.text import SUGGESTION, violation
from gateway.errors import FieldFailure

_LONGEST_NAME: Final = 64  # characters of a name that is compared with others
_QUOTED: Final = re.compile(r"'(\w+)'")
_HANDLER_DEPTH: Final = 2
_KINDS: Final[Mapping[str, Mapping[str, type[Handler]]]] = {
    "call_handler": CALL_HANDLERS,
    "message_handler": MESSAGE_HANDLERS,
}
# Code and text for each of pydantic's own error types. Our validators bring their own.
_BUILT_IN: Final[dict[str, tuple[str, str]]] = {
    "missing": ("required", "This is required."),
    "extra_forbidden": ("unknown_field", "There is no such field.{hint}"),
    "enum": ("unknown_value", "This must be one of {expected}."),
    "union_tag_invalid": (
        "unknown_kind",
        "There is no such {noun}.{hint} Known: {expected_tags}.",
    ),
    "union_tag_not_found": ("one_kind", "Name exactly one {noun}."),
    "bool_type": ("wrong_type", "This must be true or false."),
    "int_type": ("wrong_type", "This must be a whole number."),
    "list_type": ("wrong_type", "This must be a list."),
    "model_type": ("wrong_type", "This must be an object with settings."),
    "greater_than_equal": ("too_small", "This must be at least {ge}."),
    "less_than_equal": ("too_large", "This must be at most {le}."),
    "uuid_type": ("wrong_type", "A UUID is text."),
    "uuid_parsing": ("not_a_uuid", "This is not a UUID."),
    "string_unicode": ("invalid_characters", "A lone surrogate is not a character."),
}


def field_failures(error: ValidationError) -> list[FieldFailure]:
    """Return all failures, in the order of the fields."""
    return [_failure(e) for e in error.errors(include_url=False, include_input=False)]


def _failure(error: ErrorDetails) -> FieldFailure:
    code, message = _BUILT_IN.get(error["type"], (error["type"], error["msg"]))
    context = error.get("ctx", {})
    if error["type"] in _BUILT_IN:
        message = message.format_map({**context, "hint": _hint(error), "noun": _noun(error["loc"])})
    return FieldFailure(error["loc"], code, message, context.get(SUGGESTION))


def _noun(place: tuple[int | str, ...]) -> str:
    """Return what is chosen at a path: the kind of a handler, or the provider of credentials."""
    return "handler kind" if place and place[-1] in _KINDS else "provider"


def _hint(error: ErrorDetails) -> str:
    """Return the spelling that was probably meant, of a kind of handler or of its setting."""
    context, place = error.get("ctx", {}), error["loc"]
    if "expected_tags" in context:
        written, known = str(context["tag"]), _QUOTED.findall(context["expected_tags"])
    else:
        written, known = str(place[-1]) if place else "", _settings(place[:-1])
    matches = get_close_matches(written[:_LONGEST_NAME], known, n=1)
    return f" Did you mean {matches[0]}?" if matches else ""


def _settings(place: tuple[int | str, ...]) -> list[str]:
    """Return the settings of the handler at a path, which names its field and its kind."""
    field, kind = place if len(place) == _HANDLER_DEPTH else ("", "")
    model = _KINDS.get(str(field), {}).get(str(kind))
    return list(model.model_fields) if model else []


def check_and_validate(check: Callable[[], None], validate: Callable[[], Any]) -> Any:
    """Return the result of *validate*; if it or *check* fails, report the errors of both."""
    failures: list[InitErrorDetails] = []
    validated = None
    try:
        check()
    except PydanticCustomError as exc:
        failures.append({"type": exc, "loc": (), "input": None})
    try:
        validated = validate()
    except ValidationError as exc:
        failures += [_reported(e) for e in exc.errors(include_url=False, include_input=False)]
    if failures:
        raise ValidationError.from_exception_data("check_and_validate", failures)
    return validated


def _reported(error: ErrorDetails) -> InitErrorDetails:
    """Convert an error that pydantic reported to one that it can be given to report."""
    type_: Any = error["type"]
    details: InitErrorDetails = {
        "type": type_,
        "loc": error["loc"],
        "input": None,
        "ctx": error.get("ctx", {}),
    }
    if type_ not in _BUILT_IN:
        details["type"] = violation(type_, error["msg"], details["ctx"].get(SUGGESTION))
    return details
