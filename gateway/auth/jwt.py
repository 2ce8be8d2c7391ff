"""JSON Web Tokens: verifies the access tokens of one identity provider (OIDC).

The signature must be by an allowed algorithm and a key of the provider's JWKS; issuer, audience,
subject and expiry are required. The JWKS is fetched when it is first needed, again after an hour,
and early, at most every 30 s, when a token names an unknown key, as after a key rotation.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import httpx2
import orjson
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from gateway.auth.claims import Claims, read_claims
from gateway.errors import Unauthenticated, Unavailable
from gateway.settings import Settings

_LEEWAY: Final = 60  # seconds that clocks may differ
_JWKS_TTL: Final = 3600.0  # seconds
_MIN_REFETCH_INTERVAL: Final = 30.0  # seconds, whatever key ids tokens name
_FETCH_TIMEOUT: Final = 5  # seconds
T = TypeVar("T")
_log = structlog.get_logger("numbergate.auth")


class JWTVerifier:
    """Verifies the tokens of one issuer."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Trust the issuer in *settings*. The *clock* returns seconds."""
        self._settings = settings
        self._algorithms = settings.jwt_algorithms.split()
        self._jwks = JWKSCache(settings.jwt_keys, clock)
        self._registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": settings.jwt_issuer},
            aud={"essential": True, "value": settings.jwt_audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    @classmethod
    def of(cls, settings: Settings) -> "JWTVerifier | None":
        """Return the verifier for *settings*; None where JWTs are not configured."""
        return cls(settings) if settings.jwt_keys else None

    async def verify(self, text: str) -> Claims:
        """Return the token's claims. Raises `Unauthenticated`, or `Unavailable` without a JWKS."""
        keys = await self._jwks.keys_for(_checked(text, _key_id))
        return _checked(text, partial(self._decode, keys))

    def _decode(self, keys: KeySet, text: str) -> Claims:
        payload = jwt.decode(text, keys, algorithms=self._algorithms).claims
        self._registry.validate(payload)
        settings = self._settings
        claims = read_claims(payload, settings.jwt_project_claim, settings.jwt_scope_claim)
        return claims._replace(expires_at=claims.expires_at + timedelta(seconds=_LEEWAY))


class JWKSCache:
    """The issuer's JSON Web Key Set, from a URL or a file."""

    def __init__(self, source: str, clock: Callable[[], float]) -> None:
        """Keep the *source*; the first `keys_for` fetches."""
        self._source, self._clock = source, clock
        self._keys = KeySet([])
        self._fetched_at = float("-inf")
        self._lock = asyncio.Lock()

    async def keys_for(self, key_id: str | None) -> KeySet:
        """Return the cached keys, fetched again if they are old or lack *key_id*."""
        async with self._lock:
            age = self._clock() - self._fetched_at
            is_known = key_id is None or any(key.kid == key_id for key in self._keys.keys)
            if age > _JWKS_TTL or (not is_known and age > _MIN_REFETCH_INTERVAL):
                await self._fetch()
        return self._keys

    async def _fetch(self) -> None:
        """Fetch the keys. On failure keep the last ones; raise `Unavailable` if there are none."""
        self._fetched_at = self._clock()
        try:
            self._keys = KeySet.import_key_set(await self._read_source())
        except (OSError, httpx2.HTTPError, JoseError, ValueError, KeyError, TypeError) as exc:
            _log.warning("jwks_fetch_failed", cause=type(exc).__name__)
            if not self._keys.keys:
                self._fetched_at = float("-inf")
                raise Unavailable from None

    async def _read_source(self) -> Any:
        if not self._source.startswith(("http://", "https://")):
            return orjson.loads(await asyncio.to_thread(Path(self._source).read_bytes))
        async with httpx2.AsyncClient(timeout=_FETCH_TIMEOUT) as client:
            response = (await client.get(self._source)).raise_for_status()
        return orjson.loads(response.content)


def _checked(text: str, read: Callable[[str], T]) -> T:
    """Return what *read* finds in a token. Raises `Unauthenticated` for text that it cannot read.

    Whatever a decoder raises over text of a stranger says that it is no valid token.
    """
    try:
        return read(text)
    except Exception as exc:  # noqa: BLE001
        _log.info("jwt_rejected", reason=type(exc).__name__)
        raise Unauthenticated("This token is not valid here, or has expired.") from None


def _key_id(text: str) -> str | None:
    """Return the `kid` of the token's header."""
    header = extract_compact(text.encode()).headers()
    return cast("str | None", header.get("kid"))
