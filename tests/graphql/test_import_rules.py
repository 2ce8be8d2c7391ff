"""The validation rules of an import, by documents and their typed results.

Each row is what is wrong with the input, the field that the answer names, and its code; then
what the message must say, where it carries a position, a limit or a suggestion.
"""

from typing import Any

import httpx2
import pytest

from tests.conftest import ON_SQLITE, Execute, ask
from tests.graphql.test_import_phone_number import IMPORT

pytestmark = [pytest.mark.anyio, ON_SQLITE]

VALID = {"number": "+14155550123", "numberType": "LONGCODE"}
HOOK = "callHandler.lamlWebhooks.requestUrl"


def number(value: str, code: str, *said: str) -> Any:
    return pytest.param({"number": value}, "number", code, said, id=f"number {value!r:.40}")


def hook(url: str, code: str, *said: str) -> Any:
    asked = {"callHandler": {"lamlWebhooks": {"requestUrl": url}}}
    return pytest.param(asked, HOOK, code, said, id=f"url {url!r:.40}")


def field(name: str, value: Any, code: str, *said: str, at: str | None = None) -> Any:
    where = name if at is None else f"{name}.{at}"
    return pytest.param({name: value}, where, code, said, id=f"{name} {value!r:.40}")


NUMBERS = [
    number("", "required"),
    number("   ", "required"),
    number("+", "too_short", "1", "5"),
    number("1234", "too_short"),
    number("+123", "too_short"),
    number("+" + "1" * 30, "too_long", "31", "30"),
    number("+1" * 100_000, "too_long", "200000"),
    number("4155550123", "not_e164"),
    number("14155550123", "not_e164", "+14155550123"),
    number("+1 415 555 0123", "invalid_characters", "U+0020", "position 3", "+14155550123"),
    number("+1 (415) 555-0123", "invalid_characters", "position 3", "+14155550123"),
    number("+14155550123\n", "invalid_characters", "U+000A", "position 13"),
    number("+1415\x005550123", "invalid_characters", "U+0000", "position 6"),
    number("+1415555\u200b0123", "invalid_characters", "U+200B", "position 9"),
    number("\u200f+14155550123", "invalid_characters", "U+200F", "position 1"),
    number("\uff0b14155550123", "invalid_characters", "U+FF0B", "+14155550123"),
    number("+1\uff14155550123", "invalid_characters", "U+FF14", "+14155550123"),
    number("+1\u0664155550123", "invalid_characters", "U+0664"),
    number("+1415555O123", "invalid_characters", "position 9"),
    number("+1-800-FLOWERS", "invalid_characters"),
    number("tel:+14155550123", "invalid_characters", "+14155550123"),
    number("+14155550123;ext=5", "invalid_characters", "position 13"),
    number("+14155550123x5", "invalid_characters", "position 13"),
    number("+14155550123,,99", "invalid_characters", "position 13"),
    number("+/../x", "invalid_characters"),
    number("++14155550123", "invalid_characters", "position 2", "+14155550123"),
    number("0014155550123", "not_e164", "+14155550123"),
    number("+014155550123", "not_e164", "zero"),
    number("+1415555012345678", "not_e164", "16", "15"),
    number("+999123456789", "impossible_number", "calling code"),
    number("+1415555", "impossible_number", "short"),
    number("+141555501234", "impossible_number", "long"),
    number("+5401123456789", "not_canonical", "+541123456789"),
]
FIELDS = [
    field("numberType", "TOLLFREE", "number_type_mismatch"),
    field("capabilities", [], "empty"),
    field("capabilities", ["SMS", "SMS"], "duplicate"),
    field("name", "", "blank"),
    field("name", " \t ", "blank"),
    field("name", "x" * 256, "too_long", "256", "255"),
    field("name", "a\x00b", "invalid_characters", "U+0000", "position 2"),
    field("name", "a\nb", "invalid_characters", "U+000A"),
    field("name", "a\u202eb", "invalid_characters", "U+202E"),
    field("tags", ["a", "a"], "duplicate"),
    field("tags", [f"t{n}" for n in range(51)], "too_long", "51", "50"),
    field("tags", ["Sales"], "invalid_characters", at="0"),
    field("tags", ["ok", "-x"], "invalid_characters", at="1"),
    field("tags", ["x" * 65], "too_long", "65", "64", at="0"),
    field("tags", [""], "blank", at="0"),
    field("idempotencyKey", "", "blank"),
    field("idempotencyKey", "x" * 300, "too_long", "300", "255"),
    field("idempotencyKey", "a\nb", "invalid_characters"),
    field("idempotencyKey", "é", "invalid_characters"),
    field("callHandler", {"relayTopic": {"topic": ""}}, "blank", at="relayTopic.topic"),
    field(
        "callHandler", {"relayTopic": {"topic": " x"}}, "invalid_characters", at="relayTopic.topic"
    ),
    field(
        "callHandler",
        {"relayTopic": {"topic": "a\x00"}},
        "invalid_characters",
        at="relayTopic.topic",
    ),
    field(
        "callHandler", {"dialogflow": {"agentId": "x" * 256}}, "too_long", at="dialogflow.agentId"
    ),
    field("callHandler", {"videoRoom": {"roomId": "x"}}, "not_a_uuid", at="videoRoom.roomId"),
]
URLS = [
    hook("", "blank"),
    hook("ftp://example.com/", "not_an_http_url"),
    hook("file:///etc/passwd", "not_an_http_url"),
    hook("javascript:alert(1)", "not_an_http_url"),
    hook("//example.com/x", "not_an_http_url"),
    hook("example.com", "not_an_http_url"),
    hook("http:///x", "url_failed_to_parse"),
    hook("https://[::1", "url_failed_to_parse"),
    hook("https://example.com:99999/", "url_failed_to_parse"),
    hook("https://example.com./", "url_failed_to_parse"),
    hook("https://-a.example.com/", "url_failed_to_parse"),
    hook("https://a..b/", "url_failed_to_parse"),
    hook("https://user:****@example.com/", "masked_password"),
    hook("https://****@example.com/", "masked_password"),
    hook("https://example.com/?page=1&token=****", "masked_password"),
    hook("https://example.com/#x", "url_failed_to_parse"),
    hook("https://example.com/" + "x" * 3000, "too_long", "2048"),
    hook("https://example.com/a b", "invalid_characters", "U+0020"),
    hook("https://example.com/\r\nx: y", "invalid_characters", "U+000D"),
    hook("https://example.com\\@127.0.0.1/", "invalid_characters"),
    hook("https://\u24d4xample.com/", "invalid_characters", "U+24D4"),
    *(
        hook(f"http://{host}/", "url_unsafe")
        for host in (
            "127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "0",
            "[::1]", "[::ffff:7f00:1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[fe80::1]",
            "[fd00::1]", "[2002:7f00:1::]", "localhost", "localhost.", "LOCALHOST", "a.localhost",
            "printer.local", "db.internal", "intranet", "169.254.169.254", "10.0.0.1",
            "172.16.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1", "0.0.0.0", "255.255.255.255",  # noqa: S104
            "metadata.google.internal", "127.0.0.1.", "0x7f000001.",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "where", "code", "said"), NUMBERS + FIELDS + URLS)
async def test_what_cannot_be_is_answered_with_the_field_and_the_reason(
    execute: Execute, wrong: dict[str, Any], where: str, code: str, said: tuple[str, ...]
) -> None:
    answer = (await execute(IMPORT, input=VALID | wrong))["importPhoneNumber"]

    assert answer["__typename"] == "ValidationFailed"
    [error] = answer["fieldErrors"]
    assert (".".join(error["path"]), error["code"]) == (f"input.{where}", code)
    assert all(words in error["message"] for words in said), error["message"]
    assert len(error["message"]) < 250


@pytest.mark.parametrize("setting", ["callHandler", "messageHandler", "callReceiveMode"])
async def test_a_setting_needs_its_capability(execute: Execute, setting: str) -> None:
    wanted: dict[str, tuple[Any, list[str]]] = {
        "callHandler": ({"relayTopic": {"topic": "x"}}, ["SMS", "MMS"]),
        "messageHandler": ({"relayTopic": {"topic": "x"}}, ["VOICE", "FAX"]),
        "callReceiveMode": ("FAX", ["VOICE", "SMS", "MMS"]),
    }
    value, capabilities = wanted[setting]
    asked = VALID | {setting: value, "capabilities": capabilities}

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]

    [error] = answer["fieldErrors"]
    assert (error["path"], error["code"]) == (["input", setting], "capability_missing")


async def test_everything_that_is_wrong_is_answered_together(execute: Execute) -> None:
    asked = {
        "number": "+1 415",
        "numberType": "LONGCODE",
        "capabilities": ["SMS"],
        "name": "\x07",
        "tags": ["A", "b", "-"],
        "callReceiveMode": "FAX",
        "callHandler": {
            "lamlWebhooks": {"requestUrl": "http://10.0.0.1", "fallbackUrl": "ftp://example.com"}
        },
        "messageHandler": {"relayTopic": {"topic": ""}},
        "idempotencyKey": " ",
    }

    answer = (await execute(IMPORT, input=asked))["importPhoneNumber"]
    listed = (await execute("{ phoneNumbers { totalCount } }"))["phoneNumbers"]

    assert [(".".join(e["path"][1:]), e["code"]) for e in answer["fieldErrors"]] == [
        ("number", "invalid_characters"),
        ("name", "invalid_characters"),
        ("tags.0", "invalid_characters"),
        ("tags.2", "invalid_characters"),
        ("callReceiveMode", "capability_missing"),
        ("callHandler", "capability_missing"),
        ("callHandler.lamlWebhooks.requestUrl", "url_unsafe"),
        ("callHandler.lamlWebhooks.fallbackUrl", "not_an_http_url"),
        ("messageHandler.relayTopic.topic", "blank"),
        ("idempotencyKey", "invalid_characters"),
    ]
    assert listed["totalCount"] == 0


@pytest.mark.parametrize(
    ("more", "where", "code"),
    [
        ({"number": "+49152234333323"}, ["number"], "unassigned_range"),
        ({"number": "+15555555555"}, ["number"], "unassigned_range"),
        ({"number": "+18005550199"}, ["numberType"], "number_type_mismatch"),
        ({"capabilities": ["MMS"]}, ["capabilities"], "mms_without_sms"),
        (
            {"callHandler": {"relayScript": {"url": "http://example.com/"}}},
            ["callHandler", "relayScript", "url"],
            "insecure_url",
        ),
        (
            {"callHandler": {"relayContext": {"context": "x"}}},
            ["callHandler", "relayContext"],
            "deprecated_kind",
        ),
    ],
)
async def test_what_can_be_and_is_odd_is_imported_with_a_warning(
    execute: Execute, more: dict[str, Any], where: list[str], code: str
) -> None:
    answer = (await execute(IMPORT, input=VALID | more))["importPhoneNumber"]

    assert answer["__typename"] == "ImportPhoneNumberSuccess"
    assert [(w["path"], w["code"]) for w in answer["warnings"]] == [(["input", *where], code)]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"number": " +14155550123\t"}, {"number": "+14155550123"}),
        ({"name": "  Front desk "}, {"name": "Front desk"}),
        ({"name": "<script>=cmd()"}, {"name": "<script>=cmd()"}),
        ({"name": "Büro 📞 מוקד"}, {"name": "Büro 📞 מוקד"}),
        ({"capabilities": ["MMS", "SMS", "VOICE"]}, {"capabilities": ["VOICE", "SMS", "MMS"]}),
        ({"capabilities": None}, {"capabilities": ["VOICE", "FAX", "SMS", "MMS"]}),
        ({"tags": None, "name": None}, {"tags": [], "name": None}),
        ({"number": "+80012345678"}, {"countryCode": None}),
        ({"number": "+442079460000"}, {"countryCode": "GB"}),
        ({"number": "+18005550199", "numberType": "TOLLFREE"}, {"numberType": "TOLLFREE"}),
    ],
)
async def test_what_is_kept(execute: Execute, sent: dict[str, Any], kept: dict[str, Any]) -> None:
    answer = (await execute(IMPORT, input=VALID | sent))["importPhoneNumber"]

    assert {name: answer["phoneNumber"][name] for name in kept} == kept


@pytest.mark.parametrize(
    "asked",
    [
        {"numberType": "LONGCODE"},
        VALID | {"number": 14155550123},
        VALID | {"number": None},
        VALID | {"number": ["+14155550123"]},
        {"number": "+14155550123"},
        VALID | {"numberType": "LONGCOD"},
        VALID | {"capabilities": ["TELEX"]},
        VALID | {"capabilities": [None]},
        VALID | {"callHandler": {}},
        VALID | {"callHandler": {"relayTopic": {"topic": "a"}, "videoRoom": {"roomId": "b"}}},
        VALID | {"callHandler": {"relayTopic": None}},
        VALID | {"callHandler": {"callQueue": {"resourceId": "x"}}},
        VALID | {"callHandler": {"lamlWebhooks": {}}},
        VALID | {"callHandler": {"lamlWebhooks": {"requestUrl": "x", "requestMethod": "PUT"}}},
        VALID | {"callHandler": {"lamlWebhooks": {"requestUrl": "x", "requestMethod": "get"}}},
        VALID | {"colour": "red"},
    ],
    ids=str,
)
async def test_what_the_schema_rules_out_is_a_request_error(
    client: httpx2.AsyncClient, asked: dict[str, Any]
) -> None:
    answer = await ask(client, IMPORT, input=asked)

    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert len(answer["errors"][0]["message"]) <= 400


async def test_a_lone_surrogate_is_no_json_and_no_graphql(client: httpx2.AsyncClient) -> None:
    body = '{"query": "{ phoneNumber(number: \\"%s\\") { id } }"}'
    headers = {"Content-Type": "application/json"}

    in_json = await client.post("/graphql", content=body % "\\ud800", headers=headers)
    in_graphql = await client.post("/graphql", content=body % "\\\\uD800", headers=headers)

    assert (in_json.status_code, in_json.json()["errors"][0]["extensions"]["code"]) == (
        400,
        "BAD_REQUEST",
    )
    assert in_graphql.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"


async def test_ten_megabytes_are_too_much(client: httpx2.AsyncClient) -> None:
    asked = {"query": IMPORT, "variables": {"input": VALID | {"number": "+" + "1" * 10_000_000}}}

    response = await client.post("/graphql", json=asked)

    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"]["code"] == "PAYLOAD_TOO_LARGE"
