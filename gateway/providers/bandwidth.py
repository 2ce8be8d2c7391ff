"""Bandwidth: inserviceNumbers in XML, and the details of each number by a call of its own.

It is read with OAuth client credentials: an access token is asked for by POST, and asked again when
it has expired. Calls are answered in BXML and messages as JSON, so no handler comes along.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, Final
from xml.etree.ElementTree import Element

from gateway.domain.commands.connections import BandwidthCredentials
from gateway.domain.enums import Provider
from gateway.domain.losses import Loss, LossCode
from gateway.providers.base import CallFailed, Found, Problem, path_part
from gateway.providers.reader import Http, Params

HOST: Final = "dashboard.bandwidth.com"
TOKEN_HOST: Final = "api.bandwidth.com"  # noqa: S105  # a host
TOKEN_PATH: Final = "/api/v1/oauth2/token"  # noqa: S105  # a path
PAGE_SIZE: Final = 500
_TRIES: Final = 4
_NEXT_PAGE: Final = re.compile(r"[?&]page=([^&>;]+)")
_TOLLFREE: Final = re.compile(r"\+18(?:00|33|44|55|66|77|88)\d{7}")
_ROOT, _DETAILS = "TNs", "TelephoneNumberDetails"  # a page that says "down" has neither
_VOICE, _MESSAGING = "Voice", "Messaging"


class Bandwidth:
    """The numbers of one account."""

    def __init__(self, http: Http, credentials: BandwidthCredentials) -> None:
        """Read with an access token, which the client credentials get."""
        self._reader = http.reader(Provider.BANDWIDTH, HOST)
        self._tokens = http.reader(Provider.BANDWIDTH, TOKEN_HOST)
        self._client = credentials.client_id, credentials.client_secret
        self._list = f"/api/accounts/{credentials.account_id}/inserviceNumbers"
        self._renewal = asyncio.Lock()

    async def verify(self) -> None:
        """List one number."""
        await self._xml(self._list, {"page": 1, "size": 1}, tries=1)

    async def pages(self) -> AsyncIterator[list[Found]]:
        """Follow the pages by the number that each begins with, and read each number's details."""
        page, seen = "1", set[str]()
        while page:
            if page in seen:
                raise CallFailed(Problem.REPEATED)
            seen.add(page)
            listed = await self._xml(self._list, {"page": page, "size": PAGE_SIZE})
            if listed.tag != _ROOT:
                raise CallFailed(Problem.UNREADABLE)
            numbers = [element.text or "" for element in listed.iter("TelephoneNumber")]
            yield [found for found in await self._details(numbers) if found]
            page = _next(listed) if numbers else ""

    async def _details(self, numbers: list[str]) -> list[Found | None]:
        """Read the details of all numbers; when one call fails, none goes on."""
        calls = [asyncio.create_task(self._found(number)) for number in numbers]
        try:
            return await asyncio.gather(*calls)
        finally:
            for call in calls:
                call.cancel()

    async def _found(self, number: str) -> Found | None:
        """Return the number with its details; None for one that left the account meanwhile."""
        try:
            details = await self._xml(f"/api/tns/{path_part(number)}/tndetails")
        except CallFailed as failed:
            if failed.problem is not Problem.ACCOUNT:
                raise
            return None
        if details.find(f".//{_DETAILS}") is None:
            raise CallFailed(Problem.UNREADABLE)
        return _read(number, details)

    async def _xml(
        self, path: str, params: Params | None = None, *, tries: int = _TRIES
    ) -> Element:
        """Read with the present token, or once more with a new one where that has expired."""
        if self._reader.bearer is None:
            await self._renew(tries, None)
        token = self._reader.bearer
        try:
            return await self._reader.xml(path, params, tries=tries)
        except CallFailed as failed:
            if failed.problem is not Problem.CREDENTIALS:
                raise
        await self._renew(tries, token)
        return await self._reader.xml(path, params, tries=tries)

    async def _renew(self, tries: int, expired: str | None) -> None:
        """Get an access token, unless another call has replaced the *expired* one meanwhile."""
        async with self._renewal:
            if self._reader.bearer == expired:
                form = {"grant_type": "client_credentials"}
                token = await self._tokens.token(TOKEN_PATH, self._client, form, tries=tries)
                self._reader.bearer = token


def _next(listed: Element) -> str:
    link = _NEXT_PAGE.search(listed.findtext(".//Links/next") or "")
    return link[1] if link else ""


def _read(number: str, details: Element) -> Found:
    services = {element.text for element in details.iter("ServiceType")}
    e164 = number if number.startswith("+") else f"+1{number}"
    voice = ["voice"] if not services or _VOICE in services else []
    asked: dict[str, Any] = {
        "number": e164,
        "number_type": "tollfree" if _TOLLFREE.fullmatch(e164) else "longcode",
        "capabilities": voice + (["sms", "mms"] if _MESSAGING in services else []),
    }
    has_peer = bool(details.findtext(".//SipPeer/Name"))
    lost = [Loss.of(LossCode.PAYLOAD_FORMAT_DIFFERS, "SipPeer.application")] if has_peer else []
    return Found(number, asked, lost)
