"""Metrics: counters and histograms for Prometheus, with no label whose value a client chooses."""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from gateway.observability import metric_families as families
from gateway.observability.log_queue import DROPPED
from gateway.observability.metric_families import Family

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# Names the folder in which the worker processes of one server share their metrics.
MULTIPROCESS: Final = "PROMETHEUS_MULTIPROC_DIR"

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LABELED_SERIES: Final = 64


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        """Create the metrics, all of them zero."""
        self._registry = CollectorRegistry()
        # Looking up a labelled series costs more than counting in it, and there are few series.
        self._labeled = lru_cache(_LABELED_SERIES)(_labeled)
        self._operations = self._counter(families.OPERATIONS)
        self._seconds = self._histogram(families.OPERATION_SECONDS)
        self._documents = self._counter(families.DOCUMENTS)
        self._platform_calls = self._counter(families.PLATFORM_CALLS)
        self._provider_calls = self._counter(families.PROVIDER_CALLS)
        self._refreshes = self._counter(families.REFRESHES)
        self._deliveries = self._counter(families.SUBSCRIPTION_RESULTS)
        self._webhooks = self._counter(families.WEBHOOK_ATTEMPTS)
        self._job_rows = self._counter(families.JOB_ROWS)
        self._chunk_seconds = self._histogram(families.JOB_CHUNK_SECONDS)
        self._dropped_log_lines = self._counter(families.DROPPED_LOG_LINES)
        self._counted_drops = DROPPED.count

    def _counter(self, family: Family) -> Counter:
        return Counter(*family, registry=self._registry)

    def _histogram(self, family: Family) -> Histogram:
        return Histogram(*family, buckets=_BUCKETS, registry=self._registry)

    def record_platform_call(self, step: str, outcome: str) -> None:
        """Count an attempt to carry a change to a platform."""
        self._platform_calls.labels(step, outcome).inc()

    def record_delivery(self) -> None:
        """Count a result of an event that is sent to a subscriber."""
        self._deliveries.inc()

    def record_chunk(self, kind: str, seconds: float, fates: Mapping[str, int]) -> None:
        """Count the rows of a chunk of a bulk job, and its duration."""
        self._chunk_seconds.labels(kind).observe(seconds)
        for fate, count in fates.items():
            self._job_rows.labels(kind, fate).inc(count)

    def record_webhook(self, result: str) -> None:
        """Count an attempt to deliver an event."""
        self._webhooks.labels(result).inc()

    def record_provider_call(self, provider: str, outcome: str) -> None:
        """Count a call to a provider."""
        self._provider_calls.labels(provider, outcome).inc()

    def record_refresh(self, provider: str, outcome: str) -> None:
        """Count a refresh of a connection."""
        self._refreshes.labels(provider, outcome).inc()

    def record_operation(self, type_: str, name: str, outcome: str, seconds: float) -> None:
        """Count an operation and its duration."""
        self._labeled(self._operations, type_, name, outcome).inc()
        self._labeled(self._seconds, type_).observe(seconds)

    def record_document(self, *, hit: bool) -> None:
        """Count a requested document, as a cache hit or miss."""
        self._labeled(self._documents, "hit" if hit else "miss").inc()

    def gauge(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Add a gauge whose value *read* returns at each scrape; not with several workers."""
        if MULTIPROCESS not in os.environ:  # a scrape reaches one process only
            Gauge(name, help_text, registry=self._registry).set_function(read)

    def text(self) -> bytes:
        """Return the metrics in Prometheus's text format, summed over all worker processes."""
        dropped, self._counted_drops = DROPPED.count - self._counted_drops, DROPPED.count
        self._dropped_log_lines.inc(dropped)
        if MULTIPROCESS not in os.environ:
            return generate_latest(self._registry)
        merged = CollectorRegistry()
        multiprocess.MultiProcessCollector(merged)  # type: ignore[no-untyped-call]
        return generate_latest(merged)


def _labeled(metric: Any, *labels: str) -> Any:
    return metric.labels(*labels)
