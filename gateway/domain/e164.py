"""E.164: validation of phone numbers, with a suggestion where the number meant is certain."""

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, ValidationInfo

from gateway.domain import number_suggestions, numbering_plan
from gateway.domain.number_suggestions import SYNTAX
from gateway.domain.text import describe_character, excerpt, trim, violation
from gateway.domain.validation_policy import policy_of

MIN_LENGTH, MAX_LENGTH = 5, numbering_plan.MAX_LENGTH  # characters of the input, with the plus
MAX_DIGITS: Final = 15  # ITU-T E.164

_INVALID_CHARACTER: Final = re.compile(r"[^+0-9]|(?<!^)\+")


def parse(value: object, info: ValidationInfo) -> str:
    """Return *value* as a canonical, possible E.164 number; raise a validation error otherwise."""
    number = _check_syntax(*_check_length(value))
    _check_possible(number)
    if policy_of(info).assigned_only and not numbering_plan.metadata_of(number).valid:
        message = "This number is not in a range that its country has assigned."
        other = other_number(number)
        raise violation("unassigned_range", message + hint(other), other)
    return number


E164 = Annotated[str, BeforeValidator(parse)]


def other_number(number: str) -> str | None:
    """Return the number that is certainly meant by *number*, if it is another one."""
    suggested = number_suggestions.international(number)
    return suggested if suggested != number else None


def hint(suggested: str | None) -> str:
    """Return the sentence that suggests a number; without one, an empty text."""
    return f" Did you mean {suggested}?" if suggested else ""


def _check_length(value: object) -> tuple[str, int]:
    """Return the trimmed text and how many characters were trimmed before it."""
    text, offset = trim(value)
    if not text:
        raise violation("required", "A number is required, such as +14155550123.")
    for failed, code, bound in (
        (len(text) < MIN_LENGTH, "too_short", f"at least {MIN_LENGTH}"),
        (len(text) > MAX_LENGTH, "too_long", f"at most {MAX_LENGTH}"),
    ):
        if failed:
            message = f"A number has {bound} characters, the plus counted; this has {len(text)}."
            raise violation(code, message)
    return text, offset


def _check_syntax(value: str, offset: int) -> str:
    """Return *value* if it is a plus and 2 to 15 digits, the first of them not zero."""
    if SYNTAX.fullmatch(value):
        return value
    code, message = _syntax_failure(value, offset)
    suggested = number_suggestions.suggest(value)
    raise violation(code, message + hint(suggested), suggested)


def _syntax_failure(value: str, offset: int) -> tuple[str, str]:
    if number_suggestions.is_shortened(value):
        message = "A spreadsheet has shortened this number, and its last digits are lost."
        return "not_e164", f"{message} Export it again from a column that is formatted as text."
    if found := _INVALID_CHARACTER.search(value):
        where = f"{describe_character(found[0])} at position {offset + found.start() + 1}"
        return "invalid_characters", f"Only digits may follow the leading plus, not {where}."
    if not value.startswith("+"):
        return "not_e164", "A number starts with a plus and its calling code."
    if value.startswith("+0"):
        return "not_e164", "No calling code starts with zero."
    message = f"{len(value) - 1} digits were given; E.164 numbers have at most {MAX_DIGITS}."
    return "not_e164", message


def _check_possible(number: str) -> None:
    if reason := numbering_plan.impossible_reason(number):
        other = other_number(number)
        raise violation("impossible_number", reason + hint(other), other)
    if (canonical := numbering_plan.canonical(number)) != number:
        message = f"{excerpt(number)} is another spelling of {canonical}."
        other = other_number(number)
        raise violation("not_canonical", message + hint(other), other)


def parse_syntax(value: object) -> str:
    """Return *value* if it has the syntax of E.164 and a known calling code, possible or not."""
    number = _check_syntax(*_check_length(value))
    if not numbering_plan.has_calling_code(number):
        raise violation("impossible_number", numbering_plan.impossible_reason(number) or "")
    return number


E164Syntax = Annotated[str, BeforeValidator(parse_syntax)]
