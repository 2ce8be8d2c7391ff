"""Load shedding: responds 503 with Retry-After to requests that admission control rejects."""

from collections.abc import Mapping
from typing import Final

import orjson
from starlette.types import Receive, Scope, Send

from gateway.errors import Overloaded
from gateway.http.statuses import headers_of, status_of

_FAILURE: Final = Overloaded()
_BODY: Final = orjson.dumps(
    {"errors": [{"message": _FAILURE.message, "extensions": {"code": _FAILURE.code.upper()}}]}
)
_HEADERS: Final = [
    (b"content-type", b"application/json; charset=utf-8"),
    *((name.lower().encode(), value.encode()) for name, value in headers_of(_FAILURE).items()),
]


class Overload:
    """An ASGI application: 503 with Retry-After, with the body format of the requested API."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        """Use *bodies* by path prefix, and a GraphQL error for all other paths."""
        self._bodies = bodies

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Send the response."""
        path: str = scope["path"]
        body = next((b for prefix, b in self._bodies.items() if path.startswith(prefix)), _BODY)
        status = status_of(_FAILURE)
        await send({"type": "http.response.start", "status": status, "headers": [*_HEADERS]})
        await send({"type": "http.response.body", "body": body})
