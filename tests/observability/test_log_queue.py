"""A log that no one reads holds up no request; lines that do not fit are dropped and counted."""

import json
import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TextIO

import httpx2
import pytest

from gateway.observability.log_queue import DROPPED, LogQueue
from gateway.observability.metrics import Metrics
from tests import servers
from tests.conftest import ON_SQLITE
from tests.servers import LIMIT


class BlockedStream:
    """A stream whose first write waits until the test reads."""

    def __init__(self) -> None:
        self.is_read, self.is_waiting, self.lines = Event(), Event(), list[str]()

    def fileno(self) -> int:
        raise OSError

    def write(self, text: str) -> None:
        self.is_waiting.set()
        assert self.is_read.wait(LIMIT)
        self.lines.append(text)


@pytest.fixture
def pipe() -> Iterator[tuple[int, TextIO]]:
    """A pipe: the descriptor to read from, which does not wait, and the stream to write to."""
    reader, writer = os.pipe2(os.O_NONBLOCK)
    os.set_blocking(writer, True)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        yield reader, stream
    os.close(reader)


def test_a_line_is_written_at_once_to_a_pipe_and_a_file(
    pipe: tuple[int, TextIO], tmp_path: Path
) -> None:
    reader, stream = pipe
    with (tmp_path / "log").open("w") as file:
        queues = [LogQueue(stream, print), LogQueue(file, print)]
        for queue in queues:
            queue.write("one é\n")

        assert os.read(reader, 100) == "one é\n".encode()
        assert (tmp_path / "log").read_text() == "one é\n"
        for queue in queues:
            queue.close()


def test_what_a_full_pipe_has_no_room_for_follows_in_its_order(pipe: tuple[int, TextIO]) -> None:
    reader, stream = pipe
    queue = LogQueue(stream, print)
    lines = [f"{place:05} é {'x' * 5_000}\n" for place in range(60)]  # longer than is atomic

    for line in lines:
        queue.write(line)
    found = b""
    while len(found) < len("".join(lines).encode()):
        with suppress(BlockingIOError):
            found += os.read(reader, 65_536)
    queue.write("the last\n")
    queue.close()

    assert found.decode() == "".join(lines)
    assert os.read(reader, 100) == b"the last\n"


def test_lines_beyond_the_bound_are_dropped_and_the_count_is_reported_once() -> None:
    stream, reported, metrics = BlockedStream(), list[int](), Metrics()
    queue = LogQueue(stream, reported.append, max_characters=100)
    before = DROPPED.count

    queue.write("0123456 0\n")
    assert stream.is_waiting.wait(LIMIT)
    for place in range(1, 25):
        queue.write(f"0123456 {place % 10}\n")
    stream.is_read.set()
    queue.close()

    assert len(stream.lines) == 10
    assert reported == [15]
    assert DROPPED.count - before == 15
    assert b"numbergate_log_lines_dropped_total 15.0" in metrics.text()


def test_a_stop_writes_what_is_queued_and_does_not_wait_for_a_reader_for_ever() -> None:
    reading, stuck = BlockedStream(), BlockedStream()
    reading.is_read.set()
    queues = [LogQueue(stream, print) for stream in (reading, stuck)]

    for queue in queues:
        for place in range(1_000):
            queue.write(f"{place}\n")
        queue.close()
    stuck.is_read.set()

    assert reading.lines == [f"{place}\n" for place in range(1_000)]


def test_what_is_printed_after_draining_follows_the_lines_before_it() -> None:
    stream = BlockedStream()
    stream.is_read.set()
    queue = LogQueue(stream, print)

    for place in range(1_000):
        queue.write(f"{place}\n")
    queue.drain()
    written = len(stream.lines)
    queue.close()

    assert written == 1_000


def test_draining_does_not_wait_for_a_reader_for_ever() -> None:
    stream = BlockedStream()
    queue = LogQueue(stream, print)

    queue.write("stuck\n")
    queue.drain()

    assert stream.lines == []
    stream.is_read.set()
    queue.close()


def test_a_stream_that_fails_ends_nothing() -> None:
    class FullDisk(BlockedStream):
        def write(self, text: str) -> None:
            if not text.startswith("5"):
                raise OSError
            self.lines.append(text)

    stream = FullDisk()
    queue = LogQueue(stream, print)
    for place in range(9):
        queue.write(f"{place}\n")
    queue.close()

    assert stream.lines == ["5\n"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_ready(url: str) -> None:
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        with suppress(httpx2.ConnectError):
            if httpx2.get(f"{url}/readyz", timeout=LIMIT).status_code == httpx2.codes.OK:
                return
        time.sleep(0.05)
    pytest.fail("the server did not become ready")


@ON_SQLITE
def test_a_server_whose_log_no_one_reads_answers_and_stops(database: str) -> None:
    """A pipe holds 64 KiB, about 300 lines."""
    port, (reader, writer) = free_port(), os.pipe()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as out, os.fdopen(writer, "wb") as err:
        process = servers.start(
            "serve", "--port", str(port), stdout=out, stderr=err,
            database_url=database, open_access="true", leave_seconds="0",
        )  # fmt: skip
    with servers.ending(process), httpx2.Client(base_url=url, timeout=LIMIT) as client:
        wait_until_ready(url)
        statuses = {
            client.post("/graphql", json={"query": "{ __typename }"}).status_code
            for _ in range(2_000)
        }
        process.send_signal(signal.SIGTERM)
        code = process.wait(LIMIT)
        lines = os.read(reader, 65_536).decode().splitlines()
    os.close(reader)

    assert statuses == {httpx2.codes.OK}
    assert code == 0
    assert sum(json.loads(line)["event"] == "request" for line in lines[:100]) > 50


@ON_SQLITE
def test_the_last_lines_of_a_server_are_written_at_its_stop(database: str, tmp_path: Path) -> None:
    with servers.serving(tmp_path / "log", database_url=database) as server:
        with httpx2.Client(base_url=server.url, timeout=LIMIT) as client:
            for _ in range(300):
                client.post("/graphql", json={"query": "{ __typename }"})
        server.stop()

        assert server.log.count('"method":"POST"') == 300
