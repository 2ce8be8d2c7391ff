"""`facets`: the numbers of a list counted by value, as counting all of them in Python does."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import httpx2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.commands.listing import Facet, NumberFilter
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.models.phone_number import PhoneNumber
from gateway.services.phone_numbers import PhoneNumbers
from tests.conftest import CALLER, ON_SQLITE, STRANGER, Execute, ask

pytestmark = pytest.mark.anyio

TOPIC = {"relay_topic": {"topic": "office"}}
SWML = {"relay_script": {"url": "https://example.com/swml"}}
FACETS = """
query ($filter: PhoneNumberFilter, $first: Int! = 20) {
  phoneNumbers(filter: $filter, first: 1) {
    totalCount
    facets {
      tags(first: $first) { value count } countries { value count }
      callHandlerKinds { value count } messageHandlerKinds { value count }
      numberTypes { value count } provisioning { value count }
    }
  }
}
"""
VALUES: dict[Facet, Callable[[PhoneNumber], Iterable[Any]]] = {
    Facet.TAG: lambda row: row.tags,
    Facet.COUNTRY: lambda row: [row.country_code],
    Facet.CALL_HANDLER_KIND: lambda row: [row.call_handler_kind],
    Facet.MESSAGE_HANDLER_KIND: lambda row: [row.message_handler_kind],
    Facet.NUMBER_TYPE: lambda row: [row.number_type],
    Facet.PROVISIONING: lambda row: [row.provisioning],
}


async def some_numbers(numbers: PhoneNumbers, caller: Any = CALLER) -> None:
    """Import twelve numbers of two countries, with tags and handlers."""
    for n in range(12):
        asked = {
            "number": f"+1415555{n:04d}" if n % 3 else f"+4420794{n:05d}",
            "number_type": "longcode",
            "tags": [["red", "big"], ["red"], []][n % 3],
            "call_handler": [TOPIC, SWML, None, TOPIC][n % 4],
        }
        await numbers.import_number(caller, ImportNumber.of(asked, STRICT))


@pytest.mark.parametrize("facet", Facet)
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"country_codes": ["US"]},
        {"tags_all": ["red"]},
        {"tags_any": ["big", "none"]},
        {"has_call_handler": False},
        {"search": "(415) 555"},
    ],
)
async def test_every_value_is_counted_under_the_filter(
    numbers: PhoneNumbers, facet: Facet, wanted: dict[str, Any]
) -> None:
    await some_numbers(numbers)
    filter_ = NumberFilter.of(wanted, STRICT)
    rows = (await numbers.page(CALLER, Window(first=100), filter_)).rows

    counted = await numbers.facet(CALLER, facet, filter_, 100)

    assert dict(counted) == Counter(value for row in rows for value in VALUES[facet](row))
    assert [count for _, count in counted] == sorted((c for _, c in counted), reverse=True)


async def test_names_of_enumerations_and_null_for_none(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    await some_numbers(numbers)

    answer = (await execute(FACETS, first=1))["phoneNumbers"]

    facets = answer["facets"]
    kinds = {entry["value"]: entry["count"] for entry in facets["callHandlerKinds"]}
    assert kinds == {"RELAY_TOPIC": 6, "RELAY_SCRIPT": 3, None: 3}
    assert facets["tags"] == [{"value": "red", "count": 8}]
    assert facets["numberTypes"] == [{"value": "LONGCODE", "count": 12}]
    assert facets["provisioning"] == [{"value": None, "count": 12}]
    assert answer["totalCount"] == 12


@pytest.mark.parametrize("first", [0, 101])
@ON_SQLITE
async def test_more_values_than_are_allowed_are_refused(
    client: httpx2.AsyncClient, first: int
) -> None:
    answer = await ask(client, FACETS, first=first)

    assert answer["errors"][0]["extensions"]["code"] == "INVALID_PAGE"


@ON_SQLITE
async def test_each_facet_costs_what_a_count_costs(client: httpx2.AsyncClient) -> None:
    costs = [
        (await ask(client, f"{{ phoneNumbers(first: 1) {{ {selected} }} }}"))["extensions"]["cost"]
        for selected in ("__typename", "facets { numberTypes { count } }")
    ]

    assert costs[1]["requested"] - costs[0]["requested"] > 20


async def test_numbers_of_another_project_are_not_counted(
    execute: Execute, numbers: PhoneNumbers
) -> None:
    await some_numbers(numbers, STRANGER)

    facets = (await execute(FACETS))["phoneNumbers"]["facets"]

    assert list(facets.values()) == [[]] * 6
