"""Twilio's numbers, row by row of the mapping."""

from typing import Any

import pytest

from gateway.domain.validation_policy import ValidationPolicy
from tests.providers.account import SID, TWILIO, Account, pages

pytestmark = pytest.mark.anyio

LIST = f"GET /2010-04-01/Accounts/{SID}/IncomingPhoneNumbers.json"
APPLICATION = f"GET /2010-04-01/Accounts/{SID}/Applications/AP1.json"
NUMBER: dict[str, Any] = {
    "sid": "PN1",
    "phone_number": "+14155550123",
    "friendly_name": "Front desk",
    "capabilities": {"voice": True, "sms": True, "mms": False},
    "voice_url": "https://user:word@example.com/voice",
    "voice_method": "get",
    "voice_fallback_url": "https://example.com/fallback",
    "voice_fallback_method": "POST",
    "status_callback": "https://example.com/status",
    "status_callback_method": "POST",
    "sms_url": "https://example.com/sms",
    "sms_method": "POST",
    "sms_fallback_url": "",
    "voice_application_sid": "",
    "trunk_sid": None,
    "voice_receive_mode": None,
    "voice_caller_id_lookup": False,
    "bundle_sid": None,
    "identity_sid": None,
    "emergency_address_sid": None,
}


def account(*numbers: dict[str, Any], **others: Any) -> Account:
    page = {"incoming_phone_numbers": [*numbers], "next_page_uri": None}
    return Account({LIST: page, **others})


async def only(number: dict[str, Any], **others: Any) -> Any:
    [listed] = await account(NUMBER | number, **others).listed(TWILIO)
    return listed


def codes(listed: Any) -> list[tuple[str, str]]:
    return [(loss.code, loss.field) for loss in listed.losses]


async def test_a_number_comes_with_its_name_its_capabilities_and_both_handlers() -> None:
    listed = await only({})

    assert (listed.external_id, listed.number, listed.is_supported) == ("PN1", "+14155550123", True)
    assert listed.losses == []
    assert listed.settings == {
        "number": "+14155550123",
        "number_type": "longcode",
        "capabilities": ["voice", "sms"],
        "name": "Front desk",
        "call_receive_mode": "voice",
        "call_handler": {
            "kind": "laml_webhooks",
            "request_url": "https://user:word@example.com/voice",
            "request_method": "GET",
            "fallback_url": "https://example.com/fallback",
            "fallback_method": "POST",
            "status_callback_url": "https://example.com/status",
            "status_callback_method": "POST",
        },
        "message_handler": {
            "kind": "laml_webhooks",
            "request_url": "https://example.com/sms",
            "request_method": "POST",
            "fallback_method": "POST",
        },
    }


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"phone_number": "+18005550123"}, "number_type", "tollfree"),
        ({"phone_number": "+18885550123", "type": "tollfree"}, "number_type", "tollfree"),
        ({"capabilities": {"voice": True, "fax": True}}, "capabilities", ["voice", "fax"]),
        ({"capabilities": None}, "capabilities", ["voice"]),
        ({"friendly_name": ""}, "name", None),
        ({"voice_url": ""}, "call_handler", None),
        ({"sms_url": None}, "message_handler", None),
        (
            {"voice_receive_mode": "fax", "capabilities": {"fax": True}},
            "call_receive_mode",
            "fax",
        ),
        ({"voice_receive_mode": "fax"}, "call_receive_mode", "voice"),
    ],
)
async def test_each_field_is_read(changed: dict[str, Any], field: str, value: Any) -> None:
    listed = await only(changed | ({"sms_url": ""} if "capabilities" in changed else {}))

    assert listed.settings[field] == value


@pytest.mark.parametrize(
    ("changed", "loss"),
    [
        ({"voice_caller_id_lookup": True}, ("setting_not_portable", "voice_caller_id_lookup")),
        ({"bundle_sid": "BU1"}, ("regulatory_not_portable", "bundle_sid")),
        ({"identity_sid": "RI1"}, ("regulatory_not_portable", "identity_sid")),
        ({"emergency_address_sid": "AD1"}, ("emergency_not_portable", "emergency_address_sid")),
    ],
)
async def test_what_does_not_come_along_is_a_loss(
    changed: dict[str, Any], loss: tuple[str, str]
) -> None:
    listed = await only(changed)

    assert codes(listed) == [loss]
    assert listed.losses[0].message


async def test_a_trunk_takes_the_calls_so_that_voice_urls_are_dead() -> None:
    listed = await only({"trunk_sid": "TK1"})

    assert codes(listed) == [("trunk_not_portable", "trunk_sid")]
    assert "call_handler" not in listed.settings
    assert listed.settings["message_handler"]["request_url"] == "https://example.com/sms"


async def test_an_application_answers_instead_of_the_urls_and_is_asked_once() -> None:
    application = {"voice_url": "https://example.com/app", "voice_method": "POST", "sms_url": None}
    named = {"voice_application_sid": "AP1", "sms_application_sid": "AP1"}
    numbers = [NUMBER | named, NUMBER | named | {"sid": "PN2", "phone_number": "+14155550124"}]
    seen = account(*numbers, **{APPLICATION: application})

    listed = await seen.listed(TWILIO)

    assert [n.settings["call_handler"]["request_url"] for n in listed] == [
        "https://example.com/app"
    ] * 2
    assert [n.settings["message_handler"] for n in listed] == [None, None]
    assert codes(listed[0]) == [
        ("application_inlined", "voice_application_sid"),
        ("application_inlined", "sms_application_sid"),
    ]
    assert [r.url.path for r in seen.requests].count(APPLICATION.removeprefix("GET ")) == 1


async def test_an_application_that_may_not_be_read_is_a_loss_and_the_number_comes() -> None:
    listed = await only({"voice_application_sid": "AP1"})

    assert codes(listed) == [("application_unreadable", "voice_application_sid")]
    assert "call_handler" not in listed.settings
    assert listed.is_supported


async def test_what_the_rules_refuse_stays_behind_by_the_name_of_twilios_field() -> None:
    listed = await only({"voice_url": "http://10.0.0.5/voice", "friendly_name": "x" * 300})

    assert [field for _, field in codes(listed)] == ["friendly_name", "voice_url"]
    assert {"name", "call_handler"}.isdisjoint(listed.settings)
    assert listed.is_supported


async def test_a_message_handler_without_the_capability_stays_behind() -> None:
    listed = await only({"capabilities": {"voice": True}})

    assert codes(listed) == [("capability_missing", "sms_url")]
    assert "message_handler" not in listed.settings


async def test_a_deployment_that_allows_private_urls_takes_them() -> None:
    seen = account(NUMBER | {"voice_url": "http://10.0.0.5/voice"})

    [listed] = await seen.listed(TWILIO, ValidationPolicy(private_urls=True))

    assert listed.settings["call_handler"]["request_url"] == "http://10.0.0.5/voice"


async def test_a_number_that_no_rule_accepts_is_listed_as_unsupported() -> None:
    listed = await only({"phone_number": "12345"})

    assert (listed.number, listed.is_supported, listed.settings) == ("12345", False, {})
    assert codes(listed)[-1][1] == "number"


async def test_pages_are_followed_by_their_query_and_never_by_their_host() -> None:
    link = "https://evil.example/2010-04-01/steal.json?PageSize=1000&Page=1&PageToken=x"
    first = {"incoming_phone_numbers": [NUMBER], "next_page_uri": link}
    second = {"incoming_phone_numbers": [NUMBER | {"sid": "PN2"}], "next_page_uri": None}
    seen = Account({LIST: pages(first, second, by="Page")})

    listed = await seen.listed(TWILIO)

    assert [number.external_id for number in listed] == ["PN1", "PN2"]
    assert seen.hosts == {"https://api.twilio.com"}
    assert [r.url.params.get("PageToken") for r in seen.requests] == [None, "x"]
