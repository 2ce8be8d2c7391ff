"""Text that people and programs type: the one place that knows which characters we keep."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

# Controls, lone surrogates (no UTF-8), NUL (PostgreSQL refuses it), line separators, and the
# bidi overrides that make a name read differently from what is stored.
_REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_SHOWN = 40
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Unicode leaves the controls without a name, and format characters show nothing.
_CONTROLS: Final = {"\0": "null", "\t": "tab", "\n": "line feed", "\r": "carriage return"}
_FORMAT: Final = "Cf"


def wrong(code: str, message: str) -> PydanticCustomError:
    """Return what a validator raises: one of our codes, and a message for people."""
    return PydanticCustomError(cast("Any", code), cast("Any", message))


def excerpt(value: str) -> str:
    """Quote at most 40 characters of what was sent, so that no message carries a payload."""
    shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return f'"{shown}"'


def named(character: str) -> str:
    """Name a character for a person: its code point, its name, and whether it can be seen."""
    code = f"U+{ord(character):04X}"
    name = _CONTROLS.get(character) or unicodedata.name(character, "").lower()
    unseen = "invisible" if unicodedata.category(character) == _FORMAT else ""
    known = ", ".join(filter(None, (name, unseen)))
    return f"{code} ({known})" if known else code


def trimmed(value: object) -> tuple[str, int]:
    """Return text without the spaces and tabs around it, and how many characters led it."""
    if not isinstance(value, str):
        raise wrong("wrong_type", "This must be text.")
    return value.strip(" \t"), len(value) - len(value.lstrip(" \t"))


def refuse(characters: re.Pattern[str], value: str, skipped: int = 0) -> str:
    """Return *value* unless one of *characters* is in it; say which one and where.

    *skipped* is how many characters stood before *value* in what was sent.
    """
    if found := characters.search(value):
        raise wrong("invalid_characters", _not_allowed(found[0], skipped + found.start() + 1))
    return value


def _not_allowed(character: str, position: int) -> str:
    return f"The character {named(character)} at position {position} is not allowed."


def _is_blank(value: str) -> bool:
    """Tell whether nothing in *value* can be seen."""
    return all(c.isspace() or unicodedata.category(c) == _FORMAT for c in value)


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
        text, skipped = trimmed(value)
        refuse(_REFUSED, at_most(self.most, text), skipped)
        if _is_blank(text):
            raise wrong("blank", "This must not be blank.")
        if not self.trim and text.strip() != value:
            raise wrong("invalid_characters", "This must not begin or end with a space.")
        return text


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
        if not isinstance(value, str):
            raise wrong("wrong_type", "This must be text.")
        if not value:
            raise wrong("blank", "This must not be blank.")
        if not self.allowed.fullmatch(at_most(self.most, value)):
            raise wrong("invalid_characters", self._explanation(value))
        return value

    def _explanation(self, value: str) -> str:
        """Name the first character that does not fit, and what was surely meant."""
        fits = self.allowed.match(value)
        place = fits.end() if fits else 0
        near = (value.strip(), value.strip().lower())
        meant = next((text for text in near if self.allowed.fullmatch(text)), "")
        hint = f" Did you mean {excerpt(meant)}?" if 0 < len(meant) <= _SHOWN else ""
        return f"{_not_allowed(value[place], place + 1)} Only {self.meaning} are.{hint}"


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
    str,
    BeforeValidator(
        Pattern(
            re.compile(r"[!-~]([ -~]*[!-~])?"),
            255,
            "printable ASCII characters without outer spaces",
        )
    ),
]


def read_uuid(value: object) -> UUID:
    """Return the UUID in its usual spelling, in small or capital letters."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str):
        raise wrong("wrong_type", "A UUID is text.")
    if _UUID.fullmatch(value):
        return UUID(value)
    try:
        hint = f" Did you mean {UUID(value.strip())}?"
    except ValueError:
        hint = ""
    raise wrong("not_a_uuid", f"A UUID has 32 hexadecimal digits in five groups.{hint}")


def _uuid_text(value: object) -> str:
    """Read a UUID, and keep it as text: in small letters, with its hyphens."""
    return str(read_uuid(value))


def as_uuid(text: str) -> UUID | None:
    """Return the UUID in its usual spelling; nothing for other text."""
    return UUID(text) if _UUID.fullmatch(text) else None


Uuid = Annotated[UUID, BeforeValidator(read_uuid)]
UuidText = Annotated[str, BeforeValidator(_uuid_text)]
