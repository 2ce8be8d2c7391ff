"""Network backend of outbound HTTP: it connects only to addresses that it has checked."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import httpcore2

from gateway.egress.exchange import FailureReason, Resolve

_ADDRESSES: Final = 2  # that are tried one after the other
HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443
_FIRST_USER_PORT: Final = 1024


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


def any_address(_address: str) -> bool:
    """Allow any address: for development."""
    return True
