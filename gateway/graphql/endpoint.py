"""The endpoint: who asks, what they ask, and the answer in the media type they read.

After the GraphQL over HTTP specification. Nothing recognises a case by another library's words.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeGuard

import orjson
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationType,
)
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send

from gateway import guard, heads, traces
from gateway.access import Grant
from gateway.bodies import Refused
from gateway.errors import Failure, Unavailable
from gateway.events import Events
from gateway.graphql import answers, requests
from gateway.graphql.documents import Documents, Unexecutable
from gateway.graphql.reading import Operation
from gateway.graphql.requests import Asked
from gateway.graphql.schema import core, schema
from gateway.guard import Guard
from gateway.metrics import Metrics
from gateway.numbers import PhoneNumbers
from gateway.rates import Allowance
from gateway.settings import Settings
from resolvers.context import Context


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a body, without data when nothing ran, and headers."""

    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Endpoint:
    """The ASGI application at /graphql."""

    def __init__(
        self,
        settings: Settings,
        guard: Guard,
        metrics: Metrics,
        numbers: PhoneNumbers,
        events: Events,
    ) -> None:
        """Answer from the services whom *guard* admits, under the limits of *settings*."""
        self._settings, self._guard, self._metrics = settings, guard, metrics
        self._numbers, self._events = numbers, events
        self._schema: GraphQLSchema = core(schema)
        self._documents = Documents(self._schema, settings, metrics)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that went away gets nothing."""
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        for message in response:
            await send(message)

    async def _respond(self, request: Request) -> Iterable[Message]:
        media = requests.JSON
        try:
            media = requests.media_type(heads.of(request.scope).get("accept", ""))
            answer = await self._admitted(request)
        except Refused as refused:
            error = {"message": refused.message, "extensions": {"code": refused.code}}
            return _response(media, refused.status, {"errors": [error]}, refused.headers)
        # Readers of application/json look for errors in the body alone, whatever kind they are.
        status = 400 if media == requests.GRAPHQL and "data" not in answer.body else 200
        return _response(media, status, answer.body, answer.headers)

    async def _admitted(self, request: Request) -> Answer:
        """Answer whom the guard admits; raise `Refused` for others."""
        try:
            grant = await self._guard.admit(request)
            asked = await requests.read(request, self._settings.body_limit)
            return await self._answer(request, asked, grant)
        except Failure as failure:
            raise _refusal(failure) from None

    async def _answer(self, request: Request, asked: Asked, grant: Grant) -> Answer:
        """Answer what is a request, executable or not."""
        request_id = request.state.request_id
        try:
            operation, cost = self._documents.operation(asked)
        except Unexecutable as unexecutable:
            left = await self._guard.charge(grant, 1)
            return Answer(self._errors(unexecutable.errors, request_id), _told(left))
        _check_method(request.method, operation)
        left = await self._guard.charge(grant, cost)
        context = self._context(grant, request_id, operation)
        name = (operation.name or "") if self._documents.is_trusted(asked) else ""
        with traces.operation(operation.node.operation.value, name, heads.of(request.scope)):
            result = await self._counted(operation, asked, context, name)
        _check_outage(result)
        body = self._body(result, request_id)
        return Answer(body | {"extensions": {"cost": self._cost(cost, left)}}, _told(left))

    async def _counted(
        self, operation: Operation, asked: Asked, context: Context, name: str
    ) -> ExecutionResult:
        """Execute the operation, and count how it went."""
        began, outcome = perf_counter(), "stopped"
        try:
            result = await self._in_time(operation, asked, context)
            outcome = "errors" if result.errors else "done"
        finally:
            kind = operation.node.operation.value
            self._metrics.operation(kind, name, outcome, perf_counter() - began)
        return result

    def _body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        errors = self._errors(result.errors or (), request_id)
        never_ran = result.data is None and all(e.path is None for e in result.errors or ())
        return errors if never_ran else {**errors, "data": result.data}

    def _cost(self, cost: int, left: Allowance | None) -> dict[str, int]:
        told = {"requested": cost, "allowed": self._settings.limit_cost}
        return told | {"remaining": left.remaining} if left else told

    def _errors(self, errors: Sequence[GraphQLError], request_id: str) -> dict[str, Any]:
        most = self._settings.limit_errors
        return {"errors": answers.shown(errors, request_id, most)} if errors else {}

    async def _in_time(
        self, operation: Operation, asked: Asked, context: Context
    ) -> ExecutionResult:
        """Execute the operation, or stop it when its time is up: what it has begun is undone."""
        seconds = self._settings.operation_seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._execute(operation, asked, context)
        except TimeoutError:
            raise _stopped(operation, seconds) from None

    async def _execute(
        self, operation: Operation, asked: Asked, context: Context
    ) -> ExecutionResult:
        return await operation.compiled.execute(
            context,
            asked.variables,
            max_coercion_errors=self._settings.limit_errors,
            hide_suggestions=not self._settings.suggests,
        )

    def _context(self, grant: Grant, request_id: str, operation: Operation) -> Context:
        caller, fields = grant.caller(request_id), operation.compiled.fields
        return Context(caller, self._settings.policy, self._numbers, self._events, fields)


def _check_outage(result: ExecutionResult) -> None:
    """Raise `Unavailable` where it left nothing to answer: the whole request may be repeated."""
    causes = (answers.origin(error) for error in result.errors or ())
    if result.data is None and (outage := next(filter(_is_outage, causes), None)):
        raise outage


def _is_outage(cause: Exception | None) -> TypeGuard[Unavailable]:
    return isinstance(cause, Unavailable)


def _check_method(method: str, operation: Operation) -> None:
    if method == "GET" and operation.node.operation is not OperationType.QUERY:
        text = "Only queries are asked by GET."
        raise Refused(405, "METHOD_NOT_ALLOWED", text, Allow="POST")


def _stopped(operation: Operation, seconds: float) -> Refused:
    """Say that time is up, and of a change what can be known: its commit may be under way."""
    text = f"The operation was stopped after {seconds:g} seconds."
    if operation.node.operation is OperationType.MUTATION:
        text += (
            " What it changed before may stay: ask again with the same idempotency keys to learn"
            " what happened."
        )
    return Refused(503, "TIMEOUT", text, **{"Retry-After": "1"})


def _refusal(failure: Failure) -> Refused:
    """Return how a failure that concerns the whole request is answered."""
    status, code = guard.STATUS[type(failure)], failure.code.upper()
    return Refused(status, code, failure.message, **guard.headers(failure))


def _told(left: Allowance | None) -> dict[str, str]:
    return left.headers() if left else {}


def _response(
    media: str, status: int, body: dict[str, Any], headers: Mapping[str, str]
) -> Iterable[Message]:
    """Return the two messages of an answer."""
    text = orjson.dumps(body)
    told = {"content-length": len(text), "content-type": f"{media}; charset=utf-8", **headers}
    raw = [(name.lower().encode(), str(value).encode()) for name, value in told.items()]
    return (
        {"type": "http.response.start", "status": status, "headers": raw},
        {"type": "http.response.body", "body": text},
    )
