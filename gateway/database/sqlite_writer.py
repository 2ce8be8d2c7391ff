"""The one writer of a SQLite file: what waits is written together, and reaches the disk once.

A commit waits for the disk, and every other write waits for the commit. So all that came meanwhile
is one transaction: each write within a savepoint of its own, so that it happens whole or not at
all, and nobody is answered before all of it is on the disk.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")

_MOST: Final = 100  # writes of one transaction: the first of them waits for the last


class _Waiting(NamedTuple):
    """A write, and who waits for it."""

    work: Callable[[Connection], Any]
    answer: asyncio.Future[Any]


class _Done(NamedTuple):
    """What became of a write: what it returned, or why it did not happen."""

    result: Any
    failure: BaseException | None


class Writer:
    """A thread, and the connection that it alone uses."""

    def __init__(self, engine: Engine) -> None:
        """Begin when there is something to write."""
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._queue = deque[_Waiting]()
        self._works = False
        self.waiting = 0

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run *work* after the writes before it; a caller that goes away does not stop it."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(work, loop.create_future())
        self._queue.append(waiting)
        self.waiting += 1
        if not self._works:
            self._begin(loop)
        result: T = await waiting.answer
        return result

    async def close(self) -> None:
        """Finish what waits, then let the thread go."""
        if self._works:
            with suppress(Exception):  # it is told who waits for what fails
                await self.write(_nothing)
        await asyncio.to_thread(self._thread.shutdown)
        self._engine.dispose()

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let the thread write what waits now, if anything does."""
        self._works = False
        batch = [self._queue.popleft() for _ in range(min(len(self._queue), _MOST))]
        if batch:
            try:
                self._thread.submit(self._run, batch, loop)
                self._works = True
            except RuntimeError as closed:
                _answer(batch, [_Done(None, closed)] * len(batch))

    def _run(self, batch: Sequence[_Waiting], loop: asyncio.AbstractEventLoop) -> None:
        """Write a batch, on the thread, and tell the loop."""
        loop.call_soon_threadsafe(self._settle, batch, self._written(batch), loop)

    def _written(self, batch: Sequence[_Waiting]) -> list[_Done]:
        try:
            with self._engine.begin() as db:
                if len(batch) == 1:
                    return [_Done(batch[0].work(db), None)]
                return [_attempt(db, waiting.work) for waiting in batch]
        except BaseException as failure:  # noqa: BLE001  # raised where it is waited for
            return [_Done(None, failure)] * len(batch)

    def _settle(
        self, batch: Sequence[_Waiting], written: list[_Done], loop: asyncio.AbstractEventLoop
    ) -> None:
        """Begin with who came meanwhile, and answer who waited."""
        self._begin(loop)
        self.waiting -= len(written)
        _answer(batch, written)


def _answer(batch: Sequence[_Waiting], written: Sequence[_Done]) -> None:
    for (_, answer), (result, failure) in zip(batch, written, strict=True):
        if answer.cancelled():
            continue
        if failure is None:
            answer.set_result(result)
        elif isinstance(failure, StopIteration):  # which no future takes
            answer.set_exception(RuntimeError("A write ended an iteration."))
        else:
            answer.set_exception(failure)


def _attempt(db: Connection, work: Callable[[Connection], Any]) -> _Done:
    """Run one write of several; where it fails, undo it and nothing else.

    Raises where SQLite has undone the whole transaction, as it does on a full disk.
    """
    driver: Any = db.connection.driver_connection
    driver.execute("SAVEPOINT one")
    try:
        done = _Done(work(db), None)
    except Exception as failure:
        if not driver.in_transaction:
            raise
        driver.execute("ROLLBACK TO one")
        done = _Done(None, failure)
    driver.execute("RELEASE one")
    return done


def _nothing(_: Connection) -> None:
    """Stand at the end of the queue."""
