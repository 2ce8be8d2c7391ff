"""Outbound HTTP to URLs that clients name, whose client is made for the first request.

Its library takes 4 MB and a twentieth of the CPU of a start: a server without webhooks and checks
of handlers does without it. It is imported in a thread, so that other requests do not wait.
"""

import ssl
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from gateway.concurrency.computations import compute
from gateway.egress.exchange import (
    SHORT_BODY,
    FailureReason,
    OutboundRequest,
    RequestFailed,
    Resolve,
    Response,
)

if TYPE_CHECKING:
    from gateway.egress.client import Client

__all__ = ["Egress", "FailureReason", "OutboundRequest", "RequestFailed", "Response"]


class Egress:
    """Requests to hosts that clients name, and to none that is private."""

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """With *allow_private* check no address: for development. *trusted* is for TLS."""
        self._allow_private, self._resolve, self._trusted = allow_private, resolve, trusted

    @cached_property
    def _client(self) -> "Client":
        from gateway.egress.client import Client  # for the first request

        return Client(
            allow_private=self._allow_private, resolve=self._resolve, trusted=self._trusted
        )

    async def _opened(self) -> "Client":
        if "_client" not in self.__dict__:
            await compute(getattr, self, "_client")
        return self._client

    async def send(
        self, request: OutboundRequest, *, seconds: float, most: int = SHORT_BODY
    ) -> Response:
        """Send it, and return the response with *most* bytes of its body.

        *seconds* are for all of it, from the look-up of the name on. Raises `RequestFailed`.
        """
        client = await self._opened()
        return await client.send(request, seconds=seconds, most=most)

    async def certificate_until(self, url: str, *, seconds: float) -> datetime | None:
        """Return when the certificate of a host expires, also one that is not valid.

        TLS is opened to an address that was checked, and closed: nothing is sent, and nothing is
        trusted but the date. None where there is no certificate within so many *seconds*.
        """
        client = await self._opened()
        return await client.certificate_until(url, seconds=seconds)

    async def close(self) -> None:
        """Close the connections."""
        if "_client" in self.__dict__:
            await self._client.close()
