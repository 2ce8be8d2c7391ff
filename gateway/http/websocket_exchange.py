"""WebSocket exchange: the request id of a connection, its log line, and what nothing caught.

A connection takes no slot of admission control; the operations on it do.
"""

from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.http.request_id import request_id
from gateway.observability import logging
from gateway.observability.log_format import REQUEST_ID
from gateway.observability.loggers import Logger

_SWITCHING: Final = 101
_log = Logger("numbergate.http")


async def serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run *app* on a connection, and log its status and duration once it has ended."""
    id_, began = request_id(scope), perf_counter()
    status: int | None = None

    async def recorded(message: Message) -> None:
        nonlocal status
        if message["type"] == "websocket.accept":
            status = _SWITCHING
        await send(message)
        status = status or message.get("status")

    scope.setdefault("state", {})["request_id"] = id_
    token = REQUEST_ID.set(id_)
    try:
        await app(scope, receive, recorded)
    except OSError:
        pass  # the client has left
    except Exception:  # noqa: BLE001  # the last frame that can tell of it
        _log.exception("unexpected_error")
    finally:
        REQUEST_ID.reset(token)
        milliseconds = round((perf_counter() - began) * 1000, 2)
        logging.log_request(logging.RequestLine("GET", status, milliseconds, id_))
