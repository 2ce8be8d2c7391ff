"""Telnyx's numbers, row by row of the mapping."""

from typing import Any

import pytest

from tests.providers.account import TELNYX, Account, pages
from tests.providers.test_twilio import codes

pytestmark = pytest.mark.anyio

LIST = "GET /v2/phone_numbers"
MESSAGING = "GET /v2/phone_numbers/messaging"
NUMBER: dict[str, Any] = {
    "id": "1293384261075731499",
    "phone_number": "+14155550123",
    "phone_number_type": "local",
    "customer_reference": "Front desk",
    "connection_id": "77",
    "messaging_profile_id": None,
    "t38_fax_gateway_enabled": False,
    "tags": ["eu"],
}
TEXML = {
    "voice_url": "https://example.com/texml",
    "voice_method": "post",
    "voice_fallback_url": "https://example.com/fallback",
    "status_callback": "https://example.com/status",
    "status_callback_method": "get",
}
FEATURES = {"sms": {"domestic_two_way": True}, "mms": None}


def page(*rows: Any, total: int = 1) -> Any:
    return {"data": [*rows], "meta": {"total_pages": total}}


def account(*numbers: dict[str, Any], **others: Any) -> Account:
    messaging = page({"phone_number": "+14155550123", "features": FEATURES})
    resources: dict[str, Any] = {
        "GET /v2/texml_applications/77": {"data": TEXML},
        "GET /v2/call_control_applications/88": {"data": {"webhook_event_url": "https://e.com"}},
    }
    return Account({LIST: page(*numbers), MESSAGING: messaging, **resources, **others})


async def only(**changed: Any) -> Any:
    [listed] = await account(NUMBER | changed).listed(TELNYX)
    return listed


async def test_a_number_comes_with_the_urls_of_its_texml_application() -> None:
    listed = await only()

    assert codes(listed) == [("application_inlined", "connection_id")]
    assert listed.settings == {
        "number": "+14155550123",
        "number_type": "longcode",
        "capabilities": ["voice", "sms"],
        "name": "Front desk",
        "tags": ["eu"],
        "call_handler": {
            "kind": "laml_webhooks",
            "request_url": "https://example.com/texml",
            "request_method": "POST",
            "fallback_url": "https://example.com/fallback",
            "fallback_method": "POST",
            "status_callback_url": "https://example.com/status",
            "status_callback_method": "GET",
        },
    }


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"phone_number_type": "toll_free", "phone_number": "+18005550123"}, "number_type",
         "tollfree"),
        ({"phone_number_type": "tollfree", "phone_number": "+18005550123"}, "number_type",
         "tollfree"),
        ({"t38_fax_gateway_enabled": True}, "capabilities", ["voice", "fax", "sms"]),
        ({"customer_reference": None}, "name", None),
        ({"connection_id": None}, "call_handler", None),
        ({"connection_id": ""}, "call_handler", None),
        ({"tags": ["Big Client", "eu", "EU", "…"]}, "tags", ["big-client", "eu"]),
    ],
)  # fmt: skip
async def test_each_field_is_read(changed: dict[str, Any], field: str, value: Any) -> None:
    listed = await only(**changed)

    assert listed.settings[field] == value


@pytest.mark.parametrize(
    ("changed", "loss"),
    [
        ({"connection_id": "88"}, ("payload_format_differs", "connection_id")),
        ({"connection_id": "99"}, ("connection_not_portable", "connection_id")),
        ({"messaging_profile_id": "mp"}, ("payload_format_differs", "messaging_profile_id")),
        ({"tags": ["Big"]}, ("tags_respelt", "tags")),
    ],
)
async def test_what_does_not_come_along_is_a_loss(
    changed: dict[str, Any], loss: tuple[str, str]
) -> None:
    listed = await only(**changed)

    assert loss in codes(listed)


async def test_a_short_code_cannot_be_imported() -> None:
    listed = await only(phone_number_type="shortcode")

    assert not listed.is_supported


async def test_pages_are_asked_for_until_the_last_and_the_key_is_sent() -> None:
    second = NUMBER | {"id": "2", "phone_number": "+14155550124"}
    listing = pages(page(NUMBER, total=2), page(second, total=2), by="page[number]", start=1)
    seen = account(**{LIST: listing})

    listed = await seen.listed(TELNYX)

    assert [number.external_id for number in listed] == [NUMBER["id"], "2"]
    assert {r.headers["authorization"][:7] for r in seen.requests} == {"Bearer "}
    assert seen.hosts == {"https://api.telnyx.com"}
