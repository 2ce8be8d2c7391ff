"""Metrics: counters and histograms for Prometheus, with no label whose value a client chooses.

Clients choose operation names, so ``name`` is empty except for trusted documents.
"""

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

from gateway.observability.log_queue import DROPPED

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
# Names the folder in which the worker processes of one server share their metrics.
MULTIPROCESS: Final = "PROMETHEUS_MULTIPROC_DIR"

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LABELED_SERIES: Final = 64


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        """Create the metrics, all of them zero."""
        self._registry = registry = CollectorRegistry()
        # Looking up a labelled series costs more than counting in it, and there are few series.
        self._labeled = lru_cache(_LABELED_SERIES)(_labeled)
        self._operations = Counter(
            "numbergate_operations",
            "GraphQL operations by type, name of a trusted document, and outcome.",
            ["type", "name", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "numbergate_operation_seconds",
            "Duration of GraphQL operations, in seconds.",
            ["type"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._documents = Counter(
            "numbergate_documents",
            "Requested GraphQL documents, by whether the document cache had them.",
            ["cache"],
            registry=registry,
        )

        self._platform_calls = Counter(
            "numbergate_platform_calls",
            "Attempts to carry a change to a platform, by request and outcome.",
            ["step", "outcome"],
            registry=registry,
        )
        self._provider_calls = Counter(
            "numbergate_provider_calls",
            "Calls to providers of connections, by provider and outcome.",
            ["provider", "outcome"],
            registry=registry,
        )
        self._refreshes = Counter(
            "numbergate_connection_refreshes",
            "Refreshes of connections, by provider and outcome.",
            ["provider", "outcome"],
            registry=registry,
        )

        self._deliveries = Counter(
            "numbergate_subscription_results",
            "Results of events that were sent to subscribers.",
            registry=registry,
        )
        self._webhooks = Counter(
            "numbergate_webhook_attempts",
            "Attempts to deliver events to webhook endpoints, and disabled endpoints, by result.",
            ["result"],
            registry=registry,
        )

        self._job_rows = Counter(
            "numbergate_bulk_job_rows",
            "Rows of bulk jobs that were done, by the kind of job and the fate of the row.",
            ["kind", "fate"],
            registry=registry,
        )
        self._chunk_seconds = Histogram(
            "numbergate_bulk_job_chunk_seconds",
            "Duration of chunks of bulk jobs, from the claim to the commit, in seconds.",
            ["kind"],
            buckets=_BUCKETS,
            registry=registry,
        )

        self._dropped_log_lines = Counter(
            "numbergate_log_lines_dropped",
            "Log lines that were dropped because standard error was not read.",
            registry=registry,
        )
        self._counted_drops = DROPPED.count

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
