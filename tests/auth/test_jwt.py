"""JSON Web Tokens, signed by the test, whose key set it serves and rotates."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from joserfc import jws
from joserfc.jwk import ECKey, KeySet, RSAKey

from gateway.auth.jwt import JWTVerifier
from gateway.errors import Unauthenticated, Unavailable
from gateway.settings import Settings
from tests.conftest import ON_SQLITE, PROJECT, client_of

pytestmark = pytest.mark.anyio

ISSUER, AUDIENCE = "https://id.example.com", "numbergate"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
NEXT = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})
COUNT = {"query": "{ phoneNumberEvents { nodes { actor } } }"}
IMPORT = {
    "query": 'mutation { importPhoneNumber(input: {number: "+14155550123", numberType: LONGCODE}) '
    "{ __typename } }"
}


class Provider:
    """A key set at a local URL, and how often it was fetched."""

    def __init__(self) -> None:
        self.keys: list[Any] = [KEY]
        self.fetches = 0
        self.status = 200
        self.url = ""


@contextmanager
def served() -> Iterator[Provider]:
    """Serve a key set like an identity provider."""
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.fetches += 1
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(public(*state.keys).encode())

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/keys"
    Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def provider() -> Iterator[Provider]:
    with served() as state:
        yield state


def public(*keys: Any) -> str:
    return json.dumps(KeySet(list(keys)).as_dict(private=False))


def settings(keys: str, **others: Any) -> Settings:
    return Settings(jwt_keys=keys, jwt_issuer=ISSUER, jwt_audience=AUDIENCE, **others)


def signed(key: Any = KEY, alg: str = "RS256", **changed: Any) -> str:
    """Sign a valid token with the claims in *changed* replaced; None leaves a claim out."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "ada@example.com",
        "exp": int(time.time()) + 600,
        "project_id": str(PROJECT),
        "scope": "openid numbers:read numbers:write",
    } | changed
    kept = {name: value for name, value in claims.items() if value is not None}
    # JSON in ASCII, as some providers write it: it may hold a lone surrogate.
    payload = json.dumps(kept).encode()
    return jws.serialize_compact({"alg": alg, "kid": key.kid}, payload, key, [alg])


@ON_SQLITE
async def test_a_signed_token_acts_as_its_subject_in_its_project(
    database: str, provider: Provider
) -> None:
    headers = {"Authorization": f"Bearer {signed()}"}

    async with client_of(settings(provider.url, database_url=database)) as client:
        await client.post("/graphql", json=IMPORT, headers=headers)
        answer = await client.post("/graphql", json=COUNT, headers=headers)

    events = answer.json()["data"]["phoneNumberEvents"]["nodes"]
    assert events == [{"actor": "ada@example.com"}]
    assert provider.fetches == 1


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example.com"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another"},
    "no audience": {"aud": None},
    "expired beyond the leeway": {"exp": int(time.time()) - 61},
    "no expiry": {"exp": None},
    "no subject": {"sub": None},
    "no project": {"project_id": None},
    "a project that is no id": {"project_id": "sales"},
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_token_with_a_wrong_claim_is_rejected(provider: Provider, name: str) -> None:
    verifier = JWTVerifier(settings(provider.url))

    with pytest.raises(Unauthenticated):
        await verifier.verify(signed(**WRONG[name]))


async def test_clocks_may_differ_by_a_minute(provider: Provider) -> None:
    found = await JWTVerifier(settings(provider.url)).verify(signed(exp=int(time.time()) - 30))

    assert found.subject == "ada@example.com"


def by_the_public_key(payload: str) -> str:
    """Sign by HMAC with the public key as the secret."""
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"first"}').rstrip(b"=").decode()
    text = f"{header}.{payload}"
    digest = hmac.digest(KEY.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


async def test_a_signature_by_another_key_or_algorithm_is_rejected(provider: Provider) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "first"})
    header, payload, _ = signed().split(".")
    forged = [
        signed(stranger),
        by_the_public_key(payload),
        signed(KEY, "RS384"),  # not an allowed algorithm
        f"{header}.{payload}.",
        f"eyJhbGciOiJub25lIn0.{payload}.",
        "a.b.c",
        "not a token",
    ]

    for text in forged:
        with pytest.raises(Unauthenticated):
            await JWTVerifier(settings(provider.url)).verify(text)


async def test_a_rotated_key_is_fetched_and_unknown_keys_do_not_fetch_again_at_once(
    provider: Provider,
) -> None:
    now = 0.0
    verifier = JWTVerifier(settings(provider.url), clock=lambda: now)
    await verifier.verify(signed())
    provider.keys = [KEY, NEXT]

    now = 31.0
    found = await verifier.verify(signed(NEXT, "ES256"))
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await verifier.verify(signed(RSAKey.generate_key(2048, {"kid": uuid4().hex})))

    assert found.subject == "ada@example.com"
    assert provider.fetches == 2


async def test_cached_keys_are_used_while_the_provider_is_down(provider: Provider) -> None:
    now = 0.0
    verifier = JWTVerifier(settings(provider.url), clock=lambda: now)
    without_keys = JWTVerifier(settings(provider.url))
    await verifier.verify(signed())

    provider.status, now = 500, 4000.0

    assert (await verifier.verify(signed())).subject == "ada@example.com"
    with pytest.raises(Unavailable):
        await without_keys.verify(signed())


async def test_the_key_set_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_text(public(KEY))

    found = await JWTVerifier(settings(str(file))).verify(signed(scope=["numbers:read", "other"]))

    assert found.scopes == {"numbers:read"}


@ON_SQLITE
async def test_a_token_of_an_unknown_project_is_rejected(database: str, provider: Provider) -> None:
    headers = {"Authorization": f"Bearer {signed(project_id=str(uuid4()))}"}

    async with client_of(settings(provider.url, database_url=database)) as client:
        answer = await client.post("/graphql", json=COUNT, headers=headers)

    assert answer.status_code == httpx2.codes.UNAUTHORIZED


def test_a_key_set_needs_issuer_and_audience() -> None:
    with pytest.raises(ValueError, match="JWT_ISSUER"):
        Settings(jwt_keys="keys.json")
