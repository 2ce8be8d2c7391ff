"""The endpoint: who asks, what they ask, and the answer in the media type they read.

After the GraphQL over HTTP specification. Nothing recognises a case by another library's words.
"""

from collections.abc import Awaitable, Iterable, Sequence
from time import perf_counter
from typing import Any, Final, NamedTuple, TypeGuard

import orjson
from graphql import ExecutionResult, GraphQLError
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from gateway.auth.authenticator import Principal
from gateway.auth.rate_limit import Allowance
from gateway.concurrency.cohort import yield_to_cohort
from gateway.concurrency.timeouts import timeout
from gateway.errors import Failure, Unavailable
from gateway.graphql import request
from gateway.graphql.documents.parser import Operation
from gateway.graphql.documents.store import Choice, DocumentStore, Unexecutable
from gateway.graphql.errors import origin, shown
from gateway.graphql.request import GraphQLRequest
from gateway.graphql.schema import core, schema
from gateway.http import authentication
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import request_headers
from gateway.http.request_body import Refused
from gateway.observability import tracing
from gateway.observability.metrics import Metrics
from gateway.services.events import Events
from gateway.services.phone_numbers import PhoneNumbers
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

    def __init__(
        self,
        settings: Settings,
        guard: RequestAuthentication,
        metrics: Metrics,
        numbers: PhoneNumbers,
        events: Events,
    ) -> None:
        """Answer from the services whom *guard* admits, under the limits of *settings*."""
        self._settings, self._guard, self._metrics = settings, guard, metrics
        self._numbers, self._events, self._policy = numbers, events, settings.policy
        self._documents = DocumentStore(core(schema), settings, metrics)
        self._body_limit = settings.body_limit
        self._operation_seconds = settings.operation_seconds
        self._options: dict[str, Any] = {
            "max_coercion_errors": settings.limit_errors,
            "hide_suggestions": not settings.suggests,
            "renew": Context.renewed,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that went away gets nothing."""
        media = request.JSON
        try:
            media = request.media_type(request_headers(scope).get(b"accept", b""))
            answer = await self._answer(scope, receive)
        except Refused as refused:
            answer = _refused(refused)
        except Failure as failure:
            answer = _refused(_refusal(failure))
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
        """Answer whom the guard admits. Raises `Refused`, or a failure of the whole request."""
        request_id = scope["state"]["request_id"]
        grant = await self._guard.admit(scope)
        asked = await request.read(scope, receive, self._body_limit)
        try:
            choice = self._documents.choose(asked)
        except Unexecutable as unexecutable:
            left = await self._guard.charge(grant, 1)
            return Answer(self._errors(unexecutable.errors, request_id), _told(left))
        operation, cost, _ = choice
        if operation.kind != "query" and scope["method"] == "GET":
            text = "Only queries are asked by GET."
            raise Refused(405, "METHOD_NOT_ALLOWED", text, Allow="POST")
        left = await self._guard.charge(grant, cost)
        await yield_to_cohort()
        context = self._context(grant, request_id, operation)
        result = await self._executed(scope, choice, asked, context)
        body = self._body(result, request_id)
        body["extensions"] = {"cost": self._cost(cost, left)}
        return Answer(body, _told(left))

    async def _executed(
        self, scope: Scope, choice: Choice, asked: GraphQLRequest, context: Context
    ) -> ExecutionResult:
        """Execute the operation and count how it went.

        When its time is up it is stopped, and what it has begun is undone.
        """
        operation, name, seconds = choice.operation, choice.told_name, self._operation_seconds
        running: Awaitable[ExecutionResult]
        running = operation.compiled.execute(context, asked.variables, **self._options)
        if tracing.are_on():
            span = tracing.operation(operation.kind, name, request_headers(scope))
            running = tracing.within(span, running)
        began, outcome = perf_counter(), "stopped"
        try:
            with timeout(seconds):
                result = await running
            outcome = "errors" if result.errors else "done"
        except TimeoutError:
            raise _stopped(operation, seconds) from None
        finally:
            self._metrics.operation(operation.kind, name, outcome, perf_counter() - began)
        return result

    def _body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        if not result.errors:
            return {"data": result.data}
        _check_outage(result)
        errors = self._errors(result.errors, request_id)
        never_ran = result.data is None and all(error.path is None for error in result.errors)
        return errors if never_ran else {**errors, "data": result.data}

    def _cost(self, cost: int, left: Allowance | None) -> dict[str, int]:
        told = {"requested": cost, "allowed": self._settings.limit_cost}
        return told | {"remaining": left.remaining} if left else told

    def _errors(self, errors: Sequence[GraphQLError], request_id: str) -> dict[str, Any]:
        most = self._settings.limit_errors
        return {"errors": shown(errors, request_id, most)} if errors else {}

    def _context(self, grant: Principal, request_id: str, operation: Operation) -> Context:
        caller, fields = grant.caller(request_id), operation.compiled.fields
        return Context(caller, self._policy, self._numbers, self._events, fields)


def _check_outage(result: ExecutionResult) -> None:
    """Raise `Unavailable` where it left nothing to answer: the whole request may be repeated."""
    causes = (origin(error) for error in result.errors or ())
    if result.data is None and (outage := next(filter(_is_outage, causes), None)):
        raise outage


def _is_outage(cause: Exception | None) -> TypeGuard[Unavailable]:
    return isinstance(cause, Unavailable)


def _stopped(operation: Operation, seconds: float) -> Refused:
    """Say that time is up, and of a change what can be known: its commit may be under way."""
    text = f"The operation was stopped after {seconds:g} seconds."
    if operation.kind == "mutation":
        text += (
            " What it changed before may stay: ask again with the same idempotency keys to learn"
            " what happened."
        )
    return Refused(503, "TIMEOUT", text, **{"Retry-After": "1"})


def _refusal(failure: Failure) -> Refused:
    """Return how a failure that concerns the whole request is answered."""
    status, code = authentication.STATUS[type(failure)], failure.code.upper()
    return Refused(status, code, failure.message, **authentication.headers(failure))


def _told(left: Allowance | None) -> Headers:
    return left.lines() if left else ()


def _refused(refused: Refused) -> Answer:
    error = {"message": refused.message, "extensions": {"code": refused.code}}
    headers = [(name.lower().encode(), v.encode()) for name, v in refused.headers.items()]
    return Answer({"errors": [error]}, headers, refused.status)
