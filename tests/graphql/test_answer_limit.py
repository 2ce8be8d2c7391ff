"""The response size limit, which is enforced during execution."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests.conftest import CALLER, ON_SQLITE, ask, client_of

pytestmark = [pytest.mark.anyio, ON_SQLITE]

LIMIT = 65_536
NAMES = " ".join(f"a{n}: name" for n in range(10))
LIST = f"phoneNumbers(first: 30) {{ nodes {{ {NAMES} }} }}"
AFTER = " ".join(f"a{n}: after" for n in range(10))

TOO_LARGE = {
    "a list": f"{{ {LIST} }}",
    "lists within a list": "{ phoneNumbers(first: 30) { nodes { events(first: 1) { "
    f"nodes {{ changes {{ {AFTER} }} }} }} }} }} }}",
    "objects that are loaded": "{ phoneNumberEvents(first: 30) { nodes { phoneNumber { "
    f"{NAMES} }} }} }} }}",
    "values beside objects that are loaded": "{ phoneNumbers(first: 30) { nodes { "
    f"{NAMES} events(first: 1) {{ __typename }} }} }} }}",
    "a list with a mistake": "{ phoneNumbers(first: 30) { nodes { "
    f'{NAMES} events(after: "x") {{ __typename }} }} }} }}',
    "several lists that are small enough alone": "{ a: phoneNumbers(first: 20) { nodes { "
    f"{NAMES} }} }} b: phoneNumbers(first: 20) {{ nodes {{ {NAMES} }} }} }}",
    "what graphql-core executes": "{ __schema { types { name description "
    "fields { name description args { name description } type { name description } } "
    "inputFields { name description } } } }",
}


@pytest.fixture
def settings(database: str) -> Settings:
    return Settings(database_url=database, open_access=True, answer_limit=LIMIT)


@pytest.fixture
async def client(settings: Settings, numbers: PhoneNumbers) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a project with forty numbers of long names."""
    await numbers.import_all(CALLER, [_number(place) for place in range(40)])
    async with client_of(settings) as client:
        yield client


def _number(place: int) -> ImportNumber:
    asked = {"number": f"+1415555{place:04}", "number_type": "longcode", "name": "ä" * 250}
    return ImportNumber.of(asked, STRICT)


def code(answer: dict[str, Any]) -> str:
    [error] = answer["errors"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("document", TOO_LARGE.values(), ids=TOO_LARGE)
async def test_what_is_too_large_is_refused(client: httpx2.AsyncClient, document: str) -> None:
    response = await client.post("/graphql", json={"query": document})

    assert response.status_code == 422
    assert code(response.json()) == "ANSWER_TOO_LARGE"
    assert "data" not in response.json()


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("name", [*TOO_LARGE][:4])
async def test_the_limit_is_that_of_the_bytes_that_are_sent(settings: Settings, name: str) -> None:
    body = {"query": TOO_LARGE[name]}
    async with client_of(settings.model_copy(update={"answer_limit": 2**30})) as unlimited:
        size = len((await unlimited.post("/graphql", json=body)).content)

    statuses = []
    for limit in (size * 12 // 10, size * 8 // 10):
        async with client_of(settings.model_copy(update={"answer_limit": limit})) as limited:
            statuses.append((await limited.post("/graphql", json=body)).status_code)

    assert size > LIMIT
    assert statuses == [200, 422]


async def test_a_mutation_whose_answer_is_too_large_says_that_it_was_committed(
    client: httpx2.AsyncClient,
) -> None:
    url = "https://example.com/".ljust(2_000, "x")
    handler = {"lamlWebhooks": {"requestUrl": url, "fallbackUrl": url, "statusCallbackUrl": url}}
    document = (
        "mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) { "
        "... on ImportPhoneNumberSuccess { phoneNumber { callHandler { "
        "... on LamlWebhooksCallHandler { fallbackUrl statusCallbackUrl requestUrl "
        + " ".join(f"a{n}: requestUrl" for n in range(30))
        + " } } } } } }"
    )
    asked = {"number": "+14155550199", "numberType": "LONGCODE", "callHandler": handler}

    answer = await ask(client, document, input=asked)
    found = await ask(client, '{ phoneNumber(number: "+14155550199") { id } }')

    assert code(answer) == "ANSWER_TOO_LARGE"
    assert "committed" in answer["errors"][0]["message"]
    assert found["data"]["phoneNumber"]


async def test_a_page_of_records_that_is_too_large_is_refused(client: httpx2.AsyncClient) -> None:
    path = "/api/relay/rest/phone_numbers"

    small = await client.get(path, params={"page_size": 10})
    large = await client.get(path, params={"page_size": 1000})

    assert small.status_code == 200
    assert large.status_code == 422
    assert [error["code"] for error in large.json()["errors"]] == ["answer_too_large"]
