"""JSON Web Key Set: a cache of the identity provider's keys, fetched in the background.

A token whose key is known never waits: keys that are an hour old are used while they are fetched
again. A token that names an unknown key, as after a rotation, starts a fetch and waits for it, but
a fetch begins at most every 30 s, and few requests wait at once: a slow provider, and tokens that
anyone can make up, hold up no other request. A fetch has a limit for its whole time and its size.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import httpx2
import orjson
from joserfc.jwk import KeySet

from gateway import tls
from gateway.errors import Unavailable
from gateway.observability.loggers import Logger

FETCH_SECONDS: Final = 5.0  # from the first byte that is sent to the last that is read
MAX_BYTES: Final = 262_144
_MAX_KEYS: Final = 100
_TTL: Final = 3600.0  # seconds
_MIN_INTERVAL: Final = 30.0  # seconds between two fetches, whatever key ids tokens name
_MIN_RETRY: Final = 1.0  # the same, while there are no keys at all
_log = Logger("numbergate.auth")


class JWKSCache:
    """The keys of one issuer, from a URL or a file."""

    def __init__(self, source: str, clock: Callable[[], float], max_waiting: int) -> None:
        """Keep the *source*; the first `keys_for` fetches. *max_waiting* requests wait for it."""
        self._source, self._clock, self._max_waiting = source, clock, max_waiting
        self._keys = KeySet([])
        self._begun_at = self._fetched_at = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._waiting = 0

    async def keys_for(self, key_id: object) -> KeySet:
        """Return keys that hold *key_id*, if the issuer has it. Raises `Unavailable` without keys.

        Also when too many requests wait for keys.
        """
        is_known = self._has(key_id)
        if not is_known or self._clock() - self._fetched_at > _TTL:
            self._begin_fetch()
        if self._fetching and not is_known:
            await self._wait(self._fetching)
        if not self._keys.keys:
            raise Unavailable
        return self._keys

    async def close(self) -> None:
        """Stop a fetch that runs."""
        if self._fetching:
            self._fetching.cancel()
            await asyncio.wait([self._fetching])

    def _has(self, key_id: object) -> bool:
        """Tell whether the keys hold *key_id*; a token that names none takes any."""
        return any(key_id is None or key.kid == key_id for key in self._keys.keys)

    def _begin_fetch(self) -> None:
        """Fetch in the background, unless that was done a moment ago or is being done."""
        now = self._clock()
        interval = _MIN_INTERVAL if self._keys.keys else _MIN_RETRY
        if self._fetching is None and now - self._begun_at > interval:
            self._begun_at = now
            self._fetching = asyncio.create_task(self._fetch())

    async def _wait(self, fetching: asyncio.Task[None]) -> None:
        if self._waiting >= self._max_waiting:
            raise Unavailable
        self._waiting += 1
        try:
            await asyncio.wait([fetching])  # unlike an await, it is not cancelled with the request
        finally:
            self._waiting -= 1

    async def _fetch(self) -> None:
        """Replace the keys. Whatever goes wrong, the last ones stay."""
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                text = await self._read_source()
            self._keys = await asyncio.to_thread(_parse, text)
            self._fetched_at = self._clock()
        except Exception as exc:  # noqa: BLE001  # a provider may send anything
            _log.warning("jwks_fetch_failed", cause=type(exc).__name__)
        finally:
            self._fetching = None

    async def _read_source(self) -> bytes:
        if self._source.startswith(("http://", "https://")):
            return await _download(self._source)
        return await asyncio.to_thread(_read_file, self._source)


async def _download(url: str) -> bytes:
    """Return the body, uncompressed. Raises an exception for another status, or a larger one."""
    headers, body = {"Accept-Encoding": "identity"}, bytearray()
    async with (
        httpx2.AsyncClient(timeout=FETCH_SECONDS, verify=tls.default_context()) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        response.raise_for_status()
        async for part in response.aiter_raw():
            body += part
            _check_size(body)
    return bytes(body)


def _read_file(path: str) -> bytes:
    with Path(path).open("rb") as file:
        text = file.read(MAX_BYTES + 1)
    _check_size(text)
    return text


def _check_size(text: bytes | bytearray) -> None:
    if len(text) > MAX_BYTES:
        raise ValueError("the key set is larger than a key set is")


def _parse(text: bytes) -> KeySet:
    parsed: Any = orjson.loads(text)
    if len(parsed["keys"]) > _MAX_KEYS:
        raise ValueError("the key set has more keys than a provider has")
    return KeySet.import_key_set(parsed)
