"""Log queue: log lines that cannot be written at once wait in a bounded queue for a thread.

A write to a pipe waits for its reader, and a terminal or a collector may stop to read. Here only
the thread waits. When the queue is full, further lines are dropped and counted, and the count is
logged once there is room again. Where a write that would wait fails instead, as to a file or a pipe
that is opened again without blocking, lines are written without the thread: to wake it for each
request costs more than the write.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from select import select
from stat import S_ISFIFO, S_ISREG
from threading import Event, RLock, Thread, current_thread
from typing import Any, Final

MAX_CHARACTERS: Final = 1_048_576  # of all lines that wait
_STOP_SECONDS: Final = 2.0  # that a stop waits for the lines before it to be written


class DroppedLines:
    """How many lines this process has dropped."""

    count = 0


DROPPED: Final = DroppedLines()


class LogQueue:
    """A text stream that never blocks: what is written to it is written to *stream* by a thread."""

    def __init__(
        self,
        stream: Any,
        report_dropped: Callable[[int], object],
        max_characters: int = MAX_CHARACTERS,
    ) -> None:
        """Call *report_dropped* with the number of lines that were dropped since the last call."""
        self._descriptor = _descriptor(stream)
        self._direct = _open_direct(self._descriptor)
        self._stream, self._is_closed = stream, False
        self._report_dropped, self._max = report_dropped, max_characters
        self._queue = SimpleQueue[str | bytes | Event | None]()
        self._lock = RLock()  # an object that is collected meanwhile may log too
        self._waiting = self._dropped = 0  # characters, and lines that are not reported yet
        self._thread = Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def write(self, text: str) -> int:
        """Write whole lines, queue them, or drop them."""
        if self._is_closed:
            return self._write_last(text)
        with self._lock:
            if rest := self._write_now(text):
                self._put(rest)
        return len(text)

    def _write_now(self, text: str) -> str | bytes:
        """Write what can be written without waiting, behind no other line; return the rest."""
        if self._direct is None or self._waiting:
            return text
        data = text.encode(errors="replace")
        try:
            return data[os.write(self._direct, data) :]
        except BlockingIOError:
            return data
        except OSError:
            return b""  # lost, as in the thread

    def _put(self, rest: str | bytes) -> None:
        """Queue whole lines, or the rest of some; drop them if there is no room."""
        if self._waiting + len(rest) <= self._max:
            self._waiting += len(rest)
            self._queue.put(rest)
            return
        lines = rest.count(b"\n") if isinstance(rest, bytes) else rest.count("\n")
        self._dropped += lines
        DROPPED.count += lines

    def flush(self) -> None:
        """Do nothing: each line is written at once, or by the thread."""

    def drain(self) -> None:
        """Wait until the lines that are queued now are written, two seconds at most."""
        if not self._is_closed:
            written = Event()
            self._queue.put(written)
            written.wait(_STOP_SECONDS)

    def close(self) -> None:
        """Write what is queued; stop to wait after two seconds, when no one reads.

        The process may end at any moment from now on, so later lines are written at once.
        """
        if not self._is_closed:
            self._is_closed = True
            self._queue.put(None)
            self._thread.join(_STOP_SECONDS)
            self._close_direct()

    def _close_direct(self) -> None:
        with self._lock:
            direct, self._direct = self._direct, None
        if direct is not None:
            os.close(direct)

    def _write_last(self, text: str) -> int:
        """Write a line after the thread has ended, unless that would have to wait for a reader."""
        has_ended = current_thread() is self._thread or not self._thread.is_alive()
        if has_ended and self._is_writable():
            self._write(text)
        return len(text)

    def _is_writable(self) -> bool:
        """Tell whether a line can be written without waiting."""
        return self._descriptor is None or bool(select([], [self._descriptor], [], 0)[1])

    def _write(self, text: str | bytes) -> None:
        """Write by the descriptor, where there is one.

        Python's stream has a lock, which the interpreter needs to end. A thread that waits for a
        reader must not hold it. A full disk or a closed stream must not end the thread.
        """
        try:  # `suppress` costs every request three calls
            if self._descriptor is None:
                self._stream.write(text)
            else:
                _write_all(self._descriptor, _encoded(text))
        except (OSError, ValueError):
            pass

    def _run(self) -> None:
        while (text := self._queue.get()) is not None:
            if isinstance(text, Event):
                text.set()
                continue
            self._write(text)
            if dropped := self._make_room(len(text)):
                self._report_dropped(dropped)

    def _make_room(self, characters: int) -> int:
        """Return the lines to report as dropped: none while the queue is more than half full."""
        with self._lock:
            self._waiting -= characters
            if self._waiting > self._max // 2:
                return 0
            dropped, self._dropped = self._dropped, 0
            return dropped


def _descriptor(stream: Any) -> int | None:
    """Return the descriptor of *stream*; None for one in memory."""
    try:
        found: int = stream.fileno()
    except (OSError, ValueError):
        return None
    return found


def _open_direct(descriptor: int | None) -> int | None:
    """Return a descriptor of the same file that no write waits at, or None if there is none.

    A pipe is opened again, because other processes share the mode of *descriptor*.
    """
    if descriptor is None:
        return None
    with suppress(OSError):
        mode = os.fstat(descriptor).st_mode
        if S_ISREG(mode):
            return os.dup(descriptor)
        if S_ISFIFO(mode):
            return os.open(f"/proc/self/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK)
    return None


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="replace")


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
