"""Vonage, Plivo and Bandwidth answer calls in languages of their own: the numbers come alone."""

from typing import Any

import httpx2
import pytest

from tests.providers.account import BANDWIDTH, PLIVO, VONAGE, Account, pages
from tests.providers.test_twilio import codes

pytestmark = pytest.mark.anyio

VONAGE_NUMBER: dict[str, Any] = {
    "country": "GB",
    "msisdn": "447700900123",
    "type": "mobile-lvn",
    "features": ["VOICE", "SMS"],
}
PLIVO_NUMBER: dict[str, Any] = {
    "number": "14155550123",
    "alias": "Front desk",
    "number_type": "local",
    "voice_enabled": True,
    "sms_enabled": True,
    "mms_enabled": False,
    "application": None,
    "sub_account": None,
}
VONAGE_LIST = "GET /account/numbers"
PLIVO_LIST = "GET /v1/Account/MA0000/Number/"
TOKEN = "POST /api/v1/oauth2/token"  # noqa: S105  # a path
IN_SERVICE = "GET /api/accounts/9900000/inserviceNumbers"
DETAILS = (
    "<TelephoneNumberResponse><TelephoneNumberDetails>{peer}<ServiceTypes>{services}"
    "</ServiceTypes></TelephoneNumberDetails></TelephoneNumberResponse>"
)


async def vonage(**changed: Any) -> Any:
    answer = {"count": 1, "numbers": [VONAGE_NUMBER | changed]}
    [listed] = await Account({VONAGE_LIST: answer}).listed(VONAGE)
    return listed


async def plivo(**changed: Any) -> Any:
    answer = {"meta": {"next": None}, "objects": [PLIVO_NUMBER | changed]}
    [listed] = await Account({PLIVO_LIST: answer}).listed(PLIVO)
    return listed


async def test_a_number_of_vonage_comes_with_its_features_alone() -> None:
    listed = await vonage()

    assert listed.settings == {
        "number": "+447700900123", "number_type": "longcode", "capabilities": ["voice", "sms"],
    }  # fmt: skip
    assert (listed.external_id, listed.losses) == ("447700900123", [])


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"msisdn": "448081570000", "type": "landline-toll-free"}, "number_type", "tollfree"),
        ({"features": ["VOICE", "MMS"]}, "capabilities", ["voice", "mms"]),
        ({"features": []}, "capabilities", ["voice"]),
    ],
)
async def test_each_field_of_vonage_is_read(
    changed: dict[str, Any], field: str, value: Any
) -> None:
    listed = await vonage(**changed)

    assert listed.settings[field] == value


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("moHttpUrl", "payload_format_differs"),
        ("voiceCallbackValue", "payload_format_differs"),
        ("messagesCallbackValue", "payload_format_differs"),
        ("app_id", "application_not_portable"),
    ],
)
async def test_callbacks_of_vonage_are_losses(field: str, code: str) -> None:
    listed = await vonage(**{field: "https://example.com"})

    assert codes(listed) == [(code, field)]


async def test_a_short_code_of_vonage_cannot_be_imported() -> None:
    assert not (await vonage(type="shortcode")).is_supported


async def test_pages_of_vonage_are_asked_for_until_as_many_came_as_there_are() -> None:
    rows = [VONAGE_NUMBER, VONAGE_NUMBER | {"msisdn": "447700900124"}]
    first, second = ({"count": 2, "numbers": [row]} for row in rows)
    seen = Account({VONAGE_LIST: pages(first, second, by="index", start=1)})

    listed = await seen.listed(VONAGE)

    assert [number.number for number in listed] == ["+447700900123", "+447700900124"]
    assert seen.hosts == {"https://rest.nexmo.com"}


async def test_a_number_of_plivo_comes_with_its_name() -> None:
    listed = await plivo()

    assert listed.settings == {
        "number": "+14155550123", "number_type": "longcode", "capabilities": ["voice", "sms"],
        "name": "Front desk",
    }  # fmt: skip
    assert listed.losses == []


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"number": "18005550123", "number_type": "tollfree"}, "number_type", "tollfree"),
        ({"number": "18005550123", "number_type": None, "type": "tollfree"}, "number_type",
         "tollfree"),
        ({"mms_enabled": True, "voice_enabled": False}, "capabilities", ["sms", "mms"]),
        ({"alias": None}, "name", None),
    ],
)  # fmt: skip
async def test_each_field_of_plivo_is_read(changed: dict[str, Any], field: str, value: Any) -> None:
    listed = await plivo(**changed)

    assert listed.settings[field] == value


@pytest.mark.parametrize(
    ("field", "code"),
    [("application", "payload_format_differs"), ("sub_account", "owner_not_portable")],
)
async def test_applications_and_owners_of_plivo_are_losses(field: str, code: str) -> None:
    listed = await plivo(**{field: "/v1/Account/MA0000/Thing/1/"})

    assert codes(listed) == [(code, field)]


async def test_pages_of_plivo_are_followed_by_their_links() -> None:
    link = "/v1/Account/MA0000/Number/?limit=20&offset=1"
    first = {"meta": {"next": link}, "objects": [PLIVO_NUMBER]}
    second = {"meta": {"next": None}, "objects": [PLIVO_NUMBER | {"number": "14155550124"}]}
    seen = Account({PLIVO_LIST: pages(first, second, by="offset")})

    listed = await seen.listed(PLIVO)

    assert [number.external_id for number in listed] == ["14155550123", "14155550124"]
    assert seen.hosts == {"https://api.plivo.com"}


def bandwidth(*numbers: str, **answers: Any) -> Account:
    """An account whose numbers all have voice and messaging, and a peer."""
    services = "<ServiceType>Voice</ServiceType><ServiceType>Messaging</ServiceType>"
    details = DETAILS.format(peer="<SipPeer><Name>Main</Name></SipPeer>", services=services)
    named: dict[str, Any] = {f"GET /api/tns/{number}/tndetails": details for number in numbers}
    return Account({
        TOKEN: {"access_token": "short-lived", "expires_in": 3600},
        IN_SERVICE: in_service(*numbers), **named, **answers,
    })  # fmt: skip


def in_service(*numbers: str, following: str = "") -> str:
    listed = "".join(f"<TelephoneNumber>{number}</TelephoneNumber>" for number in numbers)
    link = f'<next>Link=&lt;https://x/?page={following}&amp;size=500&gt;;rel="next"</next>'
    links = f"<Links>{link if following else ''}</Links>"
    return f"<TNs>{links}<TelephoneNumbers>{listed}</TelephoneNumbers></TNs>"


async def test_a_number_of_bandwidth_comes_with_its_services() -> None:
    seen = bandwidth("9195551234")

    [listed] = await seen.listed(BANDWIDTH)

    assert listed.settings == {
        "number": "+19195551234", "number_type": "longcode",
        "capabilities": ["voice", "sms", "mms"],
    }  # fmt: skip
    assert codes(listed) == [("payload_format_differs", "SipPeer.application")]
    assert seen.hosts == {"https://dashboard.bandwidth.com", "https://api.bandwidth.com"}


@pytest.mark.parametrize(
    ("services", "capabilities"),
    [("", ["voice"]), ("<ServiceType>Messaging</ServiceType>", ["sms", "mms"])],
)
async def test_services_of_bandwidth_are_capabilities(
    services: str, capabilities: list[str]
) -> None:
    details = DETAILS.format(peer="", services=services)
    seen = bandwidth("8005551234", **{"GET /api/tns/8005551234/tndetails": details})

    [listed] = await seen.listed(BANDWIDTH)

    assert (listed.settings["capabilities"], listed.losses) == (capabilities, [])
    assert listed.settings["number_type"] == "tollfree"


async def test_pages_of_bandwidth_begin_with_the_number_that_the_link_names() -> None:
    def listing(request: httpx2.Request) -> str:
        is_first = request.url.params["page"] == "1"
        return (
            in_service("9195551234", following="9195551235")
            if is_first
            else in_service("9195551235")
        )

    seen = bandwidth("9195551234", "9195551235", **{IN_SERVICE: listing})

    listed = await seen.listed(BANDWIDTH)

    assert [number.number for number in listed] == ["+19195551234", "+19195551235"]


async def test_a_number_that_left_bandwidth_meanwhile_is_not_listed() -> None:
    seen = bandwidth("9195551234", **{IN_SERVICE: in_service("9195551234", "9195559999")})

    listed = await seen.listed(BANDWIDTH)

    assert [number.number for number in listed] == ["+19195551234"]


async def test_an_access_token_that_expired_is_asked_for_again_once() -> None:
    tokens = iter(["old", "new"])
    details = DETAILS.format(peer="", services="")

    def detail(request: httpx2.Request) -> httpx2.Response:
        is_new = request.headers["authorization"] == "Bearer new"
        return httpx2.Response(200, text=details) if is_new else httpx2.Response(401)

    numbers = [f"919555{n:04}" for n in range(30)]
    named = {f"GET /api/tns/{number}/tndetails": detail for number in numbers}
    asked = lambda _: {"access_token": next(tokens)}  # noqa: E731
    seen = bandwidth(*numbers, **{TOKEN: asked, **named})

    listed = await seen.listed(BANDWIDTH)

    assert len(listed) == 30
    assert [r.method for r in seen.requests].count("POST") == 2
