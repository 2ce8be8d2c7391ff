"""Metric families: the name, the help text and the labels of each counter and histogram.

Clients choose operation names, so the label ``name`` is empty except for trusted documents.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple


class Family(NamedTuple):
    """A metric with all its series; it has one series if it has no *labels*."""

    name: str
    help_text: str
    labels: Sequence[str] = ()


OPERATIONS: Final = Family(
    "numbergate_operations",
    "GraphQL operations by type, name of a trusted document, and outcome.",
    ("type", "name", "outcome"),
)
OPERATION_SECONDS: Final = Family(
    "numbergate_operation_seconds", "Duration of GraphQL operations, in seconds.", ("type",)
)
DOCUMENTS: Final = Family(
    "numbergate_documents",
    "Requested GraphQL documents, by whether the document cache had them.",
    ("cache",),
)
PLATFORM_CALLS: Final = Family(
    "numbergate_platform_calls",
    "Attempts to carry a change to a platform, by request and outcome.",
    ("step", "outcome"),
)
PROVIDER_CALLS: Final = Family(
    "numbergate_provider_calls",
    "Calls to providers of connections, by provider and outcome.",
    ("provider", "outcome"),
)
REFRESHES: Final = Family(
    "numbergate_connection_refreshes",
    "Refreshes of connections, by provider and outcome.",
    ("provider", "outcome"),
)
SUBSCRIPTION_RESULTS: Final = Family(
    "numbergate_subscription_results", "Results of events that were sent to subscribers."
)
WEBHOOK_ATTEMPTS: Final = Family(
    "numbergate_webhook_attempts",
    "Attempts to deliver events to webhook endpoints, and disabled endpoints, by result.",
    ("result",),
)
JOB_ROWS: Final = Family(
    "numbergate_bulk_job_rows",
    "Rows of bulk jobs that were done, by the kind of job and the fate of the row.",
    ("kind", "fate"),
)
JOB_CHUNK_SECONDS: Final = Family(
    "numbergate_bulk_job_chunk_seconds",
    "Duration of chunks of bulk jobs, from the claim to the commit, in seconds.",
    ("kind",),
)
DROPPED_LOG_LINES: Final = Family(
    "numbergate_log_lines_dropped",
    "Log lines that were dropped because standard error was not read.",
)
