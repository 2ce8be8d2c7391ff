"""What pydantic finds wrong, in this product's codes and words."""

from collections.abc import Callable
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from gateway.domain.text import wrong
from gateway.errors import FieldFailure

# Our own validators speak for themselves; these are the checks that pydantic brings.
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
    """Return every failure, in the order of the fields."""
    return [_failure(e) for e in error.errors(include_url=False, include_input=False)]


def _failure(error: ErrorDetails) -> FieldFailure:
    code, message = _BUILT_IN.get(error["type"], (error["type"], error["msg"]))
    if error["type"] in _BUILT_IN:
        message = message.format_map(error.get("ctx", {}))
    return FieldFailure(error["loc"], code, message)


def together(check: Callable[[], None], validate: Callable[[], Any]) -> Any:
    """Return what *validate* returns; where it and *check* both fail, report both."""
    failures: list[InitErrorDetails] = []
    validated = None
    try:
        check()
    except PydanticCustomError as exc:
        failures.append({"type": exc, "loc": (), "input": None})
    try:
        validated = validate()
    except ValidationError as exc:
        failures += [_again(e) for e in exc.errors(include_url=False, include_input=False)]
    if failures:
        raise ValidationError.from_exception_data("together", failures)
    return validated


def _again(error: ErrorDetails) -> InitErrorDetails:
    """Return what pydantic reported in the form in which it takes reports."""
    kind: Any = error["type"]
    again: InitErrorDetails = {
        "type": kind,
        "loc": error["loc"],
        "input": None,
        "ctx": error.get("ctx", {}),
    }
    if kind not in _BUILT_IN:
        again["type"] = wrong(kind, error["msg"])
    return again
