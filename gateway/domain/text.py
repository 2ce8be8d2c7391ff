"""Text validation: lengths and allowed characters, with errors that name the character.

Positions in messages are counted from 1, in the text as it was sent.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

# Control characters (PostgreSQL refuses NUL), lone surrogates (not encodable as UTF-8), line
# separators, and bidirectional overrides, which make a name look different from what is stored.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_EXCERPT_LENGTH = 40
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
# Unicode has no names for control characters.
_CONTROLS: Final = {"\0": "null", "\t": "tab", "\n": "line feed", "\r": "carriage return"}
SUGGESTION: Final = "suggestion"  # in the context of a violation
_FORMAT: Final = "Cf"  # Unicode's category of invisible format characters


def violation(code: str, message: str, suggestion: str | None = None) -> PydanticCustomError:
    """Return the exception for a validator to raise, with one of the documented codes.

    *suggestion* is the value that is certainly meant; without one, the message has none either.
    """
    context = {SUGGESTION: suggestion} if suggestion else None
    return PydanticCustomError(cast("Any", code), cast("Any", message), context)


def forbid_null(value: object) -> object:
    """Validate a field of an update that cannot be cleared. Raises a violation for None."""
    if value is None:
        raise violation("not_nullable", "This cannot be cleared: leave it out, or give a value.")
    return value


def excerpt(value: str) -> str:
    """Quote the first 40 characters of *value* for a message."""
    text = value if len(value) <= _EXCERPT_LENGTH else value[: _EXCERPT_LENGTH - 1] + "…"
    return f'"{text}"'


def describe_character(character: str) -> str:
    """Describe a character for a message. Example: ``U+200B (zero width space, invisible)``."""
    code_point = f"U+{ord(character):04X}"
    name = _CONTROLS.get(character) or unicodedata.name(character, "").lower()
    visibility = "invisible" if unicodedata.category(character) == _FORMAT else ""
    description = ", ".join(filter(None, (name, visibility)))
    return f"{code_point} ({description})" if description else code_point


def trim(value: object) -> tuple[str, int]:
    """Return the text without outer spaces and tabs, and how many characters preceded it."""
    if not isinstance(value, str):
        raise violation("wrong_type", "This must be text.")
    return value.strip(" \t"), len(value) - len(value.lstrip(" \t"))


def forbid(characters: re.Pattern[str], value: str, offset: int = 0) -> str:
    """Return *value*; raise a violation with code and position if it has one of *characters*.

    *offset* is the number of characters that preceded *value* in the input.
    """
    if found := characters.search(value):
        raise violation("invalid_characters", _not_allowed(found[0], offset + found.start() + 1))
    return value


def _not_allowed(character: str, position: int) -> str:
    return f"The character {describe_character(character)} at position {position} is not allowed."


def _is_blank(value: str) -> bool:
    """Return whether *value* has only white space and invisible characters."""
    if value.isprintable():  # of printable characters, only the space is invisible
        return not value.strip()
    return all(c.isspace() or unicodedata.category(c) == _FORMAT for c in value)


def check_length(limit: int, value: str) -> str:
    """Return *value*; raise a violation if it has more than *limit* characters."""
    if len(value) > limit:
        raise violation(
            "too_long",
            f"{len(value)} characters were given; at most {limit} are allowed.",
        )
    return value


@dataclass(frozen=True, slots=True)
class Line:
    """A validator of one line of text. Outer spaces are trimmed or refused."""

    max_length: int = 255
    trim: bool = False

    def __call__(self, value: object) -> str:
        """Return the text, or raise a violation."""
        text, offset = trim(value)
        forbid(_FORBIDDEN, check_length(self.max_length, text), offset)
        if _is_blank(text):
            raise violation("blank", "This must not be blank.")
        if not self.trim and (suggested := text.strip()) != value:
            message = "This must not begin or end with a space."
            raise violation("invalid_characters", message, suggested)
        return text


Name = Annotated[str, BeforeValidator(Line(trim=True))]
Text = Annotated[str, BeforeValidator(Line())]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A validator of text by a regular expression; *description* says in words what it allows.

    Of a secret nothing is suggested, which would repeat it.
    """

    allowed: re.Pattern[str]
    max_length: int
    description: str
    is_secret: bool = False

    def __call__(self, value: object) -> str:
        """Return the text, or raise a violation."""
        if not isinstance(value, str):
            raise violation("wrong_type", "This must be text.")
        if not value:
            raise violation("blank", "This must not be blank.")
        if not self.allowed.fullmatch(check_length(self.max_length, value)):
            suggested = self._suggestion(value)
            raise violation("invalid_characters", self._explanation(value, suggested), suggested)
        return value

    def _suggestion(self, value: str) -> str | None:
        """Return the trimmed or lower-case text, if it is allowed."""
        candidates = () if self.is_secret else (value.strip(), value.strip().lower())
        return next((text for text in candidates if self.allowed.fullmatch(text)), None)

    def _explanation(self, value: str, suggested: str | None) -> str:
        """Name the first character that is not allowed, and the suggestion if it is short."""
        match = self.allowed.match(value)
        index = match.end() if match else 0
        is_short = suggested is not None and len(suggested) <= _EXCERPT_LENGTH
        hint = f" Did you mean {excerpt(suggested)}?" if suggested and is_short else ""
        return f"{_not_allowed(value[index], index + 1)} Only {self.description} are.{hint}"


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
    """Read a UUID with its hyphens, in lower or upper case."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str):
        raise violation("wrong_type", "A UUID is text.")
    if _UUID.fullmatch(value):
        return UUID(value)
    try:
        suggested = str(UUID(value.strip()))
    except ValueError:
        suggested = None
    hint = f" Did you mean {suggested}?" if suggested else ""
    message = f"A UUID has 32 hexadecimal digits in five groups.{hint}"
    raise violation("not_a_uuid", message, suggested)


def _uuid_text(value: object) -> str:
    """Read a UUID, and return it as text: in lower case, with its hyphens."""
    return str(read_uuid(value))


def parse_uuid(text: str) -> UUID | None:
    """Return the UUID if *text* is one with its hyphens, else None."""
    return UUID(text) if _UUID.fullmatch(text) else None


Uuid = Annotated[UUID, BeforeValidator(read_uuid)]
UuidText = Annotated[str, BeforeValidator(_uuid_text)]
