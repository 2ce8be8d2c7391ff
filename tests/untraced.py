"""Tests that run without coverage, and so do the processes that they start.

On Python 3.11 tracing adds 70 % to the CPU of a test of GraphQL or REST. These tests show what
whole processes do, or repeat what another test has traced: few lines are reached by them alone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from tests import tracer

# Processes that are killed, browsers, clients in other languages, imports that are counted, and
# every field, order of events or document after others have tested each of them. New interpreters,
# each of which imports all modules for five seconds of CPU when it is traced; one test of a server
# with workers is. Files of thousands of rows, whose lines a file of ten reaches.
PLACES: Final = (
    "tests/cli/test_cli.py::test_schema_prints_the_committed_schema",
    "tests/cli/test_cli.py::test_serve_creates_the_sqlite_file_and_its_tables",
    "tests/cli/test_cli.py::test_the_exit_code_after_sigterm_is_0",
    "tests/cli/test_cli.py::test_two_workers_share_a_file",
    "tests/cli/test_csv_import.py::test_each_row_is_reported_and_the_same_file_again",
    "tests/cli/test_csv_import.py::test_a_killed_import_is_finished",
    "tests/cli/test_csv_import.py::test_a_dry_run_reports_the_same",
    "tests/cli/test_terminal_use.py",
    "tests/clients/",
    "tests/database/test_sqlite_file.py::test_after_a_stop_a_copy_of_the_file_alone_is_whole",
    "tests/docs/",
    "tests/graphql/test_authorization.py",
    "tests/graphql/test_document_memory.py",
    "tests/graphql/test_stream_workers.py",
    "tests/http/console/",
    "tests/http/test_explorer.py",
    "tests/http/test_explorer_page.py",
    "tests/http/test_graceful_shutdown.py::test_a_shutdown_under_load_interrupts_no_request",
    "tests/http/test_uploads.py::test_a_file_larger_than_other_bodies_is_imported",
    "tests/http/test_uploads.py::test_the_same_upload_job_twice_under_one_key_is_one_job",
    "tests/services/test_bulk_job_crash.py",
    "tests/services/test_crash.py",
    "tests/test_soak.py",
    "tests/upstream/test_chaos.py",
    "tests/upstream/test_model.py",
    "tests/upstream/test_sync_interleavings.py",
    "tests/webhooks/test_chaos.py",
)
DATABASE: Final = "tests/database/"  # only gateway.database knows which database it is
_pauses: Final = list[pytest.Config]()
CONFIGURATION: Final = "COVERAGE_PROCESS_CONFIG"  # what coverage starts with in another process

tracer.install()


def is_untraced(item: pytest.Item) -> bool:
    """Tell whether a test is one of them: by its place, its database, or its many examples."""
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return item.nodeid.startswith(PLACES) or _is_repeated(item) or is_property


def _is_repeated(item: pytest.Item) -> bool:
    """Tell whether a test ran on SQLite before and runs on PostgreSQL now."""
    parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    on_postgresql = parameters.get("database") == "postgresql"
    return on_postgresql and not item.nodeid.startswith(DATABASE)


@contextmanager
def paused(config: pytest.Config) -> Iterator[None]:
    """Stop tracing, here and in processes that start meanwhile."""
    plugin: Any = config.pluginmanager.getplugin("_cov")
    if not getattr(plugin, "cov_controller", None):
        yield
        return
    _pauses.append(config)
    plugin.cov_controller.pause()
    try:
        yield
    finally:
        plugin.cov_controller.resume()
        _pauses.pop()


def environment() -> dict[str, str]:
    """Return the environment of a process that starts now: with coverage, or without."""
    return without() if _pauses else {**os.environ}


def without() -> dict[str, str]:
    """Return the environment of a process that starts without coverage."""
    return {k: v for k, v in os.environ.items() if k != CONFIGURATION}
