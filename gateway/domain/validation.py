"""Validation errors: pydantic's errors as field failures, with this product's codes and texts."""

from collections.abc import Callable
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from gateway.domain.text import SUGGESTION, violation
from gateway.errors import FieldFailure

# Code and text for each of pydantic's own error types. Our validators bring their own.
_BUILT_IN: Final[dict[str, tuple[str, str]]] = {
    "missing": ("required", "This is required."),
    "extra_forbidden": ("unknown_field", "There is no such field."),
    "enum": ("unknown_value", "This must be one of {expected}."),
    "union_tag_invalid": ("unknown_kind", "There is no such handler kind. Kinds: {expected_tags}."),
    "union_tag_not_found": ("one_kind", "Name exactly one handler kind."),
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
        message = message.format_map(context)
    return FieldFailure(error["loc"], code, message, context.get(SUGGESTION))


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
