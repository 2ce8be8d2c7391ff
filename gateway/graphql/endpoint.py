"""The endpoint: who asks, what they ask, and the answer in the media type they read.

After the GraphQL over HTTP specification. Nothing recognises a case by another library's words.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import orjson
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    execute,  # pyright: ignore[reportUnknownVariableType]
)
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.commands import Caller
from gateway.events import Events
from gateway.graphql import answers, requests
from gateway.graphql.documents import Documents, Unexecutable
from gateway.graphql.reading import Operation
from gateway.graphql.requests import Asked, Refused
from gateway.graphql.schema import core, schema
from gateway.numbers import PhoneNumbers
from gateway.settings import Settings
from resolvers.context import Context


class Endpoint:
    """The ASGI application at /graphql."""

    def __init__(self, settings: Settings, numbers: PhoneNumbers, events: Events) -> None:
        """Answer from the services, under the limits of *settings*."""
        self._settings, self._numbers, self._events = settings, numbers, events
        self._schema: GraphQLSchema = core(schema)
        self._documents = Documents(self._schema, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a client that went away gets nothing."""
        try:
            response = await self._respond(Request(scope, receive))
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media = requests.JSON
        try:
            media = requests.media_type(request.headers.getlist("accept"))
            asked = await requests.read(request, self._settings.body_limit)
            body = await self._answer(request, asked)
        except Refused as refused:
            error = {"message": refused.message, "extensions": {"code": refused.code}}
            return _response(media, refused.status, {"errors": [error]}, refused.headers)
        # Readers of application/json look for errors in the body alone, whatever kind they are.
        status = 400 if media == requests.GRAPHQL and "data" not in body else 200
        return _response(media, status, body)

    async def _answer(self, request: Request, asked: Asked) -> dict[str, Any]:
        """Answer what is a request, executable or not: without data when it never ran."""
        request_id = request.state.request_id
        try:
            operation = self._documents.operation(asked)
        except Unexecutable as unexecutable:
            return self._errors(unexecutable.errors, request_id)
        _check_method(request.method, operation)
        result = await self._in_time(operation, asked, self._context(request_id))
        errors = self._errors(result.errors or (), request_id)
        never_ran = result.data is None and all(e.path is None for e in result.errors or ())
        return errors if never_ran else {**errors, "data": result.data}

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
        result = execute(
            self._schema,
            operation.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            max_coercion_errors=self._settings.limit_errors,
            hide_suggestions=not self._settings.suggests,
        )
        return result if isinstance(result, ExecutionResult) else await result

    def _context(self, request_id: str) -> Context:
        """Say who is asking. Until there are tokens, everybody is the one project's default."""
        caller = Caller(self._settings.project_id, "default", request_id)
        return Context(caller, self._settings.policy, self._numbers, self._events)


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


def _response(
    media: str, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(body), status, headers, media_type=f"{media}; charset=utf-8")
