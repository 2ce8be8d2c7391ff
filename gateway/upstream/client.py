"""HTTP client of a platform: the calls that provisioning needs, and the outcome of each.

A call ends in one of the outcomes in `gateway.upstream.outcomes`, whatever the network does. A read
changes nothing, so one that failed counts as unsent; a write whose answer is lost is unknown.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote, urlencode

import orjson

from gateway.concurrency.timeouts import timeout
from gateway.domain.platform_record import Problem, can_keep_id
from gateway.domain.urls import MASK
from gateway.upstream.exchange import Exchanges, Lost, NotSent, Request, Response
from gateway.upstream.outcomes import (
    RATE_LIMITED,
    UNCONFIRMED,
    UNREACHABLE,
    Absent,
    Denied,
    Done,
    Outcome,
    Refused,
    Unknown,
    Unreadable,
    Unsent,
)

PREFIX: Final = "/api/relay/rest"
PAGE_SIZE: Final = 1000
_FOUND_PAGE_SIZE: Final = 50
_LONGEST_WAIT: Final = 300.0  # seconds of a Retry-After that are obeyed
# Servers on this machine, as tests have, which are asked without TLS.
_LOCAL: Final = ("127.0.0.1:", "localhost:", "[::1]:")
_HEADERS: Final = {
    "accept": "application/json", "accept-encoding": "identity", "user-agent": "numbergate",
}  # fmt: skip
_JSON: Final = {"content-type": "application/json"}
_QUERY: Final = "%=&+/?:;,@!$'()*~-._[]"  # what a link's query may have as it is
_DENIED: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_DONE: Final = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}
# Refusals. Any other status of a write may come from something between, after it happened.
_REFUSED: Final = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}  # fmt: skip


class ListBroken(Exception):
    """A list ended before its last page. The outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Pool:
    """The connections to all platforms, and the seconds that a call may take."""

    exchanges: Exchanges
    call_seconds: float

    async def aclose(self) -> None:
        """Close the connections."""
        await self.exchanges.aclose()


def connection_pool(call_seconds: float) -> Pool:
    """Return the connection pool for all platforms."""
    return Pool(Exchanges(call_seconds / 5), call_seconds)


class ListedPage(NamedTuple):
    """A page of a list, with the time by the platform's clock, where its answer has a date."""

    records: list[dict[str, Any]]
    at: datetime | None


class Platform:
    """One project of a platform, with its token."""

    def __init__(self, http: Pool, space: str, project: str, token: str) -> None:
        """Ask over *http*."""
        basic = b64encode(f"{project}:{token}".encode()).decode()
        self._http = http
        self._secrets = (token, quote(token, safe=""), basic) if token else (basic,)
        scheme = "http" if space.startswith(_LOCAL) else "https"
        self._base = f"{scheme}://{space}{PREFIX}"
        self._headers = {**_HEADERS, "authorization": f"Basic {basic}"}

    async def import_number(self, body: Mapping[str, Any]) -> Outcome:
        """Import a number by the body of `platform_record.to_import`."""
        return await self._call("POST", "/imported_phone_numbers", body)

    async def update(self, upstream_id: str, body: Mapping[str, Any]) -> Outcome:
        """Change the settings that *body* names."""
        return await self._call("PUT", _place(upstream_id), body)

    async def release(self, upstream_id: str) -> Outcome:
        """Release a number."""
        return await self._call("DELETE", _place(upstream_id))

    async def get(self, upstream_id: str) -> Outcome:
        """Return the record of a number."""
        return await self._call("GET", _place(upstream_id))

    async def verify(self) -> Outcome:
        """Try the credentials."""
        return await self._list(urlencode({"page_size": 1}))

    async def find(self, number: str) -> Outcome:
        """Return the record with exactly this number: the platform's filter matches parts."""
        try:
            async for page in self.pages(page_size=_FOUND_PAGE_SIZE, filter_number=number):
                for record in page.records:
                    if record.get("number") == number:
                        return _record(record)
        except ListBroken as broken:
            return broken.outcome
        return Absent()

    async def pages(self, page_size: int = PAGE_SIZE, **query: str) -> AsyncIterator[ListedPage]:
        """Yield the list page by page to its end. Raises `ListBroken`."""
        params: str | None = urlencode({"page_size": page_size, **query})
        seen: set[str] = set()
        while params:
            outcome = await self._list(params)
            if not isinstance(outcome, Done):
                raise ListBroken(outcome)
            yield ListedPage(outcome.record["data"], outcome.at)
            params = _next(outcome.record, seen)

    async def _list(self, query: str) -> Outcome:
        return await self._call("GET", f"/phone_numbers?{query}", listed=True)

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, listed: bool = False
    ) -> Outcome:
        reads = method == "GET"
        outcome = await self._answered(method, path, body, listed=listed)
        return Unsent(outcome.code) if reads and isinstance(outcome, Unknown) else outcome

    async def _answered(
        self, method: str, path: str, body: Mapping[str, Any] | None, *, listed: bool
    ) -> Outcome:
        request = self._request(method, path, body)
        try:
            with timeout(self._http.call_seconds):
                answer = await self._http.exchanges.send(request)
        except NotSent:
            return Unsent(UNREACHABLE)
        except (Lost, TimeoutError):
            return Unknown(UNCONFIRMED)
        return self._redacted(_outcome(method, answer, listed=listed))

    def _request(self, method: str, path: str, body: Mapping[str, Any] | None) -> Request:
        url = f"{self._base}{path}"
        if body is None:
            return Request(method, url, self._headers)
        return Request(method, url, self._headers | _JSON, orjson.dumps(body))

    def _redacted(self, outcome: Outcome) -> Outcome:
        """Mask the token in what the platform says of a refusal: it is stored, and shown."""
        if not isinstance(outcome, Refused):
            return outcome
        problems = [Problem(*map(self._without_secrets, problem)) for problem in outcome.problems]
        return Refused(outcome.status, tuple(problems))

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text


def _place(upstream_id: str) -> str:
    """Return the path of a number. The platform chose the id."""
    return f"/phone_numbers/{quote(upstream_id, safe='')}"


def _outcome(method: str, answer: Response, *, listed: bool) -> Outcome:
    status = answer.status
    if status in _DONE:
        return Done({}) if method == "DELETE" else _read(answer, listed=listed)
    if status == HTTPStatus.NOT_FOUND:
        return _not_found(method, answer, listed=listed)
    if status in _DENIED:
        return Denied(status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unsent(RATE_LIMITED, _retry_after(answer), is_outage=False)
    if status in _REFUSED:
        return Refused(status, tuple(_problems(answer)))
    return Unknown(UNCONFIRMED)


def _not_found(method: str, answer: Response, *, listed: bool) -> Outcome:
    """Return what a 404 means: of a number that it is not there; a list always is."""
    if listed:
        return Unknown(UNCONFIRMED)
    return Refused(answer.status, tuple(_problems(answer))) if method == "POST" else Absent()


def _read(answer: Response, *, listed: bool) -> Outcome:
    """Return a record, or a page; an answer of another shape may have been cut off on its way."""
    body = _json(answer)
    if listed:
        data: Any = body.get("data")
        whole = isinstance(data, list) and all(isinstance(record, dict) for record in data)  # pyright: ignore[reportUnknownVariableType]
        return Done(body, _date(answer)) if whole else Unknown(UNCONFIRMED)
    return _record(body, _date(answer))


def _record(record: Mapping[str, Any], at: datetime | None = None) -> Outcome:
    named = all(isinstance(record.get(key), str) for key in ("id", "number"))
    if not named:
        return Unknown(UNCONFIRMED)
    return Done(record, at) if can_keep_id(record["id"]) else Unreadable()


def _json(answer: Response) -> dict[str, Any]:
    try:
        body = orjson.loads(answer.body)
    except ValueError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _next(page: Mapping[str, Any], seen: set[str]) -> str | None:
    """Return the query of the next page; None at the end, and where a page links to itself.

    The link's host is not asked: only its query is used.
    """
    links = page.get("links")
    link = cast("dict[str, Any]", links).get("next") if isinstance(links, dict) else None
    if not isinstance(link, str) or link in seen:
        return None
    seen.add(link)
    query = link.partition("#")[0].partition("?")[2]
    return quote(query, safe=_QUERY) or None


def _date(answer: Response) -> datetime | None:
    try:
        date = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else None


def _retry_after(answer: Response) -> float:
    text = answer.headers.get("retry-after", "")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else 1.0


def _problems(answer: Response) -> list[Problem]:
    """Read the published shapes of errors: a list of them, one alone, or a message."""
    body = _json(answer)
    listed: Any = body.get("errors")
    if isinstance(listed, list):
        return [_problem(cast("dict[str, Any]", e)) for e in listed if isinstance(e, dict)]  # pyright: ignore[reportUnknownVariableType]
    message = body.get("error") or body.get("message")
    return [Problem(str(body.get("code") or ""), str(message))] if message else []


def _problem(error: Mapping[str, Any]) -> Problem:
    """Read one error. Where it names no attribute, its text may begin with one: ``name: …``."""
    text = str(error.get("detail") or error.get("message") or error.get("title") or "")
    key = str(error.get("attribute") or text.partition(":")[0])
    return Problem(str(error.get("code") or ""), text, key)
