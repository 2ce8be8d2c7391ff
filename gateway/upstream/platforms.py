"""Clients of the platforms that projects are attached to, over one connection pool."""

from functools import cached_property

from gateway.database.phone_numbers import UPSTREAMS
from gateway.encryption import Keyring, place
from gateway.models.upstream import Upstream
from gateway.upstream.client import Platform, Pool, connection_pool


class Platforms:
    """Opens the platform of a project with its stored token."""

    def __init__(self, keyring: Keyring, call_seconds: float) -> None:
        """Decrypt with *keyring*; a call takes *call_seconds* at most."""
        self.keyring, self._call_seconds = keyring, call_seconds

    @cached_property
    def _http(self) -> Pool:
        """Made by the first call."""
        return connection_pool(self._call_seconds)

    def of(self, upstream: Upstream) -> Platform:
        """Return the platform of an attached project. Raises `SecretUnreadable`."""
        token = self.keyring.decrypt(upstream.secret, secret_place(upstream.project_id))
        return self.open(upstream.space, upstream.platform_project, token)

    def open(self, space: str, project: object, token: str) -> Platform:
        """Return the platform in *space* for this project and token."""
        return Platform(self._http, space, str(project), token)

    async def close(self) -> None:
        """Close the connections."""
        if "_http" in self.__dict__:
            await self._http.aclose()


def secret_place(project: object) -> str:
    """Return the place that a project's token is encrypted for."""
    return place(UPSTREAMS.name, project, column="secret")
