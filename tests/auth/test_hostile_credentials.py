"""Bytes in an Authorization header are valid or 401, and reach no database as they are."""

import base64
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gateway.auth.jwt import JWTVerifier
from gateway.errors import Unauthenticated
from gateway.settings import Settings
from tests.auth.test_jwt import AUDIENCE, ISSUER, NEXT, public, signed
from tests.conftest import PROJECT, client_of

pytestmark = pytest.mark.anyio

QUERY = {"query": "{ phoneNumbers { totalCount } }"}
WRITE = {
    "query": 'mutation { importPhoneNumber(input: {number: "+14155550123", numberType: LONGCODE}) '
    "{ __typename } }"
}
SECRET = "A" * 43
on_one_server = settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def basic(pair: bytes) -> bytes:
    return b"Basic " + base64.b64encode(pair)


ids = st.text(max_size=14) | st.from_regex(r"[0-9a-f]{12}", fullmatch=True)
tokens = st.builds("ng_{}_{}".format, ids, st.text(max_size=45) | st.just(SECRET))
users = st.sampled_from(["", str(PROJECT), "x"]) | st.text(max_size=40)
pairs = st.builds("{}:{}".format, users, tokens).map(lambda p: p.encode(errors="surrogatepass"))
segments = st.binary(max_size=60).map(lambda part: base64.urlsafe_b64encode(part).rstrip(b"="))
headers = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=300).map(lambda value: b"Bearer " + value),
    st.binary(max_size=300).map(basic),
    tokens.map(lambda token: b"Bearer " + token.encode(errors="surrogatepass")),
    pairs.map(basic),
    st.lists(segments, min_size=2, max_size=4).map(lambda parts: b"Bearer " + b".".join(parts)),
)


@pytest.fixture
def settings_with_jwt(database: str, tmp_path: Path) -> Settings:
    keys = tmp_path / "keys.json"
    keys.write_text(public(NEXT))
    return Settings(
        database_url=database, jwt_keys=str(keys), jwt_issuer=ISSUER, jwt_audience=AUDIENCE
    )


@pytest.fixture
async def jwt_client(settings_with_jwt: Settings) -> Any:
    async with client_of(settings_with_jwt) as client:
        yield client


async def status(client: httpx2.AsyncClient, authorization: bytes, body: Any = QUERY) -> int:
    """Send the header as it is: the client library itself would refuse some bytes."""
    request = client.build_request("POST", "/graphql", json=body)
    request.headers = httpx2.Headers([*request.headers.raw, (b"authorization", authorization)])
    return (await client.send(request)).status_code


@example(base64.b64decode("QmFzaWMgZURwdVoxOEFZV0pqWDNObFkzSmxkQT09"))  # NUL in a token's id
@example(basic(b"x:ng_\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00_" + SECRET.encode()))
@example(b"Bearer " + base64.urlsafe_b64encode(b'{"a":' * 1_100).rstrip(b"=") + b".e30.e30")
@given(headers)
@on_one_server
async def test_bytes_that_are_no_credentials_are_401(
    jwt_client: httpx2.AsyncClient, authorization: bytes
) -> None:
    assert await status(jwt_client, authorization) == httpx2.codes.UNAUTHORIZED


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
claims = st.fixed_dictionaries(
    {},
    optional={
        "sub": json_values | st.text(st.characters(categories=["Cs", "Cc", "L"])),
        "exp": json_values | st.integers(10**9, 10**19) | st.floats(1e9, 1e300),
        "nbf": json_values,
        "project_id": json_values | st.just(str(PROJECT)),
        "scope": json_values,
        "aud": json_values | st.lists(st.just(AUDIENCE)),
    },
)


@given(claims)
@on_one_server
async def test_signed_claims_are_valid_or_401(
    jwt_client: httpx2.AsyncClient, changed: dict[str, Any]
) -> None:
    """A valid token may lack the scope, which is an answer in the body."""
    token = signed(NEXT, "ES256", **changed).encode()

    assert await status(jwt_client, b"Bearer " + token, WRITE) in {200, 401}


REFUSED: dict[str, dict[str, Any]] = {
    "NUL in the subject": {"sub": "ada\0"},
    "a lone surrogate in the subject": {"sub": "ada\ud800"},
    "a line feed in the subject": {"sub": "ada\nroot"},
    "a subject of 256 characters": {"sub": "a" * 256},
    "a subject that is a number": {"sub": 5},
    "an expiry in the year 10,000": {"exp": 253_402_300_800},
    "an expiry that no clock reaches": {"exp": 10**18},
    "an expiry that is infinite": {"exp": float("inf")},
    "an expiry that is no number": {"exp": float("nan")},
    "an expiry that is true": {"exp": True},
    "a project in braces": {"project_id": f"{{{PROJECT}}}"},
    "scopes that are an object": {"scope": {"admin": 1}},
}


@pytest.mark.parametrize("name", REFUSED)
async def test_claims_that_no_database_stores_are_401(tmp_path: Path, name: str) -> None:
    keys = tmp_path / "keys.json"
    keys.write_text(public(NEXT))
    verifier = JWTVerifier(Settings(jwt_keys=str(keys), jwt_issuer=ISSUER, jwt_audience=AUDIENCE))

    with pytest.raises(Unauthenticated):
        await verifier.verify(signed(NEXT, "ES256", **REFUSED[name]))

    subject = "a" * 255
    found = await verifier.verify(signed(NEXT, "ES256", sub=subject, exp=int(time.time()) + 60))
    assert found.subject == subject
