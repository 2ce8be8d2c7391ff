"""HTTP client of the providers: it sends GET and nothing else, to fixed hosts.

The one exception is `token`, the POST of OAuth that gets an access token. A body is read up to a
limit, redirects are not followed, and XML with a document type is refused before it is parsed.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast
from xml.etree import ElementTree as ET

from gateway import tls
from gateway.domain.enums import Provider
from gateway.providers.base import CallFailed, Problem, Record

if TYPE_CHECKING:
    import httpx2

_AT_ONCE: Final = 10  # calls of one account
_TRIES: Final = 4
_LONGEST_WAIT: Final = 60.0  # seconds of a Retry-After that are obeyed
_FIRST_WAIT: Final = 0.5  # seconds; each further one takes twice as long
_CONNECTIONS: Final = 50
_KEPT_SECONDS: Final = 20  # that an idle connection is kept
_LARGEST_BODY: Final = 32 * 1024 * 1024  # bytes, decompressed
_LOCAL: Final = ("127.0.0.1:", "localhost:", "[::1]:")
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_PROBLEMS: Final[Mapping[int, Problem]] = {
    HTTPStatus.UNAUTHORIZED: Problem.CREDENTIALS,
    HTTPStatus.FORBIDDEN: Problem.SCOPE,
    HTTPStatus.NOT_FOUND: Problem.ACCOUNT,
    HTTPStatus.TOO_MANY_REQUESTS: Problem.RATE_LIMITED,
}

Pool: TypeAlias = "httpx2.AsyncClient"
Observe = Callable[[str, str], None]
Params = Mapping[str, Any]
Basic = tuple[str, str]  # of HTTP's basic authentication


def connection_pool(call_seconds: float) -> Pool:
    """Return the connection pool for all providers. It follows no redirects and no proxy."""
    import httpx2  # for the first call: a server without connections does without it

    timeout = httpx2.Timeout(call_seconds, connect=call_seconds / 2, pool=None)
    limits = httpx2.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_KEPT_SECONDS)
    headers = {"user-agent": "numbergate"}
    return httpx2.AsyncClient(
        verify=tls.default_context(),
        timeout=timeout,
        limits=limits,
        headers=headers,
        follow_redirects=False,
        trust_env=False,
    )


@dataclass(frozen=True, slots=True)
class Http:
    """What adapters call providers with. ``hosts`` replace fixed hosts, on this machine only."""

    pool: Pool
    hosts: Mapping[Provider, str]
    observe: Observe

    def reader(self, provider: Provider, host: str, auth: Basic | None = None) -> "Reader":
        """Return a reader of *host*, which is asked over https."""
        local = self.hosts.get(provider)
        return Reader(self, provider, f"http://{local}" if local else f"https://{host}", auth)


def is_local(host: str) -> bool:
    """Tell whether *host* is an address of this machine, with a port."""
    name, _, port = host.rpartition(":")
    return f"{name}:" in _LOCAL and port.isascii() and port.isdigit()


class Reader:
    """Reads from one account of a provider, ten calls at once."""

    def __init__(self, http: Http, provider: Provider, base: str, auth: Basic | None) -> None:
        """Send requests to *base*."""
        self._http, self._provider, self._base, self._auth = http, provider, base, auth
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self.bearer: str | None = None  # a token that every request has

    async def json(self, path: str, params: Params | None = None, *, tries: int = _TRIES) -> Record:
        """Return the JSON object at *path*. Raises `CallFailed`."""
        return _object(await self._get(path, params, "application/json", tries))

    async def xml(
        self, path: str, params: Params | None = None, *, tries: int = _TRIES
    ) -> ET.Element:
        """Return the root of the XML document at *path*. Raises `CallFailed`."""
        return _document(await self._get(path, params, "application/xml", tries))

    async def token(self, path: str, auth: Basic, form: Mapping[str, str], *, tries: int) -> str:
        """Return an access token by OAuth's POST, the only one. Raises `CallFailed`."""
        request = self._http.pool.build_request("POST", f"{self._base}{path}", data=dict(form))
        body = _object(await self._sent(request, auth, tries))
        found = body.get("access_token")
        if not isinstance(found, str) or not found:
            raise CallFailed(Problem.UNREADABLE)
        return found

    async def _get(self, path: str, params: Params | None, accept: str, tries: int) -> bytes:
        headers = {"accept": accept}
        if self.bearer is not None:
            headers["authorization"] = f"Bearer {self.bearer}"
        request = self._http.pool.build_request(
            "GET", f"{self._base}{path}", params=params, headers=headers
        )
        return await self._sent(request, self._auth, tries)

    async def _sent(self, request: "httpx2.Request", auth: Basic | None, tries: int) -> bytes:
        """Return the body of the answer; send again what may succeed later, so many *tries*."""
        async with self._slots:
            attempt = 1
            while isinstance(outcome := await self._attempt(request, auth), _Failed):
                if attempt == tries or not outcome.again:
                    raise CallFailed(outcome.problem)
                await asyncio.sleep(outcome.wait or _FIRST_WAIT * 2 ** (attempt - 1))
                attempt += 1
        return outcome

    async def _attempt(self, request: "httpx2.Request", auth: Basic | None) -> "bytes | _Failed":
        """Send the request once."""
        import httpx2  # imported with the pool

        try:
            answer = await self._http.pool.send(request, auth=auth, stream=True)
            try:
                outcome = await _read(answer)
            finally:
                await answer.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError):
            outcome = _Failed(Problem.UNREACHABLE, again=True)
        problem = outcome.problem.value if isinstance(outcome, _Failed) else "done"
        self._http.observe(self._provider.value, problem)
        return outcome


@dataclass(frozen=True, slots=True)
class _Failed:
    problem: Problem
    again: bool = False
    wait: float = 0.0


async def _read(answer: "httpx2.Response") -> bytes | _Failed:
    status = answer.status_code
    if status == HTTPStatus.OK:
        return await _body(answer)
    default = Problem.UNREACHABLE if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Problem.REFUSED
    wait = answer.headers.get("retry-after", "")
    seconds = min(float(wait), _LONGEST_WAIT) if wait.isascii() and wait.isdigit() else 0.0
    return _Failed(_PROBLEMS.get(status, default), status in _AGAIN, seconds)


async def _body(answer: "httpx2.Response") -> bytes | _Failed:
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > _LARGEST_BODY:
            return _Failed(Problem.UNREADABLE)
    return bytes(body)


def _object(body: bytes) -> Record:
    import httpx2  # imported with the pool

    try:
        value = httpx2.Response(HTTPStatus.OK, content=body).json()
    except (ValueError, RecursionError):
        raise CallFailed(Problem.UNREADABLE) from None
    if not isinstance(value, dict):
        raise CallFailed(Problem.UNREADABLE)
    return cast("Record", value)


def _document(body: bytes) -> ET.Element:
    """Parse XML. What declares a document type may define entities, and is refused unread.

    The text is decoded first, so that no other encoding hides the declaration.
    """
    try:
        decoded = body.decode()
        if "<!DOCTYPE" in decoded or "<!ENTITY" in decoded:
            raise CallFailed(Problem.UNREADABLE)
        return ET.fromstring(decoded)  # noqa: S314  # without a document type
    except (UnicodeDecodeError, ET.ParseError):
        raise CallFailed(Problem.UNREADABLE) from None


def query_of(link: str) -> dict[str, str]:
    """Return the query of a link to a page. Its host and its path are not asked."""
    import httpx2  # imported with the pool

    try:
        return dict(httpx2.URL(link).params.items())
    except httpx2.InvalidURL:
        raise CallFailed(Problem.UNREADABLE) from None


class Links:
    """The links that a walk has followed: one that comes again would never end."""

    def __init__(self) -> None:
        self._seen = set[str]()

    def follow(self, link: object) -> dict[str, str] | None:
        """Return the query of the next page, or None at the end. Raises `CallFailed`."""
        if not isinstance(link, str) or not link:
            return None
        if link in self._seen:
            raise CallFailed(Problem.REPEATED)
        self._seen.add(link)
        return query_of(link)
