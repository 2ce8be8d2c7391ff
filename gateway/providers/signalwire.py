"""SignalWire: another space's phone_numbers, paged by `links.next`, in the flat record's keys.

Every kind of handler that an import may set comes along as it is. Ids inside a handler name things
of the other project.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from gateway.domain import platform_record
from gateway.domain.commands.connections import SignalwireCredentials
from gateway.domain.enums import Provider
from gateway.domain.flat_record import HANDLER_KEYS, HandlerKeys
from gateway.domain.handler import Handler
from gateway.domain.losses import Loss, LossCode
from gateway.providers.base import Found, Record, losses, mapping, records, required
from gateway.providers.reader import Http, Links

PATH: Final = "/api/relay/rest/phone_numbers"
PAGE_SIZE: Final = 1000
LOST: Final = {
    "calling_handler_resource_id": LossCode.RESOURCE_OF_ANOTHER_PROJECT,
    "messaging_handler_resource_id": LossCode.RESOURCE_OF_ANOTHER_PROJECT,
    "e911_address_id": LossCode.EMERGENCY_NOT_PORTABLE,
}
_REFERENCE: Final = ("_id", "_resource", "_application")  # ends of settings that name things


class SignalWire:
    """The numbers of one project of a space."""

    def __init__(self, http: Http, credentials: SignalwireCredentials) -> None:
        """Read with a token of the project."""
        auth = str(credentials.project_id), credentials.api_token
        self._reader = http.reader(Provider.SIGNALWIRE, credentials.space, auth)

    async def verify(self) -> None:
        """List one number."""
        await self._reader.json(PATH, {"page_size": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Follow the links from page to page."""
        links = Links()
        query: dict[str, str] | None = {"page_size": str(PAGE_SIZE)}
        while query is not None:
            body = await self._reader.json(PATH, query)
            yield [_found(record) for record in records(body.get("data"))]
            query = links.follow(mapping(body, "links").get("next"))


def _found(record: Record) -> Found:
    columns = platform_record.read(record, {})
    lost, asked = losses(record, LOST), _asked(record, columns)
    fields: dict[str, str] = {}
    for side in HANDLER_KEYS.values():
        handler = columns[side.name]
        lost += _losses(side, handler)
        if handler is None or handler.settable:
            asked[side.name] = handler and {handler.kind: _settings(handler)}
        fields |= _fields(side, handler)
    return Found(required(record, "id"), asked, lost, fields=fields)


def _asked(record: Record, columns: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": required(record, "number"),
        "number_type": columns["number_type"].value,
        "capabilities": [capability.value for capability in columns["capabilities"]] or ["voice"],
        "name": columns["name"],
        "call_receive_mode": columns["call_receive_mode"].value,
    }


def _losses(side: HandlerKeys, handler: Handler | None) -> Iterator[Loss]:
    if handler is None:
        return
    if not handler.settable:
        yield Loss.of(LossCode.HANDLER_NOT_PORTABLE, side.name)
        return
    for key, name in side.settings[handler.kind].items():
        if f"_{name}".endswith(_REFERENCE) and getattr(handler, name) is not None:
            yield Loss.of(LossCode.REFERENCE_NOT_PORTABLE, key)


def _settings(handler: Handler) -> dict[str, Any]:
    return {name: value for name, value in handler.to_stored().items() if name != "kind"}


def _fields(side: HandlerKeys, handler: Handler | None) -> dict[str, str]:
    names = side.settings.get(handler.kind, {}) if handler else {}
    return {f"{side.name}.{name}": key for key, name in names.items()}
