"""The endpoint: who asks, what they ask, and the answer in the media type they read.

After the GraphQL over HTTP specification. Nothing recognises a case by another library's words.
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
from gateway.graphql.documents.store import Choice, DocumentStore, Unexecutable
from gateway.graphql.errors import origin, shown
from gateway.graphql.schema import core, schema
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import rate_limit_headers, request_headers
from gateway.http.request_body import RequestRefused
from gateway.http.statuses import headers_of, status_of
from gateway.observability import tracing
from gateway.observability.metrics import Metrics
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.upstreams import Upstreams
from gateway.settings import Settings
from resolvers.context import Context

_CONTENT_TYPES: Final = {
    media: (b"content-type", f"{media}; charset=utf-8".encode())
    for media in (request.JSON, request.GRAPHQL)
}
Headers = Iterable[tuple[bytes, bytes]]


class Answer(NamedTuple):
    """What is answered: a body, without data when nothing ran, and headers."""

    body: dict[str, Any]
    headers: Headers = ()
    status: int | None = None  # where the body does not decide


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
    ) -> None:
        """Answer from the services authenticated callers, under the limits of *settings*."""
        self._settings, self._authentication, self._metrics = settings, authentication, metrics
        self._numbers, self._events, self._policy = numbers, events, settings.policy
        self._upstreams = upstreams
        self._documents = DocumentStore(core(schema), settings, metrics)
        self._body_limit = settings.body_limit
        self._operation_seconds = settings.operation_seconds
        self._options: dict[str, Any] = {
            "most_bytes": settings.answer_limit,
            "hide_suggestions": not settings.suggests,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that went away gets nothing."""
        media = request.JSON
        try:
            media = request.media_type(request_headers(scope).get(b"accept", b""))
            answer = await self._answer(scope, receive)
        except RequestRefused as refused:
            answer = _unexecuted(refused.code, refused.message, refused.status, refused.headers)
        except Failure as failure:
            answer = _failed(failure)
        except ClientDisconnect:
            return
        await yield_to_cohort()
        # Readers of application/json look for errors in the body alone, whatever kind they are.
        status = answer.status or (200 if media == request.JSON or "data" in answer.body else 400)
        text = orjson.dumps(answer.body)
        lines = [(b"content-length", b"%d" % len(text)), _CONTENT_TYPES[media], *answer.headers]
        await send({"type": "http.response.start", "status": status, "headers": lines})
        await send({"type": "http.response.body", "body": text})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        """Answer a known sender. Raises `RequestRefused`, or a failure of the whole request."""
        request_id = scope["state"]["request_id"]
        principal = await self._authentication.authenticate(scope)
        asked = await request.read(scope, receive, self._body_limit)
        try:
            choice = self._documents.choose(asked)
        except Unexecutable as unexecutable:
            left = await self._authentication.charge(principal, 1)
            return Answer(self._errors(unexecutable.errors, request_id), _rate_limit(left))
        operation, cost = choice.operation, choice.cost
        if operation.kind != "query" and scope["method"] == "GET":
            text = "Only queries are asked by GET."
            raise RequestRefused("METHOD_NOT_ALLOWED", text, Allow="POST")
        left = await self._authentication.charge(principal, cost)
        await yield_to_cohort()
        context = self._context(principal, request_id, operation)
        authorization.check(operation.demands, context.caller, choice.values)
        result = await self._executed(scope, choice, context)
        body = self._body(result, request_id)
        body["extensions"] = {"cost": self._cost(cost, left)}
        return Answer(body, _rate_limit(left))

    async def _executed(self, scope: Scope, choice: Choice, context: Context) -> ExecutionResult:
        """Execute the operation and count how it went.

        When its time is up it is stopped, and what it has begun is undone.
        """
        operation, name, seconds = choice.operation, choice.told_name, self._operation_seconds
        writes = operation.kind == "mutation"
        running: Awaitable[ExecutionResult]
        running = operation.compiled.execute(context, choice.values, **self._options)
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
        except graphql_jit.AnswerTooLarge:
            raise AnswerTooLarge(self._settings.answer_limit, writes=writes) from None
        finally:
            self._metrics.record_operation(operation.kind, name, outcome, perf_counter() - began)
        return result

    def _body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        if not result.errors:
            return {"data": result.data}
        _check_outage(result)
        errors = self._errors(result.errors, request_id)
        never_ran = result.data is None and all(error.path is None for error in result.errors)
        return errors if never_ran else {**errors, "data": result.data}

    def _cost(self, cost: int, left: RateLimitState | None) -> dict[str, int]:
        told = {"requested": cost, "allowed": self._settings.limit_cost}
        return told | {"remaining": left.remaining} if left else told

    def _errors(self, errors: Sequence[GraphQLError], request_id: str) -> dict[str, Any]:
        most = self._settings.limit_errors
        return {"errors": shown(errors, request_id, most)} if errors else {}

    def _context(self, principal: Principal, request_id: str, operation: Operation) -> Context:
        caller, fields = principal.caller(request_id), operation.compiled.fields
        services = self._numbers, self._events, self._upstreams
        return Context(caller, self._policy, *services, fields)


def _check_outage(result: ExecutionResult) -> None:
    """Raise `Unavailable` where it left nothing to answer: the whole request may be repeated."""
    causes = (origin(error) for error in result.errors or ())
    if result.data is None and (outage := next(filter(_is_outage, causes), None)):
        raise outage


def _is_outage(cause: Exception | None) -> TypeGuard[Unavailable]:
    return isinstance(cause, Unavailable)


def _rate_limit(left: RateLimitState | None) -> Headers:
    return rate_limit_headers(left) if left else ()


def _failed(failure: Failure) -> Answer:
    """Answer a failure that concerns the whole request."""
    code, status = failure.code.upper(), status_of(failure)
    return _unexecuted(code, failure.message, status, headers_of(failure))


def _unexecuted(code: str, message: str, status: int, headers: Mapping[str, str]) -> Answer:
    """Answer a request of which nothing was executed."""
    error = {"message": message, "extensions": {"code": code}}
    lines = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return Answer({"errors": [error]}, lines, status)
