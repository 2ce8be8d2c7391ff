"""Handlers as text, in CSV cells and options of the terminal: ``relay_topic topic=office``.

A handler is written as its kind and its settings, separated by white space. The kind may be in
capital letters, as GraphQL spells it, or with hyphens. A value is kept as it is written,
apostrophes and backslashes included. Quotes count only where they surround a whole value, which
may then contain spaces: ``relay_application application="front desk"``.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from gateway.domain.handler import read_kind

_EXAMPLE: Final = "such as: relay_topic topic=office"
# What a message may repeat: a kind or the name of a setting, and no part of a URL.
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_BLANK: Final = " \t\r\n"
_TOKEN: Final = re.compile(
    rf"""(?P<name>[^{_BLANK}="']*)(?P<equals>=?)"""
    rf"""(?:(?P<quote>["'])(?P<quoted>.*?)(?P=quote)(?=[{_BLANK}]|\Z)|(?P<bare>[^{_BLANK}]*))"""
    rf"""(?:[{_BLANK}]+|\Z)""",
    re.DOTALL,
)


def parse(text: str) -> dict[str, dict[str, str]]:
    """Return the settings by kind. Raises `ValueError` with a message that repeats no value."""
    kind, _, rest = text.strip(_BLANK).replace("\n", " ").partition(" ")
    if not _WORD.fullmatch(kind):
        raise ValueError(f"Write the kind of handler first, {_EXAMPLE}.")
    settings: dict[str, str] = {}
    for position, token in enumerate(_tokens(rest.strip(_BLANK)), start=1):
        name, value = token["name"], token["quoted"] if token["quote"] else token["bare"]
        if not token["equals"] or not _WORD.fullmatch(name):
            raise ValueError(
                f"Part {position} after the kind is not name=value. Put quotes around a value with "
                f"spaces, {_EXAMPLE}."
            )
        if name in settings:
            raise ValueError(f"The setting {name!a} is written twice.")
        settings[name] = value
    return {read_kind(kind): settings}


def _tokens(text: str) -> list[re.Match[str]]:
    return [token for token in _TOKEN.finditer(text) if token[0]]


def format_settings(settings: Mapping[str, Any]) -> list[str]:
    """Return each setting as `parse` reads it."""
    return [f"{name}={_quoted(str(value))}" for name, value in settings.items()]


def _quoted(value: str) -> str:
    """Return *value*, within quotes where it would be read as another one without them."""
    is_ambiguous = value[:1] in {'"', "'"} or any(blank in value for blank in _BLANK)
    quote = "'" if '"' in value else '"'
    return f"{quote}{value}{quote}" if is_ambiguous else value
