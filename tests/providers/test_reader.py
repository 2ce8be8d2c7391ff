"""What every adapter does with accounts that are empty, refuse, are slow, or answer nonsense."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx2
import pytest

from gateway.domain.commands.connections import AnyCredentials
from gateway.domain.enums import ConnectionStatus, Provider
from gateway.providers import base
from gateway.providers.base import STATUSES, CallFailed, Found, Problem, distinct
from gateway.providers.vendors import ADAPTERS
from tests.providers.account import ALL, BANDWIDTH, SID, Account
from tests.providers.test_other_languages import IN_SERVICE, TOKEN, bandwidth, in_service
from tests.providers.test_telnyx import page

pytestmark = pytest.mark.anyio

LISTS: Final[Mapping[str, str]] = {
    "twilio": f"GET /2010-04-01/Accounts/{SID}/IncomingPhoneNumbers.json",
    "telnyx": "GET /v2/phone_numbers",
    "signalwire": "GET /api/relay/rest/phone_numbers",
    "vonage": "GET /account/numbers",
    "bandwidth": IN_SERVICE,
    "plivo": "GET /v1/Account/MA0000/Number/",
}
EMPTY: Final[Mapping[str, Any]] = {
    "twilio": {"incoming_phone_numbers": [], "next_page_uri": None},
    "telnyx": page(),
    "signalwire": {"data": [], "links": {}},
    "vonage": {},
    "bandwidth": in_service(),
    "plivo": {"meta": {"next": None}, "objects": []},
}
# A page that claims to be followed by itself.
REPEATED: Final[Mapping[str, Any]] = {
    "twilio": {
        "incoming_phone_numbers": [{"sid": "PN1", "phone_number": "+14155550123"}],
        "next_page_uri": "/again?Page=1",
    },
    "telnyx": page({"id": "1", "phone_number": "+14155550123"}, total=1000),
    "signalwire": {
        "data": [{"id": "1", "number": "+14155550123"}], "links": {"next": "/again?page=2"}
    },
    "vonage": {"count": 1000, "numbers": [{"msisdn": "447700900123"}]},
    "bandwidth": in_service("9195551234", following="9195551234"),
    "plivo": {"meta": {"next": "/again?offset=20"}, "objects": [{"number": "14155550123"}]},
}  # fmt: skip
ASIDE: Final[Mapping[str, Any]] = {
    TOKEN: {"access_token": "t"},
    "GET /v2/phone_numbers/messaging": page(),
    "GET /api/tns/9195551234/tndetails": "<R><TelephoneNumberDetails/></R>",
}
EVERY: Final = pytest.mark.parametrize("kind", ALL)


def account(kind: str, answer: Any) -> Account:
    return Account({**ASIDE, LISTS[kind]: answer})


async def problem(kind: str, answer: Any) -> tuple[Problem, Account]:
    seen = account(kind, answer)
    with pytest.raises(CallFailed) as failed:
        await seen.listed(ALL[kind])
    return failed.value.problem, seen


@pytest.fixture
def unslept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note how long a reader would sleep between two tries."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return slept


def test_every_provider_has_an_adapter_and_credentials() -> None:
    assert {c.provider for c in ALL.values()} == set(ADAPTERS) == set(Provider) - {Provider.OTHER}


@EVERY
async def test_an_empty_account_has_no_numbers(kind: str) -> None:
    seen = account(kind, EMPTY[kind])

    await seen.open(ALL[kind]).verify()

    assert await seen.listed(ALL[kind]) == []


@EVERY
async def test_only_get_leaves_and_one_post_of_oauth(kind: str) -> None:
    seen = account(kind, EMPTY[kind])

    await seen.open(ALL[kind]).verify()
    await seen.listed(ALL[kind])

    posts = [r.url.path for r in seen.requests if r.method != "GET"]
    assert set(posts) == ({"/api/v1/oauth2/token"} if kind == "bandwidth" else set())
    assert seen.methods <= {"GET", "POST"}
    assert all(r.url.scheme == "https" for r in seen.requests)


@EVERY
@pytest.mark.parametrize(
    ("status", "expected", "state"),
    [
        (401, Problem.CREDENTIALS, ConnectionStatus.INVALID_CREDENTIALS),
        (403, Problem.SCOPE, ConnectionStatus.INSUFFICIENT_SCOPE),
        (404, Problem.ACCOUNT, ConnectionStatus.INVALID_CREDENTIALS),
        (400, Problem.REFUSED, ConnectionStatus.OTHER),
        (302, Problem.REFUSED, ConnectionStatus.OTHER),
    ],
)
async def test_a_refusal_is_a_clear_state_and_is_not_asked_again(
    kind: str, status: int, expected: Problem, state: ConnectionStatus
) -> None:
    answer = httpx2.Response(status, headers={"location": "https://evil.example/"})

    found, seen = await problem(kind, lambda _: answer)

    lists = [r for r in seen.requests if f"{r.method} {r.url.path}" == LISTS[kind]]
    # A token that is refused may have expired: another is got once.
    assert len(lists) == (2 if (kind, status) == ("bandwidth", 401) else 1)
    assert (found, STATUSES[found]) == (expected, state)
    assert not any("evil" in host for host in seen.hosts)


@EVERY
@pytest.mark.parametrize(
    ("status", "expected"),
    [(429, Problem.RATE_LIMITED), (500, Problem.UNREACHABLE), (503, Problem.UNREACHABLE)],
)
async def test_an_outage_is_waited_out_for_a_while(
    kind: str, status: int, expected: Problem, unslept: list[float]
) -> None:
    limited = httpx2.Response(status, headers={"retry-after": "7"})
    answers = iter([limited, limited])

    healed = await account(
        kind, lambda _: next(answers, None) or EMPTY[kind] or {"count": 0}
    ).listed(ALL[kind])
    found, _ = await problem(kind, lambda _: httpx2.Response(status))

    assert (healed, found) == ([], expected)
    assert unslept == [7.0, 7.0, 0.5, 1.0, 2.0]


@pytest.mark.parametrize("text", ["1e9", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_a_strange_retry_after_is_not_obeyed(text: str, unslept: list[float]) -> None:
    answer = lambda _: httpx2.Response(429, headers={"retry-after": text})  # noqa: E731

    await problem("plivo", answer)

    assert unslept == [0.5, 1.0, 2.0]


@EVERY
@pytest.mark.parametrize("body", ['{"incoming_phone_n', "<TNs><Tel", "<html>down</html>", "", "[]"])
async def test_a_truncated_or_foreign_body_ends_the_list(kind: str, body: str) -> None:
    found, _ = await problem(kind, httpx2.Response(200, text=body))

    assert found is Problem.UNREADABLE


@EVERY
async def test_a_connection_that_breaks_is_an_outage(kind: str, unslept: list[float]) -> None:
    def breaks(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.RemoteProtocolError("peer closed connection", request=request)

    found, seen = await problem(kind, breaks)

    assert found is Problem.UNREACHABLE
    assert len(unslept) == 3
    assert (kind, "provider_unreachable") in seen.outcomes


@EVERY
async def test_a_page_that_repeats_ends_and_is_no_end_of_the_list(kind: str) -> None:
    found, _ = await problem(kind, REPEATED[kind])

    assert found is Problem.REPEATED


@pytest.mark.parametrize("body", [{"error": "down"}, {"numbers": []}])
async def test_only_an_answer_without_a_word_is_an_empty_account(body: Any) -> None:
    found, _ = await problem("vonage", body)

    assert found is Problem.UNREADABLE


async def test_two_empty_pages_in_a_row_end_a_list_that_would_go_on() -> None:
    async def endless() -> Any:
        while True:
            yield list[Found]()

    with pytest.raises(CallFailed) as failed:
        async for _ in distinct(endless()):
            pass

    assert failed.value.problem is Problem.REPEATED


async def test_a_list_that_is_shorter_than_its_count_is_no_whole_list() -> None:
    answers = iter([{"count": 5, "numbers": [{"msisdn": "447700900123"}]}, {"count": 5}])

    found, _ = await problem("vonage", lambda _: next(answers))

    assert found is Problem.UNREADABLE


BOMBS: Final = {
    "a document type": '<!DOCTYPE TNs [<!ENTITY a "b">]><TNs>&a;</TNs>',
    "a billion laughs": '<!DOCTYPE z [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><z>&b;</z>',
    "an external entity": '<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/passwd">]><z>&x;</z>',
    "an entity alone": '<TNs><!ENTITY a "b"></TNs>',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("utf-16")])
async def test_xml_with_entities_is_refused_before_it_is_parsed(
    bomb: str, encode: Callable[[str], bytes]
) -> None:
    found, _ = await problem("bandwidth", httpx2.Response(200, content=encode(bomb)))

    assert found is Problem.UNREADABLE


async def test_a_declared_encoding_hides_no_document_type() -> None:
    hidden = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE z+AD4-<TNs/>'

    found, _ = await problem("bandwidth", hidden)

    assert found is Problem.UNREADABLE


async def test_xml_without_a_document_type_is_read() -> None:
    listed = await bandwidth("9195551234").listed(BANDWIDTH)  # the control of the tests above

    assert len(listed) == 1


async def test_a_body_is_read_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.providers.reader._LARGEST_BODY", 1000)

    found, _ = await problem("plivo", httpx2.Response(200, content=b" " * 1001 + b"{}"))

    assert found is Problem.UNREADABLE


async def test_an_id_of_an_account_leads_to_no_other_path() -> None:
    stranger = {"id": "1", "phone_number": "+14155550123", "connection_id": "../../x"}

    found, seen = await problem("telnyx", page(stranger))

    assert found is Problem.UNREADABLE
    assert {r.url.path for r in seen.requests} <= {
        "/v2/phone_numbers",
        "/v2/phone_numbers/messaging",
    }


@pytest.mark.parametrize("side", [base.call, base.message])
def test_a_misspelt_setting_of_a_mapping_fails_at_import(side: Any) -> None:
    with pytest.raises(TypeError, match="laml_webhooks has no setting requst_url"):
        side("laml_webhooks", needs="voice_url", requst_url="voice_url")


@pytest.mark.parametrize("credentials", ALL.values(), ids=ALL)
def test_secrets_are_not_in_the_text_of_credentials(credentials: AnyCredentials) -> None:
    assert credentials.secret not in repr(credentials)
