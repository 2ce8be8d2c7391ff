"""Plivo: an account's Number list, paged by `meta.next`.

Applications answer in Plivo's own XML, so no handler comes along.
"""

from collections.abc import AsyncIterator
from typing import Any, Final

from gateway.domain.commands.connections import PlivoCredentials
from gateway.domain.enums import Provider
from gateway.domain.losses import LossCode
from gateway.providers.base import Found, Record, losses, mapping, records, required, text
from gateway.providers.reader import Http, Links

HOST: Final = "api.plivo.com"
PAGE_SIZE: Final = 20  # the most that it gives
LOST: Final = {
    "application": LossCode.PAYLOAD_FORMAT_DIFFERS,
    "sub_account": LossCode.OWNER_NOT_PORTABLE,
}
_CAPABILITIES: Final = ("voice", "sms", "mms")
_TOLLFREE: Final = "tollfree"


class Plivo:
    """The numbers of one account."""

    def __init__(self, http: Http, credentials: PlivoCredentials) -> None:
        """Read with the account's token."""
        auth = credentials.auth_id, credentials.auth_token
        self._reader = http.reader(Provider.PLIVO, HOST, auth)
        self._path = f"/v1/Account/{credentials.auth_id}/Number/"

    async def verify(self) -> None:
        """List one number."""
        await self._reader.json(self._path, {"limit": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Follow the links from page to page."""
        links = Links()
        query: dict[str, str] | None = {"limit": str(PAGE_SIZE), "offset": "0"}
        while query is not None:
            body = await self._reader.json(self._path, query)
            yield [_found(record) for record in records(body.get("objects"))]
            query = links.follow(mapping(body, "meta").get("next"))


def _found(record: Record) -> Found:
    number = required(record, "number").removeprefix("+")
    type_ = record.get("number_type") or record.get("type")
    enabled = [name for name in _CAPABILITIES if record.get(f"{name}_enabled")]
    asked: dict[str, Any] = {
        "number": f"+{number}",
        "number_type": "tollfree" if type_ == _TOLLFREE else "longcode",
        "capabilities": enabled or ["voice"],
        "name": text(record, "alias"),
    }
    return Found(number, asked, losses(record, LOST), fields={"name": "alias"})
