"""GraphQL endpoint over HTTP: authenticates, reads the request, has it executed, and responds.

After the GraphQL over HTTP specification.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from gateway.concurrency.cohort import yield_to_cohort
from gateway.errors import Failure
from gateway.graphql import request
from gateway.graphql.documents.store import DocumentRefused, SelectedOperation
from gateway.graphql.operations import Operations, Request
from gateway.graphql.sse import ServerSentEvents
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import rate_limit_headers, request_headers
from gateway.http.request_body import RequestRefused
from gateway.http.statuses import headers_of, status_of

_CONTENT_TYPES: Final = {
    media: (b"content-type", f"{media}; charset=utf-8".encode())
    for media in (request.JSON, request.GRAPHQL)
}
Headers = Iterable[tuple[bytes, bytes]]
# The body of a response (without data if nothing was executed), headers, and the status: None if it
# depends on the media type and the body.
GraphQLResponse = tuple[dict[str, Any], Headers, int | None]


class Endpoint:
    """The ASGI application at /graphql."""

    def __init__(
        self,
        operations: Operations,
        authentication: RequestAuthentication,
        events: ServerSentEvents,
        body_limit: int,
    ) -> None:
        """Serve *operations*; *events* responds to those who accept an event stream."""
        self._operations, self._authentication = operations, authentication
        self._events, self._body_limit = events, body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request. A client that disconnected gets no response."""
        response: GraphQLResponse
        media = request.JSON
        try:
            headers = request_headers(scope)
            accept = headers.get(b"accept")
            accepted = request.media_type(accept) if accept else request.JSON
            if accepted == request.EVENT_STREAM:
                await self._events.respond(scope, receive, send)
                return
            media = accepted
            body, limit = await self._operations.run(*await self._select(scope, receive, headers))
            response = body, rate_limit_headers(limit) if limit else (), None
        except DocumentRefused as refused:
            body = self._operations.errors(refused.errors, scope["state"]["request_id"])
            left = refused.limit
            response = body, rate_limit_headers(left) if left else (), None
        except RequestRefused as refused:
            response = _error_response(
                refused.code, refused.message, refused.status, refused.headers
            )
        except Failure as failure:
            response = _failure_response(failure)
        except ClientDisconnect:
            return
        await yield_to_cohort()
        body, extra, given = response
        # With application/json the status is 200 for request errors too: by the specification.
        status = given or (200 if media == request.JSON or "data" in body else 400)
        content = orjson.dumps(body)
        length = (b"content-length", b"%d" % len(content))
        lines = [length, _CONTENT_TYPES[media], *extra]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": content})

    async def _select(
        self, scope: Scope, receive: Receive, headers: Mapping[bytes, bytes]
    ) -> tuple[Request, SelectedOperation]:
        """Read a request. Raises `RequestRefused`, `DocumentRefused` or a failure."""
        principal = await self._authentication.authenticate(scope)
        parameters = await request.read(scope, receive, self._body_limit)
        selected = await self._operations.select(principal, parameters)
        if (kind := selected.operation.kind) != "query":
            request.check_kind(kind, scope["method"])
        return Request(principal, scope["state"]["request_id"], headers), selected


def _failure_response(failure: Failure) -> GraphQLResponse:
    """Return the response for a failure of the whole request."""
    code, status = failure.code.upper(), status_of(failure)
    return _error_response(code, failure.message, status, headers_of(failure))


def _error_response(
    code: str, message: str, status: int, headers: Mapping[str, str]
) -> GraphQLResponse:
    """Return the response for a request of which nothing was executed."""
    error = {"message": message, "extensions": {"code": code}}
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"errors": [error]}, lines, status
