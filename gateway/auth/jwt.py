"""JSON Web Tokens: verifies the access tokens of one identity provider (OIDC).

The signature must be by an allowed algorithm and a key of the provider's JWKS; issuer, audience,
subject and expiry are required.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from gateway.auth.claims import Claims, read_claims
from gateway.auth.jwks import JWKSCache
from gateway.errors import Unauthenticated
from gateway.observability.loggers import Logger
from gateway.settings import Settings

_LEEWAY: Final = 60  # seconds that clocks may differ
_WAITING_SHARE: Final = 8  # one in so many of the requests that run may wait for keys
T = TypeVar("T")
_log = Logger("numbergate.auth")


class JWTVerifier:
    """Verifies the tokens of one issuer."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        """Trust the issuer in *settings*. The *clock* returns seconds."""
        self._settings = settings
        self._algorithms = settings.jwt_algorithms.split()
        waiting = max(1, settings.running_requests // _WAITING_SHARE)
        self._jwks = JWKSCache(settings.jwt_keys, clock, waiting)
        self._registry = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": settings.jwt_issuer},
            aud={"essential": True, "value": settings.jwt_audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    async def verify(self, text: str) -> Claims:
        """Return the token's claims. Raises `Unauthenticated`, or `Unavailable` without a JWKS."""
        keys = await self._jwks.keys_for(_checked(text, _key_id))
        return _checked(text, partial(self._decode, keys))

    async def close(self) -> None:
        """Stop a fetch of keys that runs."""
        await self._jwks.close()

    def _decode(self, keys: KeySet, text: str) -> Claims:
        payload = jwt.decode(text, keys, algorithms=self._algorithms).claims
        self._registry.validate(payload)
        settings = self._settings
        claims = read_claims(payload, settings.jwt_project_claim, settings.jwt_scope_claim)
        return claims._replace(expires_at=claims.expires_at + timedelta(seconds=_LEEWAY))


def _checked(text: str, read: Callable[[str], T]) -> T:
    """Return what *read* finds in a token. Raises `Unauthenticated` for text that it cannot read.

    Whatever a decoder raises over text of a stranger says that it is no valid token.
    """
    try:
        return read(text)
    except Exception as exc:  # noqa: BLE001
        _log.info("jwt_rejected", reason=type(exc).__name__)
        raise Unauthenticated("This token is not valid here, or has expired.") from None


def _key_id(text: str) -> object:
    """Return the `kid` of the token's header."""
    return extract_compact(text.encode()).headers().get("kid")
