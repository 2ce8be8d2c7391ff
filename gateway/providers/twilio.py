"""Twilio: IncomingPhoneNumbers, paged by `next_page_uri`, with the Applications that they name.

TwiML is our language, so URLs are copied: those of the number, or of the application that answers
instead of them.
"""

import re
from collections.abc import AsyncIterator
from typing import Any, Final

from gateway.domain.commands.connections import TwilioCredentials
from gateway.domain.enums import Provider
from gateway.domain.losses import Loss, LossCode
from gateway.providers.base import (
    CALL,
    MESSAGE,
    CallFailed,
    Found,
    Problem,
    Record,
    Webhooks,
    call,
    losses,
    mapping,
    message,
    path_part,
    records,
    required,
    text,
)
from gateway.providers.reader import Http, Links

HOST: Final = "api.twilio.com"
PAGE_SIZE: Final = 1000
CALLS: Final = call(
    "laml_webhooks",
    needs="voice_url",
    request_url="voice_url",
    request_method="voice_method",
    fallback_url="voice_fallback_url",
    fallback_method="voice_fallback_method",
    status_callback_url="status_callback",
    status_callback_method="status_callback_method",
)
MESSAGES: Final = message(
    "laml_webhooks",
    needs="sms_url",
    request_url="sms_url",
    request_method="sms_method",
    fallback_url="sms_fallback_url",
    fallback_method="sms_fallback_method",
)
LOST: Final = {
    "trunk_sid": LossCode.TRUNK_NOT_PORTABLE,
    "voice_caller_id_lookup": LossCode.SETTING_NOT_PORTABLE,
    "bundle_sid": LossCode.REGULATORY_NOT_PORTABLE,
    "identity_sid": LossCode.REGULATORY_NOT_PORTABLE,
    "emergency_address_sid": LossCode.EMERGENCY_NOT_PORTABLE,
}
_FIELDS: Final = {"name": "friendly_name", "call_receive_mode": "voice_receive_mode"}
_CAPABILITIES: Final = ("voice", "fax", "sms", "mms")
_TOLLFREE: Final = re.compile(r"\+18(?:00|33|44|55|66|77|88)\d*")
_UNREADABLE: Final = {Problem.ACCOUNT, Problem.SCOPE}  # of an application: gone, or no right


class Twilio:
    """The numbers of one account."""

    def __init__(self, http: Http, credentials: TwilioCredentials) -> None:
        """Read with a key of the account."""
        auth = credentials.key_sid, credentials.key_secret
        self._reader = http.reader(Provider.TWILIO, HOST, auth)
        self._base = f"/2010-04-01/Accounts/{credentials.account_sid}"
        self._applications: dict[str, Record | None] = {}

    async def verify(self) -> None:
        """List one number."""
        await self._reader.json(self._list, {"PageSize": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Follow the links from page to page."""
        links = Links()
        query: dict[str, str] | None = {"PageSize": str(PAGE_SIZE)}
        while query is not None:
            body = await self._reader.json(self._list, query)
            yield [await self._found(r) for r in records(body.get("incoming_phone_numbers"))]
            query = links.follow(body.get("next_page_uri"))

    @property
    def _list(self) -> str:
        return f"{self._base}/IncomingPhoneNumbers.json"

    async def _found(self, record: Record) -> Found:
        lost, asked = losses(record, LOST), _asked(record)
        if text(record, "trunk_sid") is None:
            asked |= await self._handler(CALLS, "voice_application_sid", record, lost)
        asked |= await self._handler(MESSAGES, "sms_application_sid", record, lost)
        fields = {**_FIELDS, **CALLS.fields, **MESSAGES.fields, CALL: "voice_url"}
        return Found(required(record, "sid"), asked, lost, fields={**fields, MESSAGE: "sms_url"})

    async def _handler(
        self, webhooks: Webhooks, field: str, record: Record, lost: list[Loss]
    ) -> dict[str, Any]:
        """Return the handler of the number, or of the application that answers instead."""
        sid = text(record, field)
        if sid is None:
            return {webhooks.side: webhooks.read(record)}
        application = await self._application(sid)
        if application is None:
            lost.append(Loss.of(LossCode.APPLICATION_UNREADABLE, field))
            return {}
        lost.append(Loss.of(LossCode.APPLICATION_INLINED, field))
        return {webhooks.side: webhooks.read(application)}

    async def _application(self, sid: str) -> Record | None:
        if sid not in self._applications:
            try:
                found = await self._reader.json(f"{self._base}/Applications/{path_part(sid)}.json")
            except CallFailed as failed:
                if failed.problem not in _UNREADABLE:
                    raise
                found = None
            self._applications[sid] = found
        return self._applications[sid]


def _asked(record: Record) -> dict[str, Any]:
    capabilities = mapping(record, "capabilities")
    enabled = [name for name in _CAPABILITIES if capabilities.get(name)] or ["voice"]
    number = required(record, "phone_number")
    is_fax = record.get("voice_receive_mode") == "fax" and "fax" in enabled
    is_tollfree = record.get("type") == "tollfree" or _TOLLFREE.fullmatch(number)
    return {
        "number": number,
        "number_type": "tollfree" if is_tollfree else "longcode",
        "capabilities": enabled,
        "name": text(record, "friendly_name"),
        "call_receive_mode": "fax" if is_fax else "voice",
    }
