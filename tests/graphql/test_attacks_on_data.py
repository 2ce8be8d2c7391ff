"""Expensive requests are answered or refused by a typed failure, and never by INTERNAL.

What they cost on a large database, bench/attacks_on_data.py measures.
"""

from collections.abc import AsyncIterator

import httpx2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests.attacks_on_data import ATTACKS
from tests.conftest import CALLER, client_of

pytestmark = pytest.mark.anyio

REFUSALS = {"VALIDATION_FAILED", "QUERY_TOO_COMPLEX", "SEARCH_TIMEOUT", "OVERLOADED"}


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client that may ask as much as it wants."""
    unlimited = Settings(database_url=database, open_access=True, rate_limit=0)
    async with client_of(unlimited) as client:
        yield client


async def test_no_attack_on_data_makes_an_unexpected_error(
    client: httpx2.AsyncClient, numbers: PhoneNumbers
) -> None:
    for n in range(20):
        asked = {"number": f"+1415555{n:04}", "number_type": "longcode", "tags": ["common"]}
        await numbers.import_number(CALLER, ImportNumber.of(asked, STRICT))

    for name, attack in ATTACKS.items():
        for _ in range(3):
            body = {"query": attack.text(), "variables": attack.variables()}
            answer = await client.post("/graphql", json=body)
            errors = answer.json().get("errors", ())
            codes = {error["extensions"]["code"] for error in errors}
            assert answer.status_code == 200, name
            assert codes <= REFUSALS, (name, errors)


async def test_a_long_list_by_rest_is_one_failure(client: httpx2.AsyncClient) -> None:
    body = {"number": "+14155550123", "number_type": "longcode", "capabilities": ["sms"] * 4_000}

    answer = await client.post("/api/relay/rest/imported_phone_numbers", json=body)

    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert "4000 capabilities were given; at most 4" in error["detail"]
