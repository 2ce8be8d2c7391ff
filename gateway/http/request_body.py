"""Bodies of requests: how much of them is read, and what of JSON, the same at every door."""

import re
from collections.abc import Collection
from typing import Any, Final, cast

import orjson
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from gateway.http.headers import request_headers
from gateway.http.statuses import REFUSALS

_DEEPEST: Final = 32
_MOST_ITEMS: Final = 5_000
_LONG_INTEGER: Final = re.compile(rb"(?<![.0-9])[0-9]{20}")
_TO_ZEROS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_TWENTY: Final = b"0" * 20
_TEXT: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_KEPT: Final = "numbergate.body"
_BEGINNING: Final[Message] = {"more_body": True}
_DIGITS: Final = 20  # of a length: it is much too long with fewer


class RequestRefused(Exception):
    """The request cannot be read or is not allowed. The code decides the status (`statuses`)."""

    def __init__(self, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code = REFUSALS[code], code
        self.message, self.headers = message, headers


def bad_request(message: str) -> RequestRefused:
    """Return the refusal of a request that is malformed."""
    return RequestRefused("BAD_REQUEST", message)


def json_object(text: bytes, what: str) -> dict[str, Any]:
    """Return the object that *text* writes in JSON; raise `RequestRefused` for anything else."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise bad_request(f"{what} is not JSON: {exc}.") from None
    # The parser rounds long integers and tells nobody. Texts may hold as many digits as they like.
    if _TWENTY in text.translate(_TO_ZEROS) and _LONG_INTEGER.search(_TEXT.sub(b"", text)):
        raise bad_request(f"{what} holds an integer of more than 19 digits.")
    if not isinstance(found, dict):
        raise bad_request(f"{what} must be a JSON object.")
    named: dict[str, Any] = found  # pyright: ignore[reportUnknownVariableType]
    # What is short cannot hold much, and what opens seldom is not deep: nobody has to look.
    if len(text) > _MOST_ITEMS or text.count(b"{") + text.count(b"[") > _DEEPEST:
        _check_extent(named, what)
    return named


def _check_extent(found: object, what: str) -> None:
    """Refuse what is nested deeper, or holds more, than any request needs."""
    level, items = [found], 0
    for _ in range(_DEEPEST):
        items += sum(len(_parts(outer)) for outer in level)
        if items > _MOST_ITEMS:
            raise bad_request(f"{what} holds more than the {_MOST_ITEMS:,} items that are read.")
        level = [inner for outer in level for inner in _parts(outer)]
    if any(isinstance(value, dict | list) for value in level):
        raise bad_request(f"{what} is nested deeper than the {_DEEPEST} levels that are read.")


def _parts(value: object) -> Collection[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


async def arrived(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Wait for the body, as far as it would be read, and keep it for `read`.

    Returns what tells the rest: that it goes on for too long, or ended too early.
    """
    if _announced(scope) > limit:
        return receive
    body, last = await _received(receive, limit)
    if last["type"] == "http.request" and len(body) <= limit:
        scope[_KEPT] = body
        return receive
    rest = [last if last["type"] == "http.disconnect" else {**last, "body": body}]

    async def tell() -> Message:
        return rest.pop() if rest else await receive()

    return tell


async def read(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Read the body, and no more of it than is allowed: nothing if it is announced as larger."""
    kept: bytes | None = scope.get(_KEPT)
    if kept is not None:
        return kept
    if _announced(scope) > limit:
        raise _too_large(limit)
    body, last = await _received(receive, limit)
    if last["type"] == "http.disconnect":
        raise ClientDisconnect
    if len(body) > limit:
        raise _too_large(limit)
    return body


async def _received(receive: Receive, limit: int) -> tuple[bytes, Message]:
    """Return what comes of a body, little more than *limit* of it, and the last message."""
    parts, size, message = list[bytes](), 0, _BEGINNING
    while message.get("more_body") and size <= limit:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
    return b"".join(parts), message


def _announced(scope: Scope) -> int:
    """Return how long the body is said to be."""
    announced = request_headers(scope).get(b"content-length", b"")
    return int(announced[:_DIGITS]) if announced.isdigit() else 0


def _too_large(limit: int) -> RequestRefused:
    text = f"The request body is larger than the {limit} bytes that are read."
    return RequestRefused("PAYLOAD_TOO_LARGE", text, Connection="close")
