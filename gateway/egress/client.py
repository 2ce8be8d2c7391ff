"""Outbound HTTP client, protected against server-side request forgery (SSRF).

The host is resolved once for each connection, every address it has must be public, and the socket
goes to an address that was checked: a name that changes its address between two look-ups gains
nothing. TLS still asks for the certificate of the name. Redirects are not followed, no cookie is
kept, no proxy of the environment is used, and only the beginning of a response is read.
"""

import asyncio
import socket
import ssl
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from time import perf_counter
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

import httpcore2

from gateway import tls
from gateway.domain.urls import is_public_address
from gateway.egress.backend import HTTPS_PORT, CheckedBackend, NotConnected, any_address
from gateway.egress.exchange import (
    FailureReason,
    OutboundRequest,
    RequestFailed,
    Resolve,
    Response,
)

_CONNECTIONS, _KEPT_CONNECTIONS, _KEPT_SECONDS = 200, 20, 5.0
_LOOKUPS: Final = 8  # names that are resolved at once: a slow name server holds up few of them
_HEADERS: Final = {"user-agent": "numbergate", "accept-encoding": "identity"}


class Client:
    """The connections of this process to hosts that clients name."""

    def __init__(
        self, *, allow_private: bool, resolve: Resolve | None, trusted: ssl.SSLContext | None
    ) -> None:
        """With *allow_private* check no address. *trusted* is for TLS."""
        self._resolver = ThreadPoolExecutor(_LOOKUPS, "numbergate-dns")
        is_allowed = any_address if allow_private else is_public_address
        self._backend = CheckedBackend(resolve or self._resolve, is_allowed)
        self._trusted = trusted or tls.default_context()

    @cached_property
    def _pool(self) -> httpcore2.AsyncConnectionPool:
        """Made by the first request."""
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._trusted,
            network_backend=self._backend,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_KEPT_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
        )

    async def send(self, request: OutboundRequest, *, seconds: float, most: int) -> Response:
        """Send it, see `Egress`."""
        try:
            async with asyncio.timeout(seconds):
                return await self._sent(request, most)
        except (TimeoutError, httpcore2.TimeoutException):
            raise RequestFailed(FailureReason.TIMED_OUT) from None
        except NotConnected as refused:
            raise RequestFailed(refused.reason) from None
        except httpcore2.ConnectError as failed:
            raise _connection_failure(failed) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol):
            raise RequestFailed(FailureReason.NO_RESPONSE) from None

    async def _sent(self, request: OutboundRequest, most: int) -> Response:
        headers = list((_HEADERS | _credentials(request.url) | dict(request.headers)).items())
        began = perf_counter()
        async with self._pool.stream(
            request.method, request.url, headers=headers, content=request.content
        ) as response:
            body, is_whole = await _beginning(response, most)
            return Response(
                status=response.status,
                headers=dict(_header(*header) for header in response.headers),
                body=body,
                is_whole=is_whole,
                seconds=perf_counter() - began,
                certificate_until=tls.certificate_until(_stream(response)),
            )

    async def certificate_until(self, url: str, *, seconds: float) -> datetime | None:
        """Return when the certificate of a host expires, see `Egress`."""
        try:
            async with asyncio.timeout(seconds):
                return await self._presented_until(urlsplit(url))
        except (TimeoutError, httpcore2.TimeoutException, httpcore2.NetworkError):
            return None

    async def _presented_until(self, url: SplitResult) -> datetime | None:
        host, port = url.hostname or "", url.port or HTTPS_PORT
        stream = await self._backend.connect_tcp(host, port)
        try:
            secured = await stream.start_tls(tls.unverified_context(), server_hostname=host)
            return tls.certificate_until(secured)
        finally:
            await stream.aclose()

    async def _resolve(self, host: str, port: int) -> list[str]:
        """Return the addresses of *host*. The look-up runs in a thread of its own pool."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._resolver, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    async def close(self) -> None:
        """Close the connections."""
        if "_pool" in self.__dict__:
            await self._pool.aclose()
        self._resolver.shutdown(wait=False, cancel_futures=True)


def _credentials(url: str) -> dict[str, str]:
    """Return the header for the user and the password in *url*, if it has them."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1").lower(), value.decode("latin-1")


def _stream(response: Any) -> Any:
    """Return the connection of a response."""
    return response.extensions["network_stream"]


async def _beginning(response: httpcore2.Response, most: int) -> tuple[bytes, bool]:
    """Return *most* bytes of the body, and whether that is all of it."""
    body = bytearray()
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), False
    return bytes(body), True


def _connection_failure(failed: BaseException) -> RequestFailed:
    """Return why a connection failed: the cause of it may be deep below."""
    cause: BaseException | None = failed
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return RequestFailed(FailureReason.TLS_FAILED, tls.certificate_fault(cause))
        if isinstance(cause, ssl.SSLError):
            return RequestFailed(FailureReason.TLS_FAILED)
        cause = cause.__cause__ or cause.__context__
    return RequestFailed(FailureReason.CONNECTION_FAILED)
