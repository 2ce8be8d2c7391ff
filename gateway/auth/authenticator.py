"""Authentication: finds the principal of a request by its credentials. Nothing else reads those.

Two schemes, over every transport: ``Bearer <token>``, and Basic with a project's id as the user
and a token as the password. Results are cached for `CACHE_SECONDS` by a digest of the
credentials, so that most requests read no database; a revoked token works that long at most.
"""

import asyncio
import base64
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import UUID

from gateway.clock import utc_now
from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from gateway.errors import Unauthenticated, Unavailable
from gateway.models.project import AccessToken
from gateway.services.projects import DEFAULT_SCOPES, PREFIX, Projects
from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.auth.jwt import JWTVerifier

CACHE_SECONDS: Final = 5

_CACHE_SIZE: Final = 10_000
_MAX_CREDENTIALS: Final = 8192  # bytes
_NOT_CACHED: Final = (None, 0.0)
_MISSING = "Send a token: Authorization: Bearer ng_…"
_INVALID = "This token is unknown, revoked or expired."
_NOT_LOCAL = "Requests without a token are accepted from loopback addresses only."


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of valid credentials. ``key`` identifies the credentials and is no secret."""

    key: str
    project_id: UUID
    actor: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None

    def caller(self, request_id: str | None) -> Caller:
        """Return the caller that services check, for one request."""
        return Caller(self.project_id, self.actor, self.scopes, request_id, self.expires_at)


class Authenticator:
    """Accepts access tokens, JWTs where they are configured, and loopback with open access."""

    def __init__(
        self,
        settings: Settings,
        projects: Projects,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Accept the tokens of *projects*, and the JWTs of the issuer in *settings*."""
        self._settings, self._projects, self._now = settings, projects, now
        self._jwt_verifier = _jwt_verifier(settings)
        self._cache: dict[bytes, tuple[Principal | None, float]] = {}
        self._open_principal: Principal | None = None  # of requests without a token
        self._usage_writes = set[asyncio.Task[None]]()

    async def authenticate(self, credentials: bytes | None, client: str | None) -> Principal:
        """Return the principal of a request from the address *client*; None is a Unix socket.

        *credentials* is the value of the Authorization header. Raises `Unauthenticated`, or
        `Unavailable` when the database or the issuer's keys cannot be read.
        """
        if credentials is None:
            return await self._authenticate_open(client)
        if len(credentials) > _MAX_CREDENTIALS:
            raise Unauthenticated(_INVALID)
        digest, now = sha256(credentials).digest(), monotonic()
        principal, cached_until = self._cache.get(digest, _NOT_CACHED)
        if principal is None or cached_until < now:
            principal = await self._verify(credentials.decode("latin-1"))
            self._store(digest, principal, now + CACHE_SECONDS)
        if principal.expires_at and principal.expires_at <= self._now():
            raise Unauthenticated(_INVALID)
        return principal

    def _store(self, digest: bytes, principal: Principal, until: float) -> None:
        """Cache the principal; a full cache is emptied first."""
        if len(self._cache) >= _CACHE_SIZE:
            self._cache.clear()
        self._cache[digest] = principal, until

    async def _authenticate_open(self, client: str | None) -> Principal:
        if not self._settings.open_access:
            raise Unauthenticated(_MISSING)
        if client is not None and not is_loopback(client):
            raise Unauthenticated(_NOT_LOCAL)
        if self._open_principal is None:
            project = await self._projects.find_or_create(self._settings.project)
            self._open_principal = Principal("open", project.id, "open access", DEFAULT_SCOPES)
        return self._open_principal

    async def _verify(self, credentials: str) -> Principal:
        project, token = _parse(credentials)
        if self._jwt_verifier and not token.startswith(PREFIX):
            principal = await self._verify_jwt(self._jwt_verifier, token)
        else:
            principal = await self._verify_access_token(token)
        if project not in {None, str(principal.project_id)}:
            raise Unauthenticated(_INVALID)
        return principal

    async def _verify_access_token(self, text: str) -> Principal:
        row = await self._projects.find_token(text)
        if row is None:
            raise Unauthenticated(_INVALID)
        write = asyncio.create_task(self._record_use(row))
        self._usage_writes.add(write)
        write.add_done_callback(self._usage_writes.discard)
        return Principal(row.id, row.project_id, row.name, frozenset(row.scopes), row.expires_at)

    async def _record_use(self, token: AccessToken) -> None:
        """Write the token's last use in the background: it neither delays nor fails a request."""
        try:
            await self._projects.record_use(token)
        except Unavailable:
            return

    async def _verify_jwt(self, verifier: "JWTVerifier", text: str) -> Principal:
        claims = await verifier.verify(text)
        if not await self._projects.exists(claims.project_id):
            raise Unauthenticated("The project of this token does not exist here.")
        subject, project_id, scopes, expires_at = claims
        return Principal(f"jwt {subject}", project_id, subject, scopes, expires_at)

    async def close(self) -> None:
        """Wait for background writes to finish, and stop a fetch of the issuer's keys."""
        await asyncio.gather(*self._usage_writes)
        if self._jwt_verifier:
            await self._jwt_verifier.close()


def _jwt_verifier(settings: Settings) -> "JWTVerifier | None":
    """Return the verifier of JWTs; None where none are configured, and no library is loaded."""
    if not settings.jwt_keys:
        return None
    from gateway.auth.jwt import JWTVerifier

    return JWTVerifier(settings)


def is_loopback(host: str) -> bool:
    """Tell whether *host* is this machine only: a loopback address, or localhost."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _parse(credentials: str) -> tuple[str | None, str]:
    """Return the project's id, which only Basic has, and the token."""
    scheme, _, value = credentials.partition(" ")
    if scheme.lower() == "bearer":
        return None, value.strip()
    if scheme.lower() != "basic":
        raise Unauthenticated(_MISSING)
    try:
        project, _, token = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8
        raise Unauthenticated(_MISSING) from None
    return project.lower(), token
