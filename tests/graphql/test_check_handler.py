"""checkHandler and checkPhoneNumberHandlers: what the URLs of handlers return."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import ValidationPolicy
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests.conftest import CALLER, ON_SQLITE, ask, client_of
from tests.receiver import Answer, Receiver, receiving

pytestmark = pytest.mark.anyio

CHECKS: Final = """checks { channel answers urls { setting answers status milliseconds mediaType
  certificateUntil findings { severity code message } } }"""
PROBLEM: Final = "__typename ... on Problem { code message }"
CHECK: Final = f"""mutation ($input: CheckHandlerInput!) {{ checkHandler(input: $input) {{
  {PROBLEM} ... on CheckHandlerSuccess {{ {CHECKS} }} }} }}"""
CHECK_NUMBER: Final = f"""mutation ($input: CheckPhoneNumberHandlersInput!) {{
  checkPhoneNumberHandlers(input: $input) {{
  {PROBLEM} ... on CheckPhoneNumberHandlersSuccess {{ {CHECKS} }} }} }}"""
XML: Final = {"content-type": "text/xml; charset=utf-8"}
JSON: Final = {"content-type": "application/json"}
SAY: Final = b"<?xml version='1.0'?><Response><Say>canary</Say></Response>"
SCRIPT: Final = b'{"version": "1.0.0", "sections": {"main": [{"answer": {}}, {"hangup": {}}]}}'
BOMB: Final = b'<!DOCTYPE a [<!ENTITY b "canary">]><Response><Say>&b;</Say></Response>'
ALIASES: Final = b"a: &a [x]\nsections: {main: [*a, *a]}"


@contextlib.asynccontextmanager
async def checking(
    database: str, **given: Any
) -> AsyncIterator[tuple[httpx2.AsyncClient, Receiver]]:
    settings = Settings(
        database_url=database, open_access=True, **({"allow_private_urls": True} | given)
    )
    async with receiving() as receiver, client_of(settings) as client:
        yield client, receiver


async def checked(client: httpx2.AsyncClient, **input_: Any) -> Any:
    body = await ask(client, CHECK, input=input_)
    assert "errors" not in body, body
    assert "canary" not in str(body)
    return body["data"]["checkHandler"]


def laml(receiver: Receiver, **more: Any) -> dict[str, Any]:
    return {"lamlWebhooks": {"requestUrl": f"{receiver.url}/in?a=1", **more}}


def codes(url: Any) -> set[str]:
    """Return the codes that were found, except that tests have no TLS."""
    return {finding["code"] for finding in url["findings"]} - {"insecure_url"}


@ON_SQLITE
@pytest.mark.parametrize(
    ("answer", "answers", "expected"),
    [
        (Answer(200, SAY, XML), True, set()),
        (Answer(200, SAY, {"content-type": "text/plain"}), True, {"media_type"}),
        (Answer(200, SAY), True, {"media_type"}),
        (Answer(200, b"", XML), False, {"empty_document"}),
        (Answer(204), False, {"media_type", "empty_document"}),
        (Answer(200, b"<Response>", XML), False, {"not_xml"}),
        (Answer(200, b"{}", XML), False, {"not_xml"}),
        (Answer(200, b"<Reply/>", XML), False, {"wrong_root"}),
        (Answer(200, b"<Response/>", XML), True, {"no_instructions"}),
        (Answer(200, b"<Response><Canary/></Response>", XML), True, {"unknown_verb"}),
        (Answer(200, b"<Response><say>canary</say></Response>", XML), True, {"unknown_verb"}),
        (
            Answer(200, b"<Response><Message>x</Message></Response>", XML),
            True,
            {"unknown_verb"},
        ),
        (Answer(200, b"<Response><Stream url='canary'/></Response>", XML), True, {"unknown_verb"}),
        (Answer(200, b"<Response><Receive/></Response>", XML), True, set()),
        (Answer(200, BOMB, XML), False, {"doctype"}),
        (Answer(200, b"<a>" * 200, XML), False, {"not_xml"}),
        (Answer(200, SAY, XML | {"content-encoding": "gzip"}), None, {"compressed"}),
        (Answer(200, b"x" * 70_000, XML), None, {"not_examined"}),
        (Answer(302, headers={"location": "/canary"}), False, {"redirect"}),
        (Answer(403), None, {"test_refused"}),
        (Answer(500), False, {"http_status"}),
        (Answer(404), False, {"http_status"}),
        (Answer(hangs_up=True), False, {"no_response"}),
    ],
)
async def test_what_a_webhook_of_calls_returns_is_examined(
    database: str,
    answer: Answer,
    answers: bool | None,  # noqa: FBT001
    expected: set[str],
) -> None:
    async with checking(database) as (client, receiver):
        receiver.answers = [answer]
        found = await checked(client, callHandler=laml(receiver))

    [check] = found["checks"]
    [url] = check["urls"]
    assert (check["channel"], url["setting"]) == ("CALL", "requestUrl")
    assert (check["answers"], url["answers"]) == (answers, answers)
    assert codes(url) == expected
    assert url["status"] == (None if answer.hangs_up else answer.status)


@ON_SQLITE
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (SCRIPT, set()),
        (b"version: 1.0.0\nsections:\n  main:\n    - answer: {}\n", set()),
        (b"sections: {main: []}", {"no_instructions"}),
        (b"version: 2\nsections: {main: [answer: {}]}", {"unknown_version"}),
        (b"sections: {main: [answer]}", {"bare_method"}),
        (b"sections: {main: [canary: {}]}", {"unknown_method"}),
        (b"sections: {main: [answer: {}]}\ncanary: 1", {"unknown_property"}),
        (b"sections: {main: [answer: {}], canary: [return: {}]}", set()),
        (b"[1]", {"not_swml"}),
        (b"{", {"not_swml"}),
        (b"sections: {}", {"no_main_section"}),
        (b"sections: 1", {"no_main_section"}),
        (b"sections: {main: [{a: 1, b: 2}]}", {"bad_instruction"}),
        (ALIASES, {"yaml_alias"}),
        (b"[" * 5000, {"not_swml"}),
        (b"!!python/object:canary {}", {"not_swml"}),
    ],
)
async def test_what_a_script_url_returns_is_examined(
    database: str, body: bytes, expected: set[str]
) -> None:
    async with checking(database) as (client, receiver):
        receiver.answers = [Answer(200, body, JSON)]
        found = await checked(client, callHandler={"relayScript": {"url": receiver.url}})

    [url] = found["checks"][0]["urls"]
    assert codes(url) == expected


@ON_SQLITE
async def test_a_webhook_of_messages_has_the_verbs_of_messages(database: str) -> None:
    documents = [b"<Response><Message>canary</Message></Response>", SAY, b"<Response/>"]
    async with checking(database) as (client, receiver):
        receiver.answers = [Answer(200, document, XML) for document in documents]
        found = [await checked(client, messageHandler=laml(receiver)) for _ in documents]

    urls = [answer["checks"][0]["urls"][0] for answer in found]
    assert [codes(url) for url in urls] == [set(), {"unknown_verb"}, set()]


@ON_SQLITE
async def test_the_requests_are_those_of_the_platform_and_marked_as_tests(database: str) -> None:
    async with checking(database) as (client, receiver):
        receiver.answers = [Answer(200, SAY, XML)]
        fallback = {"fallbackUrl": f"{receiver.url}/fallback", "fallbackMethod": "GET"}
        await checked(
            client,
            callHandler=laml(receiver, **fallback),
            messageHandler=laml(receiver),
        )

    by_path = {urlsplit(r.target).path: r for r in receiver.requests if "MessageSid" not in str(r)}
    posted, got = by_path["/in"], by_path["/fallback"]
    [message] = [r for r in receiver.requests if "MessageSid" in str(r)]
    assert (posted.method, got.method, message.method) == ("POST", "GET", "POST")
    assert posted.target == "/in?a=1"
    for fields in (parse_qs(posted.body.decode()), parse_qs(urlsplit(got.target).query)):
        assert fields["CallStatus"] == ["ringing"]
        assert fields["CallSid"][0].startswith("test-")
        assert fields["Test"] == ["true"]
    assert all(r.headers["x-numbergate-test"] == "true" for r in receiver.requests)


@ON_SQLITE
async def test_a_fallback_that_answers_is_enough(database: str) -> None:
    async with checking(database) as (client, receiver):
        receiver.answer = lambda r: Answer(200, SAY, XML) if "fall" in r.target else Answer(500)
        handler = laml(receiver, fallbackUrl=f"{receiver.url}/fallback")
        found = await checked(client, callHandler=handler)

    [check] = found["checks"]
    assert [url["answers"] for url in check["urls"]] == [False, True]
    assert check["answers"] is True


async def test_the_handlers_of_a_number_are_checked_with_its_number(
    database: str, numbers: PhoneNumbers
) -> None:
    async with checking(database) as (client, receiver):
        receiver.answers = [Answer(200, SAY, XML)]
        url = receiver.url.replace("//", "//user:secret@")
        asked = {
            "number": "+14155550123",
            "number_type": "longcode",
            "call_handler": {"laml_webhooks": {"request_url": url}},
            "message_handler": {"relay_topic": {"topic": "office"}},
        }
        command = ImportNumber.of(asked, ValidationPolicy(private_urls=True))
        row = (await numbers.import_number(CALLER, command)).row
        body = await ask(client, CHECK_NUMBER, input={"id": str(row.id)})

    call, message = body["data"]["checkPhoneNumberHandlers"]["checks"]
    assert (call["answers"], message["answers"], message["urls"]) == (True, None, [])
    [request] = receiver.requests
    assert parse_qs(request.body.decode())["To"] == ["+14155550123"]
    assert request.headers["authorization"].startswith("Basic ")
    assert "secret" not in str(body)


@ON_SQLITE
async def test_a_private_address_is_not_asked(database: str) -> None:
    async with checking(database, allow_private_urls=False) as (client, receiver):
        refused = await checked(client, callHandler=laml(receiver))

    assert refused["__typename"] == "ValidationFailed"
    assert receiver.connections == 0


@ON_SQLITE
async def test_checks_are_rate_limited_and_can_be_disabled(database: str) -> None:
    async with checking(database, checks_per_minute=2) as (client, receiver):
        receiver.answers = [Answer(200, SAY, XML)]
        answers = [await checked(client, callHandler=laml(receiver)) for _ in range(3)]
    async with checking(database, checks_per_minute=0) as (client, receiver):
        disabled = await checked(client, callHandler=laml(receiver))

    assert [a.get("code") for a in answers] == [None, None, "too_many_checks"]
    assert disabled["code"] == "checks_disabled"
    assert receiver.connections == 0


@ON_SQLITE
async def test_without_a_handler_nothing_is_asked(database: str) -> None:
    async with checking(database) as (client, _):
        assert (await checked(client))["__typename"] == "ValidationFailed"
