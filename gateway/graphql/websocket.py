"""GraphQL over WebSocket: the subprotocol graphql-transport-ws, a connection for many operations.

Each operation is a task that sends its own results, and waits for the client to read them: nothing
is queued. A message that the subprotocol does not allow closes the connection, with its close code.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, cast

import orjson
from starlette.types import Message, Receive, Scope, Send

from gateway.auth.authenticator import Principal
from gateway.concurrency import scan_budget
from gateway.concurrency.first_of import first_of
from gateway.concurrency.message_rate import MessageRate
from gateway.errors import CrossSite, Failure, Overloaded, TooManyOperations, Unavailable
from gateway.graphql.operations import Request
from gateway.graphql.request import GraphQLRequest
from gateway.graphql.single_operation import OperationFailed, OperationRunner
from gateway.graphql.subscriptions import failed_result
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import request_headers
from gateway.http.request_body import RequestRefused, json_object
from gateway.http.request_id import new_id
from gateway.http.statuses import headers_of, status_of
from gateway.observability.log_format import REQUEST_ID
from gateway.observability.loggers import Logger
from gateway.settings import Settings

PROTOCOL: Final = "graphql-transport-ws"
_TRY_AGAIN_LATER: Final = 1013
_INVALID, _UNAUTHORIZED, _FORBIDDEN, _UNKNOWN_PROTOCOL = 4400, 4401, 4403, 4406
_NO_INIT, _DUPLICATE, _TOO_MANY_INITS = 4408, 4409, 4429
_MAX_ID: Final = 128  # characters of an operation's id
_MAX_REASON: Final = 120  # bytes: RFC 6455 has room for 123
_log = Logger("numbergate.websocket")


class Close(Exception):
    """Closes the connection, with a code of the subprotocol and a reason for people."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason.encode()[:_MAX_REASON].decode(errors="ignore")


class WebSockets:
    """The ASGI application of WebSockets at /graphql."""

    def __init__(
        self, runner: OperationRunner, authentication: RequestAuthentication, settings: Settings
    ) -> None:
        """Run operations with *runner*, as many at once as *settings* allow."""
        self.runner, self.authentication, self.settings = runner, authentication, settings
        self._open = 0

    def count(self) -> int:
        """Return how many are open."""
        return self._open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a connection, from its handshake to its end."""
        await receive()  # websocket.connect
        try:
            self._admit(scope)
        except (CrossSite, Overloaded) as failure:
            await _deny(send, failure)
            return
        self._open += 1
        try:
            await _Connection(self, scope, receive, send).serve()
        finally:
            self._open -= 1

    def _admit(self, scope: Scope) -> None:
        """Raise `CrossSite` or `Overloaded` for a connection that may not be opened."""
        self.authentication.cross_site.check_origin(scope)
        if self._open >= self.settings.websockets:
            raise Overloaded


class _Connection:
    """The state of one connection."""

    def __init__(self, sockets: WebSockets, scope: Scope, receive: Receive, send: Send) -> None:
        self._runner, self._authentication = sockets.runner, sockets.authentication
        self._settings = sockets.settings
        self._scope, self._receive, self._send = scope, receive, send
        self._credentials = request_headers(scope).get(b"authorization")
        self._is_initialized = self._is_acknowledged = False
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._rate = MessageRate(self._settings.websocket_messages)

    async def serve(self) -> None:
        """Accept the connection, and handle its messages until it ends."""
        try:
            await self._accept()
            await first_of(self._read(), self._watch())
        except Close as close:
            await self._send(
                {"type": "websocket.close", "code": close.code, "reason": close.reason}
            )
        finally:
            await self._end_operations()

    async def _accept(self) -> None:
        is_known = PROTOCOL in self._scope["subprotocols"]
        subprotocol = PROTOCOL if is_known else None
        await self._send({"type": "websocket.accept", "subprotocol": subprotocol})
        if not is_known:
            raise Close(_UNKNOWN_PROTOCOL, f"The subprotocol must be {PROTOCOL}.")

    async def _read(self) -> None:
        while (message := await self._receive())["type"] == "websocket.receive":
            await self._rate.wait()
            await self._handle(_parsed(message))

    async def _watch(self) -> None:
        """Wait for the first message, then authenticate again and again."""
        await asyncio.sleep(self._settings.websocket_init_seconds)
        if not self._is_initialized:
            raise Close(_NO_INIT, "Connection initialisation timeout")
        while True:
            await asyncio.sleep(self._settings.recheck_seconds)
            try:
                await self._principal()
            except Unavailable:
                continue

    async def _handle(self, message: Mapping[str, Any]) -> None:
        match message.get("type"):
            case "ping":
                await self._say(type="pong")
            case "pong":
                pass
            case "connection_init":
                await self._initialize(message)
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if task := self._operations.pop(_id(message), None):
                    task.cancel()
            case _:
                raise Close(_INVALID, "The type of the message is unknown.")

    async def _initialize(self, message: Mapping[str, Any]) -> None:
        if self._is_initialized:
            raise Close(_TOO_MANY_INITS, "Too many initialisation requests")
        self._is_initialized = True
        self._credentials = _credentials(_payload(message)) or self._credentials
        await self._authenticated()
        self._is_acknowledged = True
        await self._say(type="connection_ack")

    async def _subscribe(self, message: Mapping[str, Any]) -> None:
        """Begin an operation. Its token is checked first, as that of a request is."""
        if not self._is_acknowledged:
            raise Close(_UNAUTHORIZED, "Unauthorized")
        id_ = _id(message)
        if id_ in self._operations:
            raise Close(_DUPLICATE, "An operation with this id runs already.")
        try:
            parameters = GraphQLRequest.of(_payload(message))
        except RequestRefused as refused:
            raise Close(_INVALID, refused.message) from None
        principal = await self._authenticated()
        if len(self._operations) >= self._settings.websocket_operations:
            failure = TooManyOperations(self._settings.websocket_operations)
            await self._say(id=id_, type="error", payload=failed_result(failure)["errors"])
            return
        asked = Request(principal, new_id(), request_headers(self._scope))
        task = asyncio.create_task(self._operate(id_, asked, parameters))
        self._operations[id_] = task
        task.add_done_callback(partial(self._forget, id_))

    async def _operate(self, id_: str, asked: Request, parameters: GraphQLRequest) -> None:
        """Run an operation, and send its results and its end."""
        scan_budget.begin()
        REQUEST_ID.set(asked.id)
        head = b'{"id":%b,"type":"next","payload":' % orjson.dumps(id_)

        async def deliver(result: bytes) -> None:
            text = b"%b%b}" % (head, result)
            await self._send({"type": "websocket.send", "text": text.decode()})

        try:
            await self._runner.run(asked, parameters, deliver)
            await self._say(id=id_, type="complete")
        except OperationFailed as failed:
            await self._say(id=id_, type="error", payload=failed.errors)
        except OSError:
            return  # the client has left
        except Exception:  # noqa: BLE001  # the last frame that can tell the client
            _log.exception("unexpected_error")
            extensions = {"code": "INTERNAL", "requestId": asked.id}
            error = {"message": "Unexpected error.", "extensions": extensions}
            await self._say(id=id_, type="error", payload=[error])

    def _forget(self, id_: str, task: asyncio.Task[None]) -> None:
        """Forget an operation that has ended, unless another one has its id by now."""
        if self._operations.get(id_) is task:
            del self._operations[id_]
        if not task.cancelled():
            task.exception()  # retrieved: the client has left before the response was sent

    async def _authenticated(self) -> Principal:
        """Return the principal, or close the connection."""
        try:
            return await self._principal()
        except Unavailable as failure:
            raise Close(_TRY_AGAIN_LATER, failure.message) from None

    async def _principal(self) -> Principal:
        """Return the principal. Raises `Unavailable`; any other failure closes the connection."""
        try:
            return await self._authentication.authenticate_as(self._scope, self._credentials)
        except Unavailable:
            raise
        except Failure as failure:
            raise Close(_FORBIDDEN, failure.message) from None

    async def _say(self, **message: Any) -> None:
        await self._send({"type": "websocket.send", "text": orjson.dumps(message).decode()})

    async def _end_operations(self) -> None:
        tasks = list(self._operations.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _parsed(message: Message) -> Mapping[str, Any]:
    """Return a message as JSON."""
    if (text := message.get("text")) is None:
        raise Close(_INVALID, "A message is text.")
    try:
        return json_object(text.encode(), "A message")
    except RequestRefused as refused:
        raise Close(_INVALID, refused.message) from None


def _id(message: Mapping[str, Any]) -> str:
    id_ = message.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= _MAX_ID:
        raise Close(_INVALID, f"id must be text of 1 to {_MAX_ID} characters.")
    return id_


def _payload(message: Mapping[str, Any]) -> Mapping[str, Any]:
    payload = message.get("payload")
    if payload is not None and not isinstance(payload, dict):
        raise Close(_INVALID, "payload must be an object.")
    return cast("Mapping[str, Any]", payload or {})


def _credentials(payload: Mapping[str, Any]) -> bytes | None:
    """Return the Authorization in the payload, or in its headers, where some clients put it."""
    inner: object = payload.get("headers")
    headers = cast("Mapping[str, Any]", inner if isinstance(inner, dict) else {})
    for name, value in {**headers, **payload}.items():
        if name.lower() == "authorization" and isinstance(value, str):
            return value.encode("latin-1", "replace")
    return None


async def _deny(send: Send, failure: Failure) -> None:
    """Refuse the handshake by an HTTP response."""
    headers = [(b"content-type", b"application/json")]
    headers += [
        (name.lower().encode(), value.encode()) for name, value in headers_of(failure).items()
    ]
    body = orjson.dumps({"errors": failed_result(failure)["errors"]})
    status = status_of(failure)
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})
