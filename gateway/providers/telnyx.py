"""Telnyx: phone_numbers and their messaging settings, paged by number until `meta.total_pages`.

A number leads to a connection. Only a TeXML application speaks our language, and its URLs are
copied; webhooks of call control and of messaging are JSON in Telnyx's own format.
"""

import re
from collections.abc import AsyncIterator
from typing import Any, Final

from gateway.domain.commands.connections import TelnyxCredentials
from gateway.domain.enums import Provider
from gateway.domain.losses import Loss, LossCode
from gateway.providers.base import (
    CALL,
    CallFailed,
    Found,
    Problem,
    Record,
    call,
    items,
    losses,
    mapping,
    path_part,
    records,
    required,
    text,
)
from gateway.providers.reader import Http

HOST: Final = "api.telnyx.com"
PAGE_SIZE: Final = 250
CALLS: Final = call(
    "laml_webhooks",
    needs="voice_url",
    request_url="voice_url",
    request_method="voice_method",
    fallback_url="voice_fallback_url",
    status_callback_url="status_callback",
    status_callback_method="status_callback_method",
)
LOST: Final = {"messaging_profile_id": LossCode.PAYLOAD_FORMAT_DIFFERS}
_FIELDS: Final = {"name": "customer_reference", "tags": "tags", CALL: "connection_id"}
_TOLLFREE: Final = {"toll_free", "tollfree"}
_SHORTCODE: Final = "shortcode"
_MOST_TAGS, _LONGEST_TAG = 50, 64
_NOT_IN_TAGS: Final = re.compile(r"[^a-z0-9._:-]+")
_ABSENT: Final = {Problem.ACCOUNT}


class Telnyx:
    """The numbers of one account."""

    def __init__(self, http: Http, credentials: TelnyxCredentials) -> None:
        """Read with the account's key."""
        self._reader = http.reader(Provider.TELNYX, HOST)
        self._reader.bearer = credentials.api_key
        self._resources: dict[str, Record | None] = {}

    async def verify(self) -> None:
        """List one number."""
        await self._reader.json("/v2/phone_numbers", {"page[size]": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """List the messaging settings first, and then the numbers page by page."""
        features = {
            number: mapping(record, "features")
            async for page in self._all("/v2/phone_numbers/messaging")
            for record in page
            if (number := text(record, "phone_number"))
        }
        async for page in self._all("/v2/phone_numbers"):
            yield [await self._found(record, features) for record in page]

    async def _all(self, path: str) -> AsyncIterator[list[Record]]:
        number = total = 1
        while number <= total:
            params = {"page[number]": number, "page[size]": PAGE_SIZE}
            body = await self._reader.json(path, params)
            page, number = records(body.get("data")), number + 1
            total = _total(mapping(body, "meta"))
            yield page
            if not page:
                return

    async def _found(self, record: Record, features: dict[str, Record]) -> Found:
        lost = losses(record, LOST)
        number, kind = required(record, "phone_number"), text(record, "phone_number_type")
        asked = {
            "number": number,
            "number_type": "tollfree" if kind in _TOLLFREE else "longcode",
            "capabilities": _capabilities(record, features.get(number, {})),
            "name": text(record, "customer_reference"),
            "tags": _tags(record, lost),
            **await self._call_handler(record, lost),
        }
        fields = {**_FIELDS, **CALLS.fields}
        is_supported = kind != _SHORTCODE
        return Found(required(record, "id"), asked, lost, is_supported, fields)

    async def _call_handler(self, record: Record, lost: list[Loss]) -> dict[str, Any]:
        """Return the handler of the application that the number leads to, if that is TeXML."""
        if not record.get("connection_id"):
            return {CALL: None}
        id_ = path_part(required(record, "connection_id"))
        texml = await self._resource(f"/v2/texml_applications/{id_}")
        if texml is not None:
            lost.append(Loss.of(LossCode.APPLICATION_INLINED, "connection_id"))
            return {CALL: CALLS.read(texml)}
        controlled = await self._resource(f"/v2/call_control_applications/{id_}")
        is_known = controlled is not None
        code = LossCode.PAYLOAD_FORMAT_DIFFERS if is_known else LossCode.CONNECTION_NOT_PORTABLE
        lost.append(Loss.of(code, "connection_id"))
        return {}

    async def _resource(self, path: str) -> Record | None:
        """Return what is at *path*, or None where there is no such thing. It is asked once."""
        if path not in self._resources:
            try:
                found = mapping(await self._reader.json(path), "data")
            except CallFailed as failed:
                if failed.problem not in _ABSENT:
                    raise
                found = None
            self._resources[path] = found
        return self._resources[path]


def _total(meta: Record) -> int:
    total = meta.get("total_pages")
    if not isinstance(total, int):
        raise CallFailed(Problem.UNREADABLE)
    return total


def _capabilities(record: Record, features: Record) -> list[str]:
    fax = ["fax"] if record.get("t38_fax_gateway_enabled") else []
    return ["voice", *fax, *(name for name in ("sms", "mms") if features.get(name))]


def _tags(record: Record, lost: list[Loss]) -> list[str]:
    """Return the tags in the letters that tags have here, without doubles."""
    theirs = items(record, "tags")
    respelt = [_NOT_IN_TAGS.sub("-", tag.lower()).strip("-._:")[:_LONGEST_TAG] for tag in theirs]
    tags = [*dict.fromkeys(filter(None, respelt))][:_MOST_TAGS]
    if tags != theirs:
        lost.append(Loss.of(LossCode.TAGS_RESPELT, "tags"))
    return tags
