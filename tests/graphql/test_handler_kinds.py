"""`handlerKinds`: enough to build a form of, and the same kinds and settings as the inputs have."""

from typing import Any

import graphql
import httpx2
import pytest

from gateway.graphql.schema import core, schema
from tests.conftest import ON_SQLITE, Execute, ask
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = [pytest.mark.anyio, ON_SQLITE]

KINDS = """
query ($channel: HandlerChannel) {
  handlerKinds(channel: $channel) {
    channel name kind label description settable deprecated
    settings { name label description type choices required default }
  }
}
"""
VALUES = {
    "TEXT": "office",
    "URL": "https://example.com/inbound",
    "UUID": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55",
}


async def kinds(execute: Execute, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await execute(KINDS, **asked))["handlerKinds"]
    return found


def filled(kind: dict[str, Any]) -> dict[str, str]:
    """Fill the form of a kind with the last choice, or a value of the setting's type."""
    return {s["name"]: [VALUES.get(s["type"]), *s["choices"]][-1] for s in kind["settings"]}


def inputs(side: str) -> dict[str, Any]:
    """Return the input types of a one-of input by their fields."""
    one_of: Any = core(schema).get_type(f"{side}HandlerInput")
    return {name: graphql.get_named_type(field.type) for name, field in one_of.fields.items()}


@pytest.mark.parametrize(("channel", "side"), [("CALL", "Call"), ("MESSAGE", "Message")])
async def test_the_settable_kinds_are_the_fields_of_the_input(
    execute: Execute, channel: str, side: str
) -> None:
    found = await kinds(execute, channel=channel)

    settable = {kind["name"]: kind["settings"] for kind in found if kind["settable"]}
    assert settable.keys() == inputs(side).keys()
    for name, type_ in inputs(side).items():
        fields = {n: graphql.is_required_input_field(f) for n, f in type_.fields.items()}
        assert {s["name"]: s["required"] for s in settable[name]} == fields
    values: Any = core(schema).get_type(f"{side}HandlerKind")
    assert {kind["kind"] for kind in found} == values.values.keys() - {"UNRECOGNIZED"}


async def test_a_form_that_is_built_of_it_imports_every_kind(execute: Execute) -> None:
    settable = [kind for kind in await kinds(execute) if kind["settable"]]

    answers = [
        await execute(
            IMPORT,
            input={
                "number": f"+14155550{100 + place}",
                "numberType": "LONGCODE",
                f"{kind['channel'].lower()}Handler": {kind["name"]: filled(kind)},
            },
        )
        for place, kind in enumerate(settable)
    ]

    imported = {answer["importPhoneNumber"]["__typename"] for answer in answers}
    assert (len(settable), imported) == (18, {"ImportPhoneNumberSuccess"})


async def test_a_default_is_what_a_setting_has_when_it_is_left_out(execute: Execute) -> None:
    flow = next(kind for kind in await kinds(execute) if kind["name"] == "callFlow")
    asked = {
        "number": "+14155550123",
        "numberType": "LONGCODE",
        "callHandler": {"callFlow": {"flowId": VALUES["UUID"]}},
    }
    await execute(IMPORT, input=asked)

    read = "{ phoneNumbers { nodes { callHandler { ... on CallFlowCallHandler { version } } } } }"
    [number] = (await execute(read))["phoneNumbers"]["nodes"]

    [version] = [setting for setting in flow["settings"] if setting["name"] == "version"]
    assert number["callHandler"]["version"] == version["default"] == "CURRENT_DEPLOYED"
    assert version["choices"] == ["WORKING_COPY", "CURRENT_DEPLOYED"]


async def test_a_deprecated_kind_names_what_to_choose_instead(execute: Execute) -> None:
    found = await kinds(execute, channel="MESSAGE")

    reasons = {kind["name"]: kind["deprecated"] for kind in found if kind["deprecated"]}
    assert reasons.keys() == {"relayContext"}
    assert "topic" in reasons["relayContext"]


async def test_its_cost_counts_every_kind_and_setting(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, "{ handlerKinds { settings { name } } }")

    counted = answer["extensions"]["cost"]["requested"]
    kinds = answer["data"]["handlerKinds"]
    assert counted > len(kinds) + sum(len(kind["settings"]) for kind in kinds)
