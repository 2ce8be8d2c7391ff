"""Coverage's tracer on Python 3.11: cheaper, and threads that end must not hang a traced process.

At each call and return of any Python function, coverage's tracer asks which greenlet runs and finds
its stack in a `WeakKeyDictionary`; at each call of our own code it takes a lock. Both are written
in Python. Here the key is the greenlet's id, in a dict, and the lock is called directly, so that no
event runs Python code. A greenlet whose id an ended one had takes over its stack, which is empty.

The dictionary could hang a process too. A thread that ends leaves its greenlet to a pending call of
the main thread, which clears the weak references to it, and their callback is written in Python. On
CPython 3.11 a traced Python function never gets past its first instruction while it runs in a
pending call and another pending call is due, which a second thread that ends is enough for.
"""

import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import greenlet  # type: ignore[import-untyped]
from coverage.collector import Collector

_start: Any = Collector._start_tracer  # noqa: SLF001
_weak: Any = weakref


def install() -> None:
    """Start all tracers so from now on, and replace the one of this thread."""
    anyone: Any = Collector
    anyone._start_tracer = _start_tracer  # noqa: SLF001
    for collector in anyone._collectors[-1:]:  # noqa: SLF001
        collector.pause()
        collector.tracers.clear()
        collector.resume()
        collector._start_tracer()  # noqa: SLF001


@wraps(_start)
def _start_tracer(self: Any) -> Any:
    """Start a tracer of this thread that calls no Python function."""
    if self.core.tracer_class.__name__ != "CTracer":
        return _start(self)
    if self.concur_id_func is greenlet.getcurrent:
        self.concur_id_func = map(id, iter(greenlet.getcurrent, None)).__next__
    with _plain_dictionary():
        tracer = _start(self)
        tracer(sys._getframe(), "return", None)  # noqa: SLF001  # it creates its dictionary
    if lock := self.data_lock:
        tracer.lock_data, tracer.unlock_data = lock.acquire, lock.release
    return tracer


@contextmanager
def _plain_dictionary() -> Iterator[None]:
    usual = _weak.WeakKeyDictionary
    _weak.WeakKeyDictionary = dict
    try:
        yield
    finally:
        _weak.WeakKeyDictionary = usual
