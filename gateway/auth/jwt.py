"""Sign-in by JSON Web Tokens, for frontends whose people an identity provider knows (OIDC).

A signature is checked against the provider's keys, by an allowed algorithm and no other; issuer,
audience and expiry are demanded. The keys are fetched when they are first needed, again after an
hour, and early when a token names a key that is not among them, as it does after a rotation.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import httpx2
import orjson
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from gateway.domain.enums import Scope
from gateway.errors import Unauthenticated, Unavailable
from gateway.settings import Settings

_LEEWAY: Final = 60  # seconds that clocks may differ
_KEPT: Final = 3600.0
_PAUSE: Final = 30.0  # between two fetches, whatever tokens name
_FETCH_SECONDS: Final = 5
_log = structlog.get_logger("numbergate.access")


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """What a token says, after everything about it was checked."""

    key: str
    subject: str
    project_id: UUID
    scopes: frozenset[Scope]
    expires_at: datetime


class JWTVerifier:
    """Reads the tokens of one issuer."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Trust the issuer that *settings* name."""
        self._settings = settings
        self._algorithms = settings.jwt_algorithms.split()
        self._keys = JWKSCache(settings.jwt_keys, clock)
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": settings.jwt_issuer},
            aud={"essential": True, "value": settings.jwt_audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings) -> "JWTVerifier | None":
        """Return the sign-in that *settings* name, if they do."""
        return cls(settings) if settings.jwt_keys else None

    async def read(self, text: str) -> VerifiedToken:
        """Return what the token says. Raises `Unauthenticated`, or `Unavailable` without keys."""
        try:
            keys = await self._keys.having(_key_id(text))
            claims = jwt.decode(text, keys, algorithms=self._algorithms).claims
            self._claims.validate(claims)
            return self._signed_in(claims)
        except (JoseError, ValueError, KeyError, TypeError) as exc:
            _log.info("sign_in_refused", reason=type(exc).__name__)
            raise Unauthenticated("This token is not valid here, or has expired.") from None

    def _signed_in(self, claims: dict[str, Any]) -> VerifiedToken:
        subject = str(claims["sub"])[:255]
        return VerifiedToken(
            key=f"jwt {subject}",
            subject=subject,
            project_id=UUID(str(claims[self._settings.jwt_project_claim])),
            scopes=_scopes(claims.get(self._settings.jwt_scope_claim)),
            expires_at=datetime.fromtimestamp(claims["exp"] + _LEEWAY, UTC),
        )


class JWKSCache:
    """The issuer's public keys, from a URL or a file."""

    def __init__(self, source: str, clock: Callable[[], float]) -> None:
        """Fetch nothing yet."""
        self._source, self._clock = source, clock
        self._found = KeySet([])
        self._fetched = float("-inf")
        self._fetching = asyncio.Lock()

    async def having(self, key_id: str | None) -> KeySet:
        """Return the keys, fresh enough to know whether *key_id* is one of them."""
        async with self._fetching:
            age = self._clock() - self._fetched
            known = key_id is None or any(key.kid == key_id for key in self._found.keys)
            if age > _KEPT or (not known and age > _PAUSE):
                await self._fetch()
        return self._found

    async def _fetch(self) -> None:
        """Fetch the keys; where that fails, those from before stay."""
        self._fetched = self._clock()
        try:
            self._found = KeySet.import_key_set(await self._content())
        except (OSError, httpx2.HTTPError, JoseError, ValueError, KeyError, TypeError) as exc:
            _log.warning("keys_not_fetched", cause=type(exc).__name__)
            if not self._found.keys:
                self._fetched = float("-inf")
                raise Unavailable from None

    async def _content(self) -> Any:
        if not self._source.startswith(("http://", "https://")):
            return orjson.loads(await asyncio.to_thread(Path(self._source).read_bytes))
        async with httpx2.AsyncClient(timeout=_FETCH_SECONDS) as client:
            answer = (await client.get(self._source)).raise_for_status()
        return orjson.loads(answer.content)


def _key_id(text: str) -> str | None:
    """Return the key that the token names."""
    header = extract_compact(text.encode()).headers()
    return cast("str | None", header.get("kid"))


def _scopes(claim: object) -> frozenset[Scope]:
    """Return the scopes of the claim that are ours; a provider has others beside them."""
    names = claim.split() if isinstance(claim, str) else cast("list[object]", claim or [])
    return frozenset(scope for scope in Scope if scope in names)
