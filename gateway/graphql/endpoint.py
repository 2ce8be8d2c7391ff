"""The endpoint: who asks, what they ask, and the answer in the media type they read.

After the GraphQL over HTTP specification. Nothing recognises a case by another library's words.
"""

from collections.abc import Awaitable
from typing import Any, cast

import orjson
from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute,  # pyright: ignore[reportUnknownVariableType]
)
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.commands import Caller
from gateway.events import Events
from gateway.graphql import answers, requests
from gateway.graphql.documents import Documents
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
        self._documents = Documents(self._schema)

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
        document = self._documents.read(asked.query)
        if document.errors:
            return {"errors": answers.shown(document.errors, request_id)}
        ast = cast("DocumentNode", document.ast)
        operation = _operation(ast, asked.operation_name)
        if operation is None:
            return {"errors": answers.shown([_unresolved()], request_id)}
        _check_method(request.method, operation)
        result = await self._execute(ast, asked, self._context(request_id))
        errors = {"errors": answers.shown(result.errors, request_id)} if result.errors else {}
        never_ran = result.data is None and all(e.path is None for e in result.errors or ())
        return errors if never_ran else {**errors, "data": result.data}

    async def _execute(self, ast: DocumentNode, asked: Asked, context: Context) -> ExecutionResult:
        result = execute(
            self._schema,
            ast,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
        )
        return result if isinstance(result, ExecutionResult) else await _awaited(result)

    def _context(self, request_id: str) -> Context:
        """Say who is asking. Until there are tokens, everybody is the one project's default."""
        caller = Caller(self._settings.project_id, "default", request_id)
        return Context(caller, self._settings.policy, self._numbers, self._events)


async def _awaited(result: Awaitable[ExecutionResult]) -> ExecutionResult:
    return await result


def _operation(ast: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """Return the operation that is asked for; nothing when there is none such, or several."""
    operations = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
    if name is not None:
        operations = [o for o in operations if o.name and o.name.value == name]
    return operations[0] if len(operations) == 1 else None


def _unresolved() -> GraphQLError:
    text = "operationName must name one of the document's operations."
    return GraphQLError(text, extensions={"code": "OPERATION_RESOLUTION_FAILURE"})


def _check_method(method: str, operation: OperationDefinitionNode) -> None:
    if method == "GET" and operation.operation is not OperationType.QUERY:
        text = "Only queries are asked by GET."
        raise Refused(405, "METHOD_NOT_ALLOWED", text, Allow="POST")


def _response(
    media: str, status: int, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    return Response(orjson.dumps(body), status, headers, media_type=f"{media}; charset=utf-8")
