"""What Prometheus is told: counts and durations, and nothing that a caller sent.

An operation's name is the client's word, so only those of trusted documents are told.
"""

import asyncio
import os
from collections import Counter as Counts
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"  # where the workers of one server put theirs together

_SOON: Final = 0.1  # seconds, after which what ended is counted
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        """Count from zero."""
        self._registry = registry = CollectorRegistry()
        # Finding a series among its metric's takes longer than counting in it; there are few.
        self._labeled = cache(_labeled)
        self._ended: list[tuple[str, str, str, float]] = []
        self._hits, self._counts_later = 0, False
        self._operations = Counter(
            "numbergate_operations",
            "GraphQL operations by type, name of a trusted document, and outcome.",
            ["type", "name", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "numbergate_operation_seconds",
            "How long operations took.",
            ["type"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._documents = Counter(
            "numbergate_documents",
            "Documents that were asked for, by whether they had been read before.",
            ["cache"],
            registry=registry,
        )

    def operation(self, type_: str, name: str, outcome: str, seconds: float) -> None:
        """Count an operation, soon."""
        self._ended.append((type_, name, outcome, seconds))
        if not self._counts_later:
            self._counts_later = True
            asyncio.get_running_loop().call_later(_SOON, self.count_now)

    def document(self, *, hit: bool) -> None:
        """Count a document that was asked for."""
        if hit:
            self._hits += 1
        else:
            self._documents.labels("miss").inc()

    def count_now(self) -> None:
        """Count what ended since it was last done: together it costs half of what each would."""
        self._counts_later = False
        ended, self._ended, hits, self._hits = self._ended, [], self._hits, 0
        self._documents.labels("hit").inc(hits)
        for about, times in Counts((t, name, outcome) for t, name, outcome, _ in ended).items():
            self._operations.labels(*about).inc(times)
        for type_, _, _, seconds in ended:
            self._labeled(self._seconds, type_).observe(seconds)

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Tell what *read* returns whenever metrics are asked for."""
        if SHARED not in os.environ:  # processes cannot ask each other
            Gauge(name, meaning, registry=self._registry).set_function(read)

    def text(self) -> bytes:
        """Return everything in Prometheus's format, of all workers where there are several."""
        self.count_now()
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        every = CollectorRegistry()
        multiprocess.MultiProcessCollector(every)  # type: ignore[no-untyped-call]
        return generate_latest(every)


def _labeled(metric: Any, *labels: str) -> Any:
    return metric.labels(*labels)
