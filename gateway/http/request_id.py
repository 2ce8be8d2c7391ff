"""Request id: the client's X-Request-Id if it has the form of an id, or else a new one."""

import re
from random import getrandbits
from typing import Final

from starlette.types import Scope

from gateway.http.headers import request_headers

# Ids that are accepted from clients: UUID, ULID, 128 bits in hex, and W3C traceparent. Any other
# text may be a number or a secret, which must not be logged.
_ACCEPTED: Final = re.compile(
    rb"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-7][0-9A-HJKMNP-TV-Z]{25}"
    rb"|[0-9a-fA-F]{32}|00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"
)


def request_id(scope: Scope) -> str:
    """Return the id of a request."""
    given = request_headers(scope).get(b"x-request-id", b"")
    if given and _ACCEPTED.fullmatch(given):
        return given.decode()
    return new_id()


def new_id() -> str:
    """Return an id that no other request has."""
    return getrandbits(128).to_bytes(16, "big").hex()
