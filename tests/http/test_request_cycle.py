"""The fast path of the request cycle writes the same bytes as uvicorn."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from gateway.http.request_cycle import RequestCycle

DATE: Final = (b"date", b"today")
HEADERS: Final = st.sampled_from(
    [
        (b"content-type", b"application/json"),
        (b"x-request-id", b"abc"),
        (b"x-text", b"content-length: 3"),
        (b"connection", b"close"),
        (b"connection", b"keep-alive"),
        (b"transfer-encoding", b"chunked"),
        (b"x-bad", b"a\r\ncontent-length: 0"),
        (b"x-bad", b"a\0"),
        (b"x-bad", b"a\n"),
        (b"x-bad", b"a\x01"),
    ]
)


class Transport:
    """Records what is written."""

    def __init__(self) -> None:
        self.writes, self.is_closed = list[bytes](), False

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed


def cycle_of(
    kind: type[RequestResponseCycle], method: str, events: list[str], **options: Any
) -> Any:
    """Return a cycle that writes to its own transport."""
    transport, nothing, scope = cast("Any", Transport()), cast("Any", None), {"method": method}
    return kind(
        scope=cast("Any", scope), transport=transport, flow=FlowControl(transport), logger=nothing,
        access_logger=nothing, access_log=False, default_headers=[DATE],
        message_event=asyncio.Event(), expect_100_continue=False,
        on_response=lambda: events.append("done"), **options,
    )  # fmt: skip


async def sent(
    kind: type[RequestResponseCycle], messages: Sequence[Any], method: str, *, keep_alive: bool
) -> Any:
    """Send the messages; return the bytes, whether it closed, its callbacks and its keep-alive."""
    events = list[str]()
    cycle = cycle_of(kind, method, events, keep_alive=keep_alive)
    try:
        for message in messages:
            await cycle.send(message)
    except RuntimeError as exc:
        events.append(str(exc))
    written = b"".join(cycle.transport.writes)
    return written, cycle.transport.is_closed, events, cycle.keep_alive


@st.composite
def responses(draw: Any) -> list[Any]:
    """Return the messages of a response, whose Content-Length may be wrong or missing."""
    headers, body, parts = draw(st.lists(HEADERS, max_size=4)), draw(st.binary(max_size=20)), 1
    parts += draw(st.integers(0, 1))
    length = draw(st.sampled_from([len(body) * parts, len(body) * parts, len(body) + 1, None]))
    lines = [*headers, *([] if length is None else [(b"content-length", b"%d" % length)])]
    status = draw(st.sampled_from([200, 204, 400, 503]))
    start = {"type": "http.response.start", "status": status, "headers": lines}
    return [start] + [
        {"type": "http.response.body", "body": body, "more_body": part < parts - 1}
        for part in range(parts)
    ]


@settings(max_examples=400)
@given(
    messages=responses(), method=st.sampled_from(["GET", "POST", "HEAD"]), keep_alive=st.booleans()
)
def test_the_bytes_are_uvicorns(
    messages: list[Any],
    method: str,
    keep_alive: bool,  # noqa: FBT001
) -> None:
    expected, found = (
        asyncio.run(sent(kind, messages, method, keep_alive=keep_alive))
        for kind in (RequestResponseCycle, RequestCycle)
    )

    assert found == expected


@pytest.mark.anyio
async def test_a_complete_response_is_one_write() -> None:
    cycle = cycle_of(RequestCycle, "POST", [], keep_alive=True)
    head = {"status": 200, "headers": [(b"content-length", b"2")]}

    await cycle.send({"type": "http.response.start", **head})
    await cycle.send({"type": "http.response.body", "body": b"{}"})

    written = b"HTTP/1.1 200 OK\r\ndate: today\r\ncontent-length: 2\r\n\r\n{}"
    assert cycle.transport.writes == [written]
