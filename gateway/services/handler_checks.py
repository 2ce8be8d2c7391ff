"""The service of handler checks: asks the URLs of handlers as the platform would, once.

The request is a test call or message and says so: by the field ``Test``, ids that begin with
``test-``, and the header ``X-Numbergate-Test``. It is not signed, as only the platform can sign.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import orjson

from gateway.clock import utc_now
from gateway.database import phone_number_filters
from gateway.database.database import Database
from gateway.database.phone_numbers import PUBLIC_COLUMNS
from gateway.domain import urls
from gateway.domain.caller import Caller
from gateway.domain.commands.checks import CheckHandler, CheckPhoneNumberHandlers
from gateway.domain.enums import HttpMethod, Scope
from gateway.domain.handler import Handler
from gateway.domain.handler_catalogue import Channel
from gateway.domain.handler_documents import Finding, Language, caution, fault, findings
from gateway.egress import Egress, FailureReason, OutboundRequest, RequestFailed, Response
from gateway.errors import FieldFailure, Invalid, NumberNotFound
from gateway.models.results import HandlerCheck, UrlCheck
from gateway.services.url_checks import UrlChecks

SECONDS: Final = 5.0  # for one URL
MAX_BYTES: Final = 65_536  # of a response that is read
_SLOW_SECONDS: Final = 3.0
_EXPIRES_SOON: Final = timedelta(days=14)
_CALLER, _CALLED = "+12025550100", "+12025550101"  # of the range for fiction
_XML: Final = frozenset({"text/xml", "application/xml", "text/html"})
_SWML: Final = frozenset(
    {"application/json", "application/yaml", "application/x-yaml", "text/yaml", "text/plain"}
)
_MEDIA_TYPE: Final = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
_REASONS: Final[Mapping[FailureReason, str]] = {
    FailureReason.DNS_FAILED: "The host does not resolve.",
    FailureReason.ADDRESS_NOT_ALLOWED: "The host has an address that is not public.",
    FailureReason.PORT_NOT_ALLOWED: "The port belongs to another protocol.",
    FailureReason.CONNECTION_FAILED: "No connection could be opened.",
    FailureReason.TLS_FAILED: "TLS failed.",
    FailureReason.TIMED_OUT: f"There was no whole response within {SECONDS:g} seconds.",
    FailureReason.NO_RESPONSE: "The connection ended without a response.",
}


class Asked(NamedTuple):
    """A setting of a handler that is a URL, and how the platform asks it."""

    setting: str
    url: str
    method: HttpMethod
    language: Language


@dataclass(frozen=True, slots=True)
class HandlerChecks:
    """Checks for all projects."""

    database: Database
    egress: Egress
    checks: UrlChecks

    async def check(self, caller: Caller, command: CheckHandler) -> Sequence[HandlerCheck]:
        """Try the URLs of handlers that are not stored.

        Raises `Invalid`, `TooManyChecks`, `ChecksDisabled`.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        if command.call_handler is None and command.message_handler is None:
            raise Invalid(FieldFailure((), "required", "Give a handler for calls or messages."))
        return await self._checked(caller, command.call_handler, command.message_handler, _CALLED)

    async def check_number(
        self, caller: Caller, command: CheckPhoneNumberHandlers
    ) -> Sequence[HandlerCheck]:
        """Try the URLs of a number's handlers.

        Raises `NumberNotFound`, `TooManyChecks`, `ChecksDisabled`.
        """
        caller.require_scope(Scope.NUMBERS_WRITE)
        query = phone_number_filters.lookup_query("id", PUBLIC_COLUMNS)
        values = {"project": caller.project_id, "key": command.id}
        row = next(iter(await self.database.fetch(query, values)), None)
        if row is None:
            raise NumberNotFound(command.id)
        return await self._checked(caller, row.call_handler, row.message_handler, row.number)

    async def _checked(
        self, caller: Caller, call: Handler | None, message: Handler | None, number: str
    ) -> Sequence[HandlerCheck]:
        given = {Channel.CALL: call, Channel.MESSAGE: message}
        asked = {channel: _asked(channel, handler) for channel, handler in given.items() if handler}
        self.checks.charge(caller, sum(map(len, asked.values())))
        return [
            HandlerCheck(channel, await asyncio.gather(*(self._try(one, number) for one in some)))
            for channel, some in asked.items()
        ]

    async def _try(self, asked: Asked, number: str) -> UrlCheck:
        """Ask one URL, and return what was found."""
        began = asyncio.get_running_loop().time()
        try:
            response = await self.egress.send(
                _request(asked, number), seconds=SECONDS, most=MAX_BYTES
            )
        except RequestFailed as failed:
            seconds, until = asyncio.get_running_loop().time() - began, None
            if failed.reason is FailureReason.TLS_FAILED:
                until = await self.egress.certificate_until(asked.url, seconds=SECONDS)
            found = [fault(failed.reason.value, _why(failed, until))]
            return UrlCheck(asked.setting, seconds, found, certificate_until=until)
        found = await asyncio.to_thread(lambda: [*_findings(asked, response)])
        media, until = _media_type(response), response.certificate_until
        return UrlCheck(asked.setting, response.seconds, found, response.status, media, until)


def _asked(channel: Channel, handler: Any) -> list[Asked]:
    """Return the URLs that return instructions; other kinds of handlers have none."""
    if handler.kind == "relay_script":
        return [Asked("url", handler.url, HttpMethod.POST, Language.SWML)]
    if handler.kind != "laml_webhooks":
        return []
    language = Language.CALL_LAML if channel is Channel.CALL else Language.MESSAGE_LAML
    asked = [Asked("request_url", handler.request_url, handler.request_method, language)]
    if handler.fallback_url:
        asked.append(Asked("fallback_url", handler.fallback_url, handler.fallback_method, language))
    return asked


def _request(asked: Asked, number: str) -> OutboundRequest:
    """Return the request of a test call or a test message."""
    headers = {"x-numbergate-test": "true", "accept": "*/*"}
    if asked.language is Language.SWML:
        headers["content-type"] = "application/json"
        return OutboundRequest("POST", asked.url, headers, orjson.dumps(_script_call(number)))
    fields = urlencode(_fields(asked.language, number))
    if asked.method is HttpMethod.GET:
        joint = "&" if urlsplit(asked.url).query else "?"
        return OutboundRequest("GET", f"{asked.url}{joint}{fields}", headers)
    headers["content-type"] = "application/x-www-form-urlencoded"
    return OutboundRequest("POST", asked.url, headers, fields.encode())


def _fields(language: Language, number: str) -> dict[str, str]:
    common = {"From": _CALLER, "To": number, "ApiVersion": "2010-04-01", "Test": "true"}
    if language is Language.MESSAGE_LAML:
        return common | {"MessageSid": _test_id(), "Body": "This is a test.", "NumMedia": "0"}
    return common | {"CallSid": _test_id(), "CallStatus": "ringing", "Direction": "inbound"}


def _script_call(number: str) -> dict[str, Any]:
    call = {"call_id": _test_id(), "state": "created", "direction": "inbound", "type": "phone"}
    return {"call": call | {"from": _CALLER, "to": number}, "vars": {}, "params": {}, "test": True}


def _test_id() -> str:
    return f"test-{uuid4()}"


def _why(failed: RequestFailed, until: datetime | None) -> str:
    """Return why there was no response, and the end of a certificate that was not accepted."""
    verb = "was" if until and until < utc_now() else "is"
    date = f"It {verb} valid until {until:%Y-%m-%d}." if until else None
    return " ".join(filter(None, (_REASONS[failed.reason], failed.detail, date)))


def _findings(asked: Asked, response: Response) -> Iterator[Finding]:
    yield from _of_connection(asked, response)
    if response.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        text = "It refuses the test, as it should if it verifies the platform's signatures."
        yield caution("test_refused", f"{text} What it answers to the platform cannot be seen.")
    elif response.status in range(300, 400):
        yield fault("redirect", "It redirects, which is not followed. Name the final URL.")
    elif not response.succeeded:
        yield fault("http_status", f"The status {response.status} is an error.")
    else:
        yield from _of_body(asked, response)


def _of_connection(asked: Asked, response: Response) -> Iterator[Finding]:
    if not urls.is_secure(asked.url):
        yield caution("insecure_url", "Calls to this URL are not encrypted. Use https.")
    if response.seconds > _SLOW_SECONDS:
        yield caution("slow", f"It took {response.seconds:.1f} seconds.")
    until = response.certificate_until
    if until and until - utc_now() < _EXPIRES_SOON:
        yield caution("certificate_expires", f"The certificate expires on {until:%Y-%m-%d}.")


def _of_body(asked: Asked, response: Response) -> Iterator[Finding]:
    if response.headers.get("content-encoding", "identity") != "identity":
        yield caution("compressed", "It is compressed, although that was not asked for.")
        return
    if not response.is_whole:
        yield caution(
            "not_examined", f"It has more than {MAX_BYTES:,} bytes, and was not examined."
        )
        return
    usual = _SWML if asked.language is Language.SWML else _XML
    if (media := _media_type(response)) not in usual:
        expected = " or ".join(sorted(usual)[:2])
        yield caution("media_type", f"The media type is {media or 'missing'}; use {expected}.")
    yield from findings(response.body, asked.language)


def _media_type(response: Response) -> str | None:
    """Return the media type without parameters; None where there is none that is readable."""
    media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return media if _MEDIA_TYPE.fullmatch(media) else None
