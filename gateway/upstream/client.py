"""HTTP client of a platform: the calls that provisioning needs, and the outcome of each.

A call ends in one of the outcomes in `gateway.upstream.outcomes`, whatever the network does. A read
changes nothing, so one that failed counts as unsent; a write whose answer is lost is unknown.
"""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, cast
from urllib.parse import quote

from gateway import tls
from gateway.domain.platform_record import Problem
from gateway.domain.urls import MASK
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
    Unsent,
)

if TYPE_CHECKING:
    import httpx2

PREFIX: Final = "/api/relay/rest"
PAGE_SIZE: Final = 1000
_FOUND_PAGE_SIZE: Final = 50
_LONGEST_WAIT: Final = 300.0  # seconds of a Retry-After that are obeyed
_CONNECTIONS: Final = 100
_KEPT_SECONDS: Final = 20  # that an idle connection is kept
_DENIED: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_DONE: Final = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}
# Refusals. Any other status of a write may come from something between, after it happened.
_REFUSED: Final = {
    HTTPStatus.BAD_REQUEST, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}  # fmt: skip

Pool: TypeAlias = "httpx2.AsyncClient"  # connections to all platforms


class ListBroken(Exception):
    """A list ended before its last page. The outcome says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


def connection_pool(call_seconds: float) -> Pool:
    """Return the connection pool for all platforms. It follows no redirects and no proxy."""
    import httpx2  # for the first call: a server without platforms does without it

    timeout = httpx2.Timeout(call_seconds, connect=call_seconds / 5, pool=call_seconds / 5)
    limits = httpx2.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_KEPT_SECONDS)
    headers = {"accept": "application/json", "user-agent": "numbergate"}
    return httpx2.AsyncClient(
        verify=tls.default_context(),
        timeout=timeout,
        limits=limits,
        headers=headers,
        follow_redirects=False,
        trust_env=False,
    )


class ListedPage(NamedTuple):
    """A page of a list, with the time by the platform's clock, where its answer has a date."""

    records: list[dict[str, Any]]
    at: datetime | None


class Platform:
    """One project of a platform, with its token."""

    def __init__(self, http: Pool, space: str, project: str, token: str) -> None:
        """Ask over *http*; a call takes as long as its read timeout, in all."""
        self._http, self._auth = http, (project, token)
        basic = b64encode(f"{project}:{token}".encode()).decode()
        self._secrets = [text for text in (token, quote(token, safe=""), basic) if text]
        self._base = f"{_scheme(space)}://{space}{PREFIX}"

    async def import_number(self, body: Mapping[str, Any]) -> Outcome:
        """Import a number by the body of `platform_record.to_import`."""
        return await self._call("POST", "/imported_phone_numbers", json=body)

    async def update(self, upstream_id: str, body: Mapping[str, Any]) -> Outcome:
        """Change the settings that *body* names."""
        return await self._call("PUT", f"/phone_numbers/{upstream_id}", json=body)

    async def release(self, upstream_id: str) -> Outcome:
        """Release a number."""
        return await self._call("DELETE", f"/phone_numbers/{upstream_id}")

    async def get(self, upstream_id: str) -> Outcome:
        """Return the record of a number."""
        return await self._call("GET", f"/phone_numbers/{upstream_id}")

    async def verify(self) -> Outcome:
        """Try the credentials."""
        return await self._call("GET", "/phone_numbers", listed=True, params={"page_size": 1})

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
        params: Any = {"page_size": page_size, **query}
        seen: set[str] = set()
        while params:
            outcome = await self._call("GET", "/phone_numbers", listed=True, params=params)
            if not isinstance(outcome, Done):
                raise ListBroken(outcome)
            yield ListedPage(outcome.record["data"], outcome.at)
            params = _next(outcome.record, seen)

    async def _call(self, method: str, path: str, *, listed: bool = False, **body: Any) -> Outcome:
        reads = method == "GET"
        outcome = await self._answered(method, path, listed=listed, **body)
        return Unsent(outcome.code) if reads and isinstance(outcome, Unknown) else outcome

    async def _answered(self, method: str, path: str, *, listed: bool, **body: Any) -> Outcome:
        import httpx2  # imported with the pool

        try:
            async with asyncio.timeout(self._http.timeout.read):
                answer = await self._http.request(
                    method, f"{self._base}{path}", auth=self._auth, **body
                )
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout,
                httpx2.UnsupportedProtocol, httpx2.ProxyError):  # fmt: skip
            return Unsent(UNREACHABLE)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError):
            return Unknown(UNCONFIRMED)
        return self._redacted(_outcome(method, answer, listed=listed))

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


def _scheme(space: str) -> str:
    """Return http for a server on this machine, as tests have, and https for any other."""
    return "http" if space.startswith(("127.0.0.1:", "localhost:", "[::1]:")) else "https"


def _outcome(method: str, answer: "httpx2.Response", *, listed: bool) -> Outcome:
    status = answer.status_code
    if status in _DONE:
        return Done({}) if method == "DELETE" else _read(answer, listed=listed)
    if status == HTTPStatus.NOT_FOUND:
        return Absent()
    if status in _DENIED:
        return Denied(status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Unsent(RATE_LIMITED, _retry_after(answer), is_outage=False)
    if status in _REFUSED:
        return Refused(status, tuple(_problems(answer)))
    return Unknown(UNCONFIRMED)


def _read(answer: "httpx2.Response", *, listed: bool) -> Outcome:
    """Return a record, or a page; an answer of another shape may have been cut off on its way."""
    body = _json(answer)
    if listed:
        data: Any = body.get("data")
        whole = isinstance(data, list) and all(isinstance(record, dict) for record in data)  # pyright: ignore[reportUnknownVariableType]
        return Done(body, _date(answer)) if whole else Unknown(UNCONFIRMED)
    return _record(body, _date(answer))


def _record(record: Mapping[str, Any], at: datetime | None = None) -> Outcome:
    named = all(isinstance(record.get(key), str) for key in ("id", "number"))
    return Done(record, at) if named else Unknown(UNCONFIRMED)


def _json(answer: "httpx2.Response") -> dict[str, Any]:
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _next(page: Mapping[str, Any], seen: set[str]) -> Any:
    """Return the query of the next page; None at the end, and where a page links to itself."""
    links = page.get("links")
    link = cast("dict[str, Any]", links).get("next") if isinstance(links, dict) else None
    if not isinstance(link, str) or link in seen:
        return None
    seen.add(link)
    import httpx2  # imported with the pool

    return httpx2.URL(link).params  # the link's host is not asked: only its query is used


def _date(answer: "httpx2.Response") -> datetime | None:
    try:
        return parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None


def _retry_after(answer: "httpx2.Response") -> float:
    text = answer.headers.get("retry-after", "")
    return min(float(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() else 1.0


def _problems(answer: "httpx2.Response") -> list[Problem]:
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
