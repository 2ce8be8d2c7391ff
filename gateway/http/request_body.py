"""Request bodies: limits in bytes, nesting and number of items, the same for every API."""

import re
from collections.abc import Collection
from typing import Any, Final, cast

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from gateway.http.headers import request_headers
from gateway.http.statuses import REFUSALS

_MAX_DEPTH: Final = 32
_MAX_ITEMS: Final = 5_000
_LONG_INTEGER: Final = re.compile(rb"(?<![.0-9])[0-9]{20}")
_DIGITS_TO_ZERO: Final = bytes.maketrans(b"123456789", b"0" * 9)
_TWENTY_DIGITS: Final = b"0" * 20
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_SCOPE_KEY: Final = "numbergate.body"  # where the buffered body is kept
_INITIAL: Final[Message] = {"more_body": True}
_MAX_LENGTH_DIGITS: Final = 20  # of Content-Length; a shorter number is far over the limit already


class RequestRefused(Exception):
    """The request is malformed or not allowed. Its code decides the status (`statuses`)."""

    def __init__(self, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code = REFUSALS[code], code
        self.message, self.headers = message, headers


def bad_request(message: str) -> RequestRefused:
    """Return the exception for a malformed request: 400."""
    return RequestRefused("BAD_REQUEST", message)


def json_object(text: bytes, name: str) -> dict[str, Any]:
    """Parse a JSON object; raise `RequestRefused` for anything else. Messages call it *name*."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise bad_request(f"{name} is not JSON: {exc}.") from None
    # orjson turns longer integers into floats without an error. Digits within strings are fine.
    # `find`, because `in` asks first whether the bytes are a number, by an exception.
    if text.translate(_DIGITS_TO_ZERO).find(_TWENTY_DIGITS) >= 0 and _LONG_INTEGER.search(
        _STRING.sub(b"", text)
    ):
        raise bad_request(f"{name} holds an integer of more than 19 digits.")
    if not isinstance(value, dict):
        raise bad_request(f"{name} must be a JSON object.")
    parsed: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
    # A short text with few brackets is within the limits, and need not be walked.
    if len(text) > _MAX_ITEMS or text.count(b"{") + text.count(b"[") > _MAX_DEPTH:
        _check_limits(parsed, name)
    return parsed


def _check_limits(value: object, name: str) -> None:
    """Raise `RequestRefused` for a value that is nested too deeply or has too many items."""
    level, items = [value], 0
    for _ in range(_MAX_DEPTH):
        items += sum(len(_children(parent)) for parent in level)
        if items > _MAX_ITEMS:
            raise bad_request(f"{name} holds more than {_MAX_ITEMS:,} items.")
        level = [child for parent in level for child in _children(parent)]
    if any(isinstance(child, dict | list) for child in level):
        raise bad_request(f"{name} is nested deeper than {_MAX_DEPTH} levels.")


def _children(value: object) -> Collection[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


async def buffered(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Wait for the body, up to *limit* bytes, and keep it in the scope for `read`.

    Returns the `receive` to use from now on: it replays what could not be kept, because the body
    is too large or the client has disconnected.
    """
    if _content_length(scope) > limit:
        return receive
    body, last = await _receive_body(receive, limit)
    if last["type"] == "http.request" and len(body) <= limit:
        scope[_SCOPE_KEY] = body
        return receive
    pending = [last if last["type"] == "http.disconnect" else {**last, "body": body}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def read(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the body. Raises `RequestRefused` (413) beyond *limit* bytes, or `ClientDisconnect`.

    Nothing is read when Content-Length is over the limit.
    """
    body: bytes | None = scope.get(_SCOPE_KEY)
    if body is not None:
        return body
    if _content_length(scope) > limit:
        raise _too_large(limit)
    body, last = await _receive_body(receive, limit)
    if last["type"] == "http.disconnect":
        raise ClientDisconnect
    if len(body) > limit:
        raise _too_large(limit)
    return body


async def _receive_body(receive: Receive, limit: int) -> tuple[bytes, Message]:
    """Return the body, stopping at the first part beyond *limit*, and the last message."""
    parts: list[bytes] = []
    size, message = 0, _INITIAL
    while message.get("more_body") and size <= limit:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
    return b"".join(parts), message


def _content_length(scope: Scope) -> int:
    """Return Content-Length in bytes; 0 if it is missing or malformed."""
    value = request_headers(scope).get(b"content-length", b"")
    return int(value[:_MAX_LENGTH_DIGITS]) if value.isdigit() else 0


def _too_large(limit: int) -> RequestRefused:
    text = f"The request body is larger than the limit of {limit} bytes."
    return RequestRefused("PAYLOAD_TOO_LARGE", text, Connection="close")
