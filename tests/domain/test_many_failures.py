"""The number and the length of reported failures are limited for any input."""

import time
from typing import Any

import httpx2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.errors import MOST_FAILURES, FieldFailure, Invalid
from tests.conftest import ON_SQLITE, ask

IMPORTED = "/api/relay/rest/imported_phone_numbers"


def test_beyond_the_maximum_the_last_failure_counts_the_rest() -> None:
    found = Invalid(*(FieldFailure((f"f{n}",), "required", "x") for n in range(MOST_FAILURES + 5)))

    assert len(found.failures) == MOST_FAILURES + 1
    assert found.failures[-1].code == "more_failures"
    assert found.failures[-1].message == "5 more fields are not valid."
    assert found.message == f"{MOST_FAILURES + 5} fields are not valid."


def test_up_to_the_maximum_every_failure_is_reported() -> None:
    failures = tuple(FieldFailure((f"f{n}",), "required", "x") for n in range(MOST_FAILURES))

    assert Invalid(*failures).failures == failures


def test_failures_that_are_raised_again_with_others_are_counted_once() -> None:
    first = Invalid(*(FieldFailure((f"f{n}",), "required", "x") for n in range(30)))

    again = Invalid(FieldFailure(("g",), "required", "x"), *first.all_failures)

    assert [f.code for f in again.failures].count("more_failures") == 1
    assert again.failures[-1].message == "11 more fields are not valid."


def test_what_a_caller_sent_is_cut_in_paths_and_messages() -> None:
    failure = FieldFailure(("x" * 1_000, 3), "unknown_field", "y" * 1_000)

    assert failure.path == ("x" * 64, 3)
    assert len(failure.message) == 400


def test_a_list_of_wrong_items_has_few_failures() -> None:
    asked = {"number": "+14155550123", "number_type": "longcode", "capabilities": ["x"] * 4_000}

    with pytest.raises(Invalid) as found:
        ImportNumber.of(asked, STRICT)

    assert len(found.value.failures) <= MOST_FAILURES + 1


@ON_SQLITE
@pytest.mark.anyio
@pytest.mark.parametrize("prefix", ["call_request_ur", "x" * 1_000])
async def test_a_record_of_unknown_keys_is_refused_briefly(
    client: httpx2.AsyncClient, prefix: str
) -> None:
    body: dict[str, Any] = {f"{prefix}{n}": 1 for n in range(200)}

    response = await client.post(IMPORTED, json=body)

    details = [error["detail"] for error in response.json()["errors"]]
    assert response.status_code == 422
    assert len(details) == MOST_FAILURES + 1
    assert sum("Did you mean" in detail for detail in details) <= 3
    assert details[-1].endswith("more fields are not valid.")
    assert len(response.content) < 20_000


@ON_SQLITE
@pytest.mark.anyio
async def test_thousands_of_unknown_keys_take_little_cpu(client: httpx2.AsyncClient) -> None:
    """A suggestion for each would take seconds."""
    body = {f"call_request_ur{n}": 1 for n in range(4_990)}

    began = time.process_time()
    response = await client.post(IMPORTED, json=body)

    assert response.status_code == 422
    assert time.process_time() - began < 1


@ON_SQLITE
@pytest.mark.anyio
async def test_a_handler_kind_of_any_length_is_not_repeated(client: httpx2.AsyncClient) -> None:
    body = {"number": "+14155550123", "call_handler": "x" * 100_000, "call_request_url": "y"}

    response = await client.post(IMPORTED, json=body)

    assert response.status_code == 422
    assert len(response.content) < 20_000


@ON_SQLITE
@pytest.mark.anyio
async def test_variables_of_unknown_keys_have_few_errors(client: httpx2.AsyncClient) -> None:
    text = "query ($f: PhoneNumberFilter) { phoneNumbers(filter: $f) { totalCount } }"

    answer = await ask(client, text, f={f"createdAfte{n}": 1 for n in range(4_900)})

    assert len(answer["errors"]) <= 10
