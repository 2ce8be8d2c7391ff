"""Who asks: the one place that reads credentials.

Two schemes, over every transport: ``Bearer <token>`` and Basic with a project's id as the user and
a token as the password. What was found out is remembered for a few seconds, by a digest of the
credentials, so that most requests ask no database; a revoked token works that long at most.
"""

import asyncio
import base64
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import Final
from uuid import UUID

from gateway.auth.jwt import JWTVerifier
from gateway.clock import utc_now
from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from gateway.errors import Unauthenticated, Unavailable
from gateway.models import AccessToken
from gateway.services.projects import DEFAULT_SCOPES, PREFIX, Projects
from gateway.settings import Settings

REMEMBERED_SECONDS: Final = 5

_MOST_REMEMBERED: Final = 10_000
_LONGEST: Final = 8192
_NOBODY: Final = (None, 0.0)
_MISSING = "Send a token: Authorization: Bearer ng_…"
_UNKNOWN = "This token is not known, was revoked, or has expired."
_NOT_LOCAL = "Access without a token is open to this machine alone."


@dataclass(frozen=True, slots=True)
class Principal:
    """What credentials allow. ``key`` tells one from another; it is no secret."""

    key: str
    project_id: UUID
    actor: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None

    def caller(self, request_id: str | None) -> Caller:
        """Return who asks in this request."""
        return Caller(self.project_id, self.actor, self.scopes, request_id)


class Authenticator:
    """Lets in who has a token; by a setting, whoever asks from this machine."""

    def __init__(
        self,
        settings: Settings,
        projects: Projects,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Know the tokens of *projects*, and the sign-in that *settings* name."""
        self._settings, self._projects, self._now = settings, projects, now
        self._sign_in = JWTVerifier.of(settings)
        self._known: dict[bytes, tuple[Principal | None, float]] = {}
        self._local: Principal | None = None  # what open access allows
        self._notes = set[asyncio.Task[None]]()

    async def authenticate(self, credentials: bytes | None, client: str | None) -> Principal:
        """Return what these credentials allow, sent from the address *client*.

        *credentials* is what an Authorization header holds. Raises `Unauthenticated`.
        """
        if credentials is None:
            return await self._open(client)
        key, now = sha256(credentials).digest(), monotonic()
        grant, until = self._known.get(key, _NOBODY)
        if grant is None or until < now:
            grant = await self._look_up(credentials.decode("latin-1"))
            self._remember(key, grant, now + REMEMBERED_SECONDS)
        if grant.expires_at and grant.expires_at <= self._now():
            raise Unauthenticated(_UNKNOWN)
        return grant

    def _remember(self, key: bytes, grant: Principal, until: float) -> None:
        """Keep what was found out, and begin anew when that is too much."""
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[key] = grant, until

    async def _open(self, client: str | None) -> Principal:
        if not self._settings.open_access:
            raise Unauthenticated(_MISSING)
        if not is_local(client):
            raise Unauthenticated(_NOT_LOCAL)
        if self._local is None:
            project = await self._projects.find_or_create(self._settings.project)
            self._local = Principal("open", project.id, "open access", DEFAULT_SCOPES)
        return self._local

    async def _look_up(self, credentials: str) -> Principal:
        project, text = _read(credentials)
        if self._sign_in and not text.startswith(PREFIX):
            grant = await self._signed(self._sign_in, text)
        else:
            grant = await self._minted(text)
        if project not in {None, str(grant.project_id)}:
            raise Unauthenticated(_UNKNOWN)
        return grant

    async def _minted(self, text: str) -> Principal:
        row = await self._projects.find_token(text)
        if row is None:
            raise Unauthenticated(_UNKNOWN)
        note = asyncio.create_task(self._note(row))
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)
        return Principal(row.id, row.project_id, row.name, frozenset(row.scopes), row.expires_at)

    async def _note(self, token: AccessToken) -> None:
        """Note the use beside the request: it waits for no lock, and fails for none."""
        try:
            await self._projects.record_use(token)
        except Unavailable:
            return

    async def _signed(self, sign_in: JWTVerifier, text: str) -> Principal:
        found = await sign_in.read(text)
        if not await self._projects.exists(found.project_id):
            raise Unauthenticated("The project of this token is not known here.")
        return Principal(found.key, found.project_id, found.subject, found.scopes, found.expires_at)

    async def close(self) -> None:
        """Finish what was begun."""
        await asyncio.gather(*self._notes)


def is_local(host: str | None) -> bool:
    """Tell whether *host* is this machine: a loopback address, its usual name, or a socket."""
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _read(credentials: str) -> tuple[str | None, str]:
    """Return the project, where the scheme names one, and the token."""
    scheme, _, value = credentials[:_LONGEST].partition(" ")
    if scheme.lower() == "bearer":
        return None, value.strip()
    if scheme.lower() != "basic":
        raise Unauthenticated(_MISSING)
    try:
        project, _, text = base64.b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no text
        raise Unauthenticated(_MISSING) from None
    return project.lower(), text
