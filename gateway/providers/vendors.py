"""Vendors: the adapter of each provider, opened with decrypted credentials."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from gateway.domain.commands.connections import CREDENTIALS, Credentials
from gateway.domain.enums import Provider
from gateway.exhaustive import exhaustive
from gateway.providers.bandwidth import Bandwidth
from gateway.providers.base import Adapter
from gateway.providers.plivo import Plivo
from gateway.providers.reader import Http, Observe, Pool, connection_pool
from gateway.providers.signalwire import SignalWire
from gateway.providers.telnyx import Telnyx
from gateway.providers.twilio import Twilio
from gateway.providers.vonage import Vonage

_ADAPTERS: Final[Mapping[Provider, Callable[[Http, Any], Adapter]]] = {
    Provider.TWILIO: Twilio,
    Provider.TELNYX: Telnyx,
    Provider.SIGNALWIRE: SignalWire,
    Provider.VONAGE: Vonage,
    Provider.BANDWIDTH: Bandwidth,
    Provider.PLIVO: Plivo,
}
ADAPTERS: Final = exhaustive("Adapters of providers", _ADAPTERS, CREDENTIALS.keys())


class Vendors:
    """Opens adapters over one connection pool."""

    def __init__(
        self,
        hosts: Mapping[Provider, str],
        observe: Observe,
        *,
        call_seconds: float,
        pool: "Pool | None" = None,
    ) -> None:
        """Ask *hosts* of this machine instead of the fixed ones; *observe* hears each outcome."""
        self._hosts, self._observe = hosts, observe
        self._pool, self._call_seconds = pool, call_seconds

    @cached_property
    def _http(self) -> Http:
        """Made by the first call."""
        pool = self._pool or connection_pool(self._call_seconds)
        return Http(pool, self._hosts, self._observe)

    def open(self, credentials: Credentials) -> Adapter:
        """Return the adapter of an account."""
        own: Any = credentials  # of the class that the provider's adapter takes
        return ADAPTERS[credentials.provider](self._http, own)

    async def close(self) -> None:
        """Close the connections."""
        if "_http" in self.__dict__:
            await self._http.pool.aclose()
