"""Server-sent events: the results of one operation as the events of one response.

After the protocol graphql-sse in its mode of distinct connections. The id of an event is its
cursor, which a client sends as Last-Event-ID to go on after it. A stream that ends without the
event `complete` was interrupted, and its client comes back.
"""

import asyncio
from typing import Any, Final

import orjson
from graphql import GraphQLError
from starlette.types import Receive, Scope, Send

from gateway.concurrency.first_of import first_of
from gateway.concurrency.token_buckets import RateLimitState
from gateway.errors import Failure, Unavailable
from gateway.graphql import request
from gateway.graphql.documents.store import DocumentRefused, SelectedOperation
from gateway.graphql.operations import Operations, Request
from gateway.graphql.subscriptions import Subscription, Subscriptions, failed_result
from gateway.http.authentication import RequestAuthentication
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.http.headers import header_text, rate_limit_headers, request_headers
from gateway.settings import Settings

_HEADERS: Final = (
    (b"content-type", f"{request.EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),  # nginx would collect events before it sends them
)
_COMMENT: Final = b":\n\n"
_COMPLETE: Final = b"event: complete\ndata:\n\n"


class ServerSentEvents:
    """Responds with event streams."""

    def __init__(
        self,
        operations: Operations,
        subscriptions: Subscriptions,
        authentication: RequestAuthentication,
        shutdown: GracefulShutdown,
        settings: Settings,
    ) -> None:
        """Run *operations*; end the streams of *subscriptions* at *shutdown*."""
        self._operations, self._subscriptions = operations, subscriptions
        self._authentication, self._shutdown = authentication, shutdown
        self._body_limit = settings.body_limit
        self._heartbeat_seconds = settings.heartbeat_seconds
        self._recheck_seconds = settings.recheck_seconds

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request. Raises what refuses the request before a stream begins.

        An error in the document, or of the root field, is an event of the stream: for a client
        that reads a stream, another status would be a failure of the network.
        """
        principal = await self._authentication.authenticate(scope)
        self._authentication.cross_site.check_origin(scope)
        parameters = await request.read(scope, receive, self._body_limit)
        asked = Request(
            principal,
            scope["state"]["request_id"],
            request_headers(scope),
            header_text(scope, b"last-event-id") or None,
        )
        try:
            selected = await self._operations.select(principal, parameters)
        except DocumentRefused as refused:
            errors = self._operations.errors(refused.errors, asked.id)
            await _send_once(send, errors, refused.limit)
            return
        if selected.operation.kind == "subscription":
            await self._subscribe(scope, receive, send, asked, selected)
            return
        request.check_kind(selected.operation.kind, scope["method"])
        await _send_once(send, *await self._operations.run(asked, selected))

    async def _subscribe(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        asked: Request,
        selected: SelectedOperation,
    ) -> None:
        try:
            subscription = await self._subscriptions.open(asked, selected)
        except GraphQLError as error:
            await _send_once(send, self._operations.errors([error], asked.id), None)
            return
        stream = _Stream(send)
        try:
            await stream.begin()
            await first_of(
                stream.deliver(subscription),
                stream.beat(self._heartbeat_seconds),
                self._recheck(scope, stream),
                self._shutdown.wait(),
                _disconnected(receive),
            )
        finally:
            await subscription.aclose()
        await stream.end()

    async def _recheck(self, scope: Scope, stream: "_Stream") -> None:
        """Authenticate again and again; complete the stream once that fails."""
        while True:
            await asyncio.sleep(self._recheck_seconds)
            try:
                await self._authentication.authenticate(scope)
            except Unavailable:
                continue
            except Failure as failure:
                await stream.fail(failure)
                return


class _Stream:
    """The response. Each event is one message, so that those of several tasks do not mix."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def begin(self, *more: tuple[bytes, bytes]) -> None:
        """Send the head, and a comment: a client then knows that the stream has begun."""
        headers = [*_HEADERS, *more]
        await self._send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._write(_COMMENT)

    async def deliver(self, subscription: Subscription) -> None:
        """Send the results of the subscription, and its end, if it has one."""
        try:
            async for cursor, result in subscription:
                id_ = b"id: %b\n" % cursor.encode() if cursor else b""
                await self._write(b"%bevent: next\ndata: %b\n\n" % (id_, result))
        except Failure as failure:
            await self.fail(failure)
        else:
            await self._write(_COMPLETE)

    async def beat(self, seconds: float) -> None:
        """Send a comment every so many *seconds*."""
        while True:
            await asyncio.sleep(seconds)
            await self._write(_COMMENT)

    async def fail(self, failure: Failure) -> None:
        """Send a failure as the last result."""
        await self.finish(failed_result(failure))

    async def finish(self, body: dict[str, Any]) -> None:
        """Send the last result."""
        await self._write(b"event: next\ndata: %b\n\n" % orjson.dumps(body) + _COMPLETE)

    async def end(self) -> None:
        """End the response."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _write(self, text: bytes) -> None:
        await self._send({"type": "http.response.body", "body": text, "more_body": True})


async def _send_once(send: Send, body: dict[str, Any], limit: RateLimitState | None) -> None:
    """Respond with one result."""
    stream = _Stream(send)
    await stream.begin(*(rate_limit_headers(limit) if limit else ()))
    await stream.finish(body)
    await stream.end()


async def _disconnected(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
