"""Outbound HTTP to URLs that clients name, protected against server-side request forgery (SSRF).

The host is resolved once for each connection, every address it has must be public, and the socket
goes to an address that was checked: a name that changes its address between two look-ups gains
nothing. TLS still asks for the certificate of the name. Redirects are not followed, no cookie is
kept, no proxy of the environment is used, and only the beginning of a response is read.
"""

import asyncio
import socket
import ssl
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from time import perf_counter
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

import httpcore2

from gateway import tls
from gateway.domain.urls import is_public_address

SHORT_BODY: Final = 1024  # bytes
_CONNECTIONS, _KEPT_CONNECTIONS, _KEPT_SECONDS = 200, 20, 5.0
_LOOKUPS: Final = 8  # names that are resolved at once: a slow name server holds up few of them
_ADDRESSES: Final = 2  # that are tried one after the other
HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443
_FIRST_USER_PORT: Final = 1024
_HEADERS: Final = {"user-agent": "numbergate", "accept-encoding": "identity"}

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class FailureReason(StrEnum):
    """Why there is no response to a request."""

    DNS_FAILED = "dns_failed"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    PORT_NOT_ALLOWED = "port_not_allowed"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    NO_RESPONSE = "no_response"


class RequestFailed(Exception):
    """There is no response. ``detail`` says more where TLS failed, and names no host."""

    def __init__(self, reason: FailureReason, detail: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class OutboundRequest(NamedTuple):
    """A request. A user and a password in the URL become basic authentication."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    content: bytes = b""


class Response(NamedTuple):
    """A response of any status, with the beginning of its body."""

    status: int
    headers: Mapping[str, str]  # by names in lower case
    body: bytes
    is_whole: bool
    seconds: float
    certificate_until: datetime | None  # None without TLS

    @property
    def succeeded(self) -> bool:
        """Whether the status is a success. A redirect is none."""
        return 200 <= self.status < 300  # noqa: PLR2004


class Egress:
    """The connections of this process to hosts that clients name."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """With *allow_private* check no address: for development. *trusted* is for TLS."""
        self._resolver = ThreadPoolExecutor(_LOOKUPS, "numbergate-dns")
        is_allowed = _any_address if allow_private else is_public_address
        self._backend = CheckedBackend(resolve or self._resolve, is_allowed)
        self._trusted = trusted

    @cached_property
    def _pool(self) -> httpcore2.AsyncConnectionPool:
        """Made by the first request."""
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._trusted or tls.default_context(),
            network_backend=self._backend,
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_KEPT_CONNECTIONS,
            keepalive_expiry=_KEPT_SECONDS,
        )

    async def send(
        self, request: OutboundRequest, *, seconds: float, most: int = SHORT_BODY
    ) -> Response:
        """Send it, and return the response with *most* bytes of its body.

        *seconds* are for all of it, from the look-up of the name on. Raises `RequestFailed`.
        """
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
        """Return when the certificate of a host expires, also one that is not valid.

        TLS is opened to an address that was checked, and closed: nothing is sent, and nothing is
        trusted but the date. None where there is no certificate within so many *seconds*.
        """
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


class NotConnected(httpcore2.ConnectError):
    """No connection was opened, for a reason of ours."""

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(reason)
        self.reason = reason


class CheckedBackend(httpcore2.AsyncNetworkBackend):
    """A network backend that connects to addresses only after it has checked them."""

    def __init__(
        self,
        resolve: Resolve,
        is_allowed: Callable[[str], bool],
        network: httpcore2.AsyncNetworkBackend | None = None,
    ) -> None:
        """Resolve by *resolve*; every address of a host has to be allowed."""
        self._resolve, self._is_allowed = resolve, is_allowed
        usual: Any = httpcore2.AnyIOBackend  # its type depends on whether anyio is installed
        self._network: httpcore2.AsyncNetworkBackend = network or usual()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # the interface's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to one of the host's addresses. Raises `NotConnected`."""
        failed: Exception = httpcore2.ConnectError()
        for address in await self._checked(host, port):
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as exc:
                failed = exc
        raise failed

    async def _checked(self, host: str, port: int) -> Sequence[str]:
        if port not in {HTTP_PORT, HTTPS_PORT} and port < _FIRST_USER_PORT:
            raise NotConnected(FailureReason.PORT_NOT_ALLOWED)
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError):
            raise NotConnected(FailureReason.DNS_FAILED) from None
        if not addresses:
            raise NotConnected(FailureReason.DNS_FAILED)
        if not all(map(self._is_allowed, addresses)):
            raise NotConnected(FailureReason.ADDRESS_NOT_ALLOWED)
        return addresses[:_ADDRESSES]

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


def _any_address(_address: str) -> bool:
    return True


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
