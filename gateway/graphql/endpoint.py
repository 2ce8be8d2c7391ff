"""GraphQL endpoint: authenticates, reads the request, charges its cost, executes and responds.

After the GraphQL over HTTP specification.
"""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Any, Final, NamedTuple, TypeGuard

import orjson
from graphql import ExecutionResult, GraphQLError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from gateway import graphql_jit
from gateway.auth.authenticator import Principal
from gateway.auth.rate_limit import RateLimitState
from gateway.concurrency.cohort import yield_to_cohort
from gateway.concurrency.timeouts import timeout
from gateway.errors import AnswerTooLarge, Failure, OperationTimeout, Unavailable
from gateway.graphql import authorization, request
from gateway.graphql.documents.parser import Operation
from gateway.graphql.documents.store import DocumentRefused, DocumentStore, SelectedOperation
from gateway.graphql.errors import format_errors, original_error
from gateway.graphql.schema import core, schema
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import rate_limit_headers, request_headers
from gateway.http.request_body import RequestRefused
from gateway.http.statuses import headers_of, status_of
from gateway.observability import tracing
from gateway.observability.metrics import Metrics
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.services.upstreams import Upstreams
from gateway.settings import Settings
from resolvers.context import Context

_CONTENT_TYPES: Final = {
    media: (b"content-type", f"{media}; charset=utf-8".encode())
    for media in (request.JSON, request.GRAPHQL)
}
Headers = Iterable[tuple[bytes, bytes]]


class GraphQLResponse(NamedTuple):
    """A response: its body (without data if nothing was executed), headers and status."""

    body: dict[str, Any]
    headers: Headers = ()
    status: int | None = None  # None: it depends on the media type and the body


class Endpoint:
    """The ASGI application at /graphql."""

    def __init__(  # noqa: PLR0913, PLR0917  # what create_app builds
        self,
        settings: Settings,
        authentication: RequestAuthentication,
        metrics: Metrics,
        numbers: PhoneNumbers,
        events: Events,
        upstreams: Upstreams,
        projects: Projects,
    ) -> None:
        """Serve the schema from these services, with the limits of *settings*."""
        self._settings, self._authentication, self._metrics = settings, authentication, metrics
        self._numbers, self._events, self._policy = numbers, events, settings.policy
        self._upstreams, self._projects = upstreams, projects
        self._documents = DocumentStore(core(schema), settings, metrics)
        self._body_limit = settings.body_limit
        self._operation_seconds = settings.operation_seconds
        self._options: dict[str, Any] = {
            "max_bytes": settings.answer_limit,
            "hide_suggestions": not settings.suggests,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request. A client that disconnected gets no response."""
        media = request.JSON
        try:
            media = request.media_type(request_headers(scope).get(b"accept", b""))
            response = await self._respond(scope, receive)
        except RequestRefused as refused:
            response = _error_response(
                refused.code, refused.message, refused.status, refused.headers
            )
        except Failure as failure:
            response = _failure_response(failure)
        except ClientDisconnect:
            return
        await yield_to_cohort()
        # With application/json the status is 200 for request errors too: by the specification.
        body = response.body
        status = response.status or (200 if media == request.JSON or "data" in body else 400)
        content = orjson.dumps(body)
        length = (b"content-length", b"%d" % len(content))
        headers = [length, _CONTENT_TYPES[media], *response.headers]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _respond(self, scope: Scope, receive: Receive) -> GraphQLResponse:
        """Execute a request. Raises `RequestRefused`, or a failure of the whole request."""
        request_id = scope["state"]["request_id"]
        principal = await self._authentication.authenticate(scope)
        parameters = await request.read(scope, receive, self._body_limit)
        try:
            selected = self._documents.select(parameters)
        except DocumentRefused as refused:
            limit = await self._authentication.charge(principal, 1)
            return GraphQLResponse(self._errors(refused.errors, request_id), _rate_limit(limit))
        operation, cost = selected.operation, selected.cost
        if operation.kind != "query" and scope["method"] == "GET":
            text = "Only queries can be sent by GET."
            raise RequestRefused("METHOD_NOT_ALLOWED", text, Allow="POST")
        limit = await self._authentication.charge(principal, cost)
        await yield_to_cohort()
        context = self._context(principal, request_id, operation)
        authorization.check(operation.demands, context.caller, selected.values)
        result = await self._execute(scope, selected, context)
        body = self._body(result, request_id)
        body["extensions"] = {"cost": self._cost(cost, limit)}
        return GraphQLResponse(body, _rate_limit(limit))

    async def _execute(
        self, scope: Scope, selected: SelectedOperation, context: Context
    ) -> ExecutionResult:
        """Execute the operation, and record it in metrics and traces.

        Raises `OperationTimeout`: the operation is cancelled, and its open transaction rolled back.
        Raises `AnswerTooLarge`.
        """
        operation, name = selected.operation, selected.public_name
        seconds, writes = self._operation_seconds, operation.kind == "mutation"
        running: Awaitable[ExecutionResult]
        running = operation.compiled.execute(context, selected.values, **self._options)
        if tracing.is_enabled():
            span = tracing.operation_span(operation.kind, name, request_headers(scope))
            running = tracing.in_span(span, running)
        began, outcome = perf_counter(), "stopped"
        try:
            with timeout(seconds):
                result = await running
            outcome = "errors" if result.errors else "done"
        except TimeoutError:
            raise OperationTimeout(seconds, writes=writes) from None
        except graphql_jit.ResponseTooLarge:
            raise AnswerTooLarge(self._settings.answer_limit, writes=writes) from None
        finally:
            self._metrics.record_operation(operation.kind, name, outcome, perf_counter() - began)
        return result

    def _body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        if not result.errors:
            return {"data": result.data}
        _check_outage(result)
        errors = self._errors(result.errors, request_id)
        is_request_error = result.data is None and all(e.path is None for e in result.errors)
        return errors if is_request_error else {**errors, "data": result.data}

    def _cost(self, cost: int, limit: RateLimitState | None) -> dict[str, int]:
        """Return ``extensions.cost``: the cost, its limit, and what remains of the rate limit."""
        costs = {"requested": cost, "allowed": self._settings.limit_cost}
        return costs | {"remaining": limit.remaining} if limit else costs

    def _errors(self, errors: Sequence[GraphQLError], request_id: str) -> dict[str, Any]:
        limit = self._settings.limit_errors
        return {"errors": format_errors(errors, request_id, limit)} if errors else {}

    def _context(self, principal: Principal, request_id: str, operation: Operation) -> Context:
        caller, fields = principal.caller(request_id), operation.compiled.fields
        services = self._numbers, self._events, self._upstreams, self._projects
        return Context(caller, self._policy, *services, fields)


def _check_outage(result: ExecutionResult) -> None:
    """Raise `Unavailable` if an outage left no data: the response is a 503 with Retry-After."""
    causes = (original_error(error) for error in result.errors or ())
    if result.data is None and (outage := next(filter(_is_outage, causes), None)):
        raise outage


def _is_outage(cause: Exception | None) -> TypeGuard[Unavailable]:
    return isinstance(cause, Unavailable)


def _rate_limit(limit: RateLimitState | None) -> Headers:
    return rate_limit_headers(limit) if limit else ()


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
    return GraphQLResponse({"errors": [error]}, lines, status)
