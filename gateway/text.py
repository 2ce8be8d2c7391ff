"""Text that people and programs type: the one place that knows which characters we keep."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, cast

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

# Controls, lone surrogates (no UTF-8), NUL (PostgreSQL refuses it), line separators, and the
# bidi overrides that make a name read differently from what is stored.
_REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SHOWN = 40


def wrong(code: str, message: str) -> PydanticCustomError:
    """Return what a validator raises: one of our codes, and a message for people."""
    return PydanticCustomError(cast("Any", code), cast("Any", message))


def excerpt(value: str) -> str:
    """Quote at most 40 characters of what was sent, so that no message carries a payload."""
    shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return f'"{shown}"'


def named(character: str) -> str:
    """Name a character for a person: its code point, and its Unicode name where it has one."""
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{code} ({name.lower()})" if name else code


def required(value: object) -> str:
    """Return *value* if it is text, without spaces and tabs around it, and not blank."""
    if not isinstance(value, str):
        raise wrong("wrong_type", "This must be text.")
    trimmed = value.strip(" \t")
    if not trimmed:
        raise wrong("blank", "This must not be blank.")
    return trimmed


def refuse(characters: re.Pattern[str], value: str) -> str:
    """Return *value* unless one of *characters* is in it; say which one and where."""
    if found := characters.search(value):
        raise wrong(
            "invalid_characters",
            f"The character {named(found[0])} at position {found.start() + 1} is not allowed.",
        )
    return value


def at_most(limit: int, value: str) -> str:
    """Return *value* if it has at most *limit* characters."""
    if len(value) > limit:
        raise wrong(
            "too_long",
            f"{len(value)} characters were given; at most {limit} are allowed.",
        )
    return value


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text of *most* characters at most; outer spaces are dropped or refused."""

    most: int = 255
    trim: bool = False

    def __call__(self, value: object) -> str:
        """Return the text, or say what is wrong with it."""
        trimmed = required(value)
        if trimmed != value and not self.trim:
            raise wrong("invalid_characters", "This must not begin or end with a space.")
        return refuse(_REFUSED, at_most(self.most, trimmed))


Name = Annotated[str, BeforeValidator(Line(trim=True))]
Text = Annotated[str, BeforeValidator(Line())]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text that consists of *allowed* only, *most* characters at most."""

    allowed: re.Pattern[str]
    most: int
    meaning: str

    def __call__(self, value: object) -> str:
        """Return the text, or say what the pattern wants."""
        if not isinstance(value, str) or not value:
            raise wrong("blank", "This must not be blank.")
        if not self.allowed.fullmatch(at_most(self.most, value)):
            raise wrong("invalid_characters", f"Only {self.meaning} are allowed.")
        return value


Tag = Annotated[
    str,
    BeforeValidator(
        Pattern(
            re.compile(r"[a-z0-9][a-z0-9._:-]*"),
            64,
            "small letters, digits and . _ : - after a letter or digit",
        )
    ),
]
Key = Annotated[
    str, BeforeValidator(Pattern(re.compile(r"[\x21-\x7e]+"), 255, "printable ASCII characters"))
]
