"""Names and ids as clients see them: camelCase, and ids that say what they are of."""

import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Final, cast
from uuid import UUID

import strawberry

from gateway.errors import InvalidId
from gateway.text_cache import text_cache

_LONGEST_NAME: Final = 64  # characters of a name that is cached
_CAPITAL = re.compile(r"(?<=[a-z0-9])[A-Z]")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_STANDARD = str.maketrans("-_", "+/")
_UNDERSCORE = re.compile(r"_([a-z0-9])")


@text_cache(1024, _LONGEST_NAME)
def camel(name: str) -> str:
    """Return a name of the domain as GraphQL spells it."""
    return _UNDERSCORE.sub(lambda found: found[1].upper(), name)


@text_cache(1024, _LONGEST_NAME)
def snake(name: str) -> str:
    """Return a GraphQL name as the domain spells it."""
    return _CAPITAL.sub(lambda found: f"_{found[0].lower()}", name)


def path(parts: Iterable[str | int]) -> list[str]:
    """Return a path of the domain as GraphQL spells it; list positions become text."""
    return [camel(str(part)) for part in parts]


def of_domain(value: object) -> object:
    """Return an input object with the domain's names, as deep as it goes."""
    if type(value) is dict:
        named = cast("dict[str, object]", value)
        return {snake(name): of_domain(inner) for name, inner in named.items()}
    if type(value) is list:
        return [of_domain(item) for item in cast("list[object]", value)]
    return value


def to_clients(value: object) -> object:
    """Return an object of the domain with the names that clients use, as deep as it goes."""
    if isinstance(value, Mapping):
        named = cast("Mapping[str, object]", value)
        return {camel(name): to_clients(inner) for name, inner in named.items()}
    return value


def global_id(type_name: str, key: UUID | str) -> strawberry.ID:
    """Return the id under which a client finds a thing again, whatever its type."""
    named = binascii.b2a_base64(f"{type_name}:{key}".encode(), newline=False)
    return strawberry.ID(named.translate(_URL_SAFE).decode())


def key_of(value: str, type_name: str) -> UUID | None:
    """Return the key in a global id of *type_name*, or in a bare UUID; None if it is neither."""
    if _UUID.fullmatch(value):
        return UUID(value)
    try:
        named = binascii.a2b_base64(value.translate(_STANDARD)).decode()
        found, _, key = named.partition(":")
        return UUID(key) if found == type_name else None
    except (ValueError, binascii.Error):
        return None


def read_id(value: str, type_name: str) -> UUID:
    """Return the key in the id; raise `InvalidId` if it is not one of *type_name*."""
    key = key_of(value, type_name)
    if key is None:
        raise InvalidId(f"This is not the id of a {type_name}.")
    return key
