"""Names and global ids: camelCase for GraphQL, and ids that contain the name of their type."""

import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, cast
from uuid import UUID

import strawberry

from gateway.errors import InvalidId
from gateway.text_cache import text_cache

_LONGEST_NAME: Final = 64  # characters of a name that is cached
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_UNDERSCORE = re.compile(r"_([a-z0-9])")


@text_cache(1024, _LONGEST_NAME)
def camel(name: str) -> str:
    """Convert a name from snake_case to camelCase."""
    return _UNDERSCORE.sub(lambda found: found[1].upper(), name)


def path(parts: Iterable[str | int]) -> list[str]:
    """Convert a path to camelCase names. Indexes of lists become text."""
    return [camel(str(part)) for part in parts]


def to_graphql(value: object) -> object:
    """Convert the names of an object to camelCase, recursively."""
    if isinstance(value, Mapping):
        named = cast("Mapping[str, object]", value)
        return {camel(name): to_graphql(inner) for name, inner in named.items()}
    return value


def global_id(type_name: str, key: UUID | str) -> strawberry.ID:
    """Return the Relay global id: URL-safe base64 of ``TypeName:key``."""
    encoded = binascii.b2a_base64(f"{type_name}:{key}".encode(), newline=False)
    return strawberry.ID(encoded.translate(_URL_SAFE).decode())


class NodeKey(NamedTuple):
    """The type and the key of the object that a global id names."""

    type_name: str
    id: UUID


def node_key(value: str) -> NodeKey | None:
    """Return what a global id names; None for other text. A plain UUID is that of a number."""
    named = _named(value)
    return NodeKey(*named) if named else None


def _named(value: str) -> tuple[str, UUID] | None:
    if _UUID.fullmatch(value):
        return "PhoneNumber", UUID(value)
    try:
        # Not `str.translate`, which takes as long as all else here: it looks each character up.
        standard = value.replace("-", "+").replace("_", "/")
        name, _, key = binascii.a2b_base64(standard).decode().partition(":")
        return name, UUID(key)
    except (ValueError, binascii.Error):
        return None


def key_of(value: str, type_name: str) -> UUID | None:
    """Return the key of a global id of *type_name*, or of a plain UUID; None for other text."""
    named = _named(value)
    is_key = named is not None and (named[0] == type_name or _UUID.fullmatch(value))
    return named[1] if named and is_key else None


def read_id(value: str, type_name: str) -> UUID:
    """Return the key of a global id or a UUID; raise `InvalidId` if it is not of *type_name*."""
    key = key_of(value, type_name)
    if key is None:
        raise InvalidId(f"This is not the id of a {type_name}.")
    return key
