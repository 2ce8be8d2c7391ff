"""Connection settings: accounts at other providers."""

from collections.abc import Mapping
from typing import Final

from pydantic import Field, field_validator

from gateway.domain.enums import Provider
from gateway.settings.area import Area

_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


def _hosts(text: str) -> dict[Provider, str]:
    """Read ``name=host:port`` of providers. Raises `ValueError` for a host elsewhere."""
    hosts: dict[Provider, str] = {}
    for part in text.split():
        name, _, host = part.partition("=")
        address, _, port = host.rpartition(":")
        if name not in set(Provider) - {Provider.OTHER}:
            raise ValueError(f"there is no provider {name[:32]}")
        if address not in _LOCAL or not (port.isascii() and port.isdigit()):
            raise ValueError("a host of this machine and a port are needed: twilio=127.0.0.1:8080")
        hosts[Provider(name)] = host
    return hosts


class ConnectionSettings(Area):
    """Connections to accounts at other providers."""

    connection_refresh_seconds: float = Field(
        86_400,
        ge=0,
        description="Seconds between two refreshes of the numbers of a connection by itself. "
        "0: only when somebody asks for one.",
    )
    connection_call_seconds: float = Field(
        10, gt=0, le=60, description="Seconds that one call to a provider may take."
    )
    provider_hosts: str = Field(
        "",
        description="For tests: ports of this machine to ask instead of providers, over http, as "
        "`twilio=127.0.0.1:8080`, separated by spaces. Without one, each provider has fixed hosts.",
    )

    @field_validator("provider_hosts")
    @classmethod
    def _are_local(cls, value: str) -> str:
        _hosts(value)
        return value

    @property
    def hosts_of_providers(self) -> Mapping[Provider, str]:
        """The hosts to ask instead of the fixed ones."""
        return _hosts(self.provider_hosts)
