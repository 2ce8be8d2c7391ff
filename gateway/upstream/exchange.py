"""Exchanges with platforms: one request and its response over a pool of kept connections.

A change is two short requests, so what surrounds them decides what it costs: the pool of httpcore2
is used without httpx2, which takes more than twice its CPU for a request. Redirects are not
followed, no proxy is used, and nothing is sent again.
"""

import ssl
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gateway import tls

if TYPE_CHECKING:
    import httpcore2

_CONNECTIONS: Final = 100  # in use at the same time
_KEPT_SECONDS: Final = 20  # that an idle connection is kept
_LARGEST: Final = 64 * 1024 * 1024  # bytes of a response


class NotSent(Exception):
    """No connection was there to write the request to."""


class Lost(Exception):
    """The request was written, and its response did not come, or not as HTTP."""


class Request(NamedTuple):
    """A request. The pool adds the host and the length of the content."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None


class Response(NamedTuple):
    """A response; its headers by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Exchanges:
    """The connections to all platforms."""

    def __init__(self, connect_seconds: float) -> None:
        """Wait so many seconds for a connection of the pool, and so many to open one."""
        import httpcore2  # for the first call: a server without platforms does without it

        self._waits: Any = {"timeout": {"connect": connect_seconds, "pool": connect_seconds}}
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls.default_context(),
            max_connections=_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
        )

    async def send(self, request: Request) -> Response:
        """Return the response to a request. Raises `NotSent`, `Lost`.

        When the caller is cancelled, the connection is closed: what was written may still land.
        """
        import httpcore2  # imported with the pool

        try:
            return await self._sent(request)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout,
                httpcore2.UnsupportedProtocol):  # fmt: skip
            raise NotSent from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException,
                ssl.SSLError):  # fmt: skip  # bytes after the handshake that are no TLS
            raise Lost from None

    async def _sent(self, request: Request) -> Response:
        method, url, headers, content = request
        async with self._pool.stream(
            method, url, headers=[*headers.items()], content=content, extensions=self._waits
        ) as answer:
            body = await _body(answer)
        return Response(answer.status, dict(_header(*header) for header in answer.headers), body)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._pool.aclose()


async def _body(answer: "httpcore2.Response") -> bytes:
    """Return the whole body. Raises `Lost` for one that is too large."""
    body = bytearray()
    async for part in answer.aiter_stream():
        body += part
        if len(body) > _LARGEST:
            raise Lost
    return bytes(body)


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1").lower(), value.decode("latin-1")
