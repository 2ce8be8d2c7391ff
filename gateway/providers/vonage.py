"""Vonage: account/numbers, paged by index until `count`. An empty account answers ``{}``.

Calls are answered in NCCO and messages as JSON, so no handler comes along.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gateway.domain.commands.connections import VonageCredentials
from gateway.domain.enums import Provider
from gateway.domain.losses import LossCode
from gateway.providers.base import (
    CallFailed,
    Found,
    Problem,
    Record,
    items,
    losses,
    records,
    required,
)
from gateway.providers.reader import Http

HOST: Final = "rest.nexmo.com"
PATH: Final = "/account/numbers"
PAGE_SIZE: Final = 100
LOST: Final = {
    "moHttpUrl": LossCode.PAYLOAD_FORMAT_DIFFERS,
    "voiceCallbackValue": LossCode.PAYLOAD_FORMAT_DIFFERS,
    "messagesCallbackValue": LossCode.PAYLOAD_FORMAT_DIFFERS,
    "app_id": LossCode.APPLICATION_NOT_PORTABLE,
}
_CAPABILITIES: Final = ("voice", "fax", "sms", "mms")
_SHORTCODE: Final = "shortcode"
_TOLLFREE: Final = "landline-toll-free"


class Vonage:
    """The numbers of one account."""

    def __init__(self, http: Http, credentials: VonageCredentials) -> None:
        """Read with the account's key."""
        auth = credentials.api_key, credentials.api_secret
        self._reader = http.reader(Provider.VONAGE, HOST, auth)

    async def verify(self) -> None:
        """List one number."""
        await self._reader.json(PATH, {"size": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Ask for one index after another until as many came as there are."""
        index = seen = 0
        while True:
            index += 1
            body = await self._reader.json(PATH, {"size": PAGE_SIZE, "index": index})
            page = records(body.get("numbers", []))
            seen, count = seen + len(page), _count(body)
            yield [_found(record) for record in page]
            if seen >= count:
                return
            if not page:  # fewer came than there are
                raise CallFailed(Problem.UNREADABLE)


def _count(body: Record) -> int:
    """Return how many numbers there are; none for the ``{}`` of an empty account."""
    count = body.get("count") if body else 0
    if not isinstance(count, int):
        raise CallFailed(Problem.UNREADABLE)
    return count


def _found(record: Record) -> Found:
    features = {feature.lower() for feature in items(record, "features")}
    number, type_ = required(record, "msisdn").removeprefix("+"), record.get("type")
    asked: dict[str, Any] = {
        "number": f"+{number}",
        "number_type": "tollfree" if type_ == _TOLLFREE else "longcode",
        "capabilities": [name for name in _CAPABILITIES if name in features] or ["voice"],
    }
    return Found(number, asked, losses(record, LOST), is_supported=type_ != _SHORTCODE)
