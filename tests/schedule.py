"""Distribution of the tests to processes: what takes longest begins first, and nothing ends alone.

`--dist loadscope` gives the tests of a module to one process, the modules with most tests first.
"""

from typing import Final

from xdist.scheduler import LoadScopeScheduling

# They take minutes, and begin before all others in this order.
LONGEST: Final = (
    "tests/test_soak.py",
    "tests/http/console/",
    "tests/upstream/test_chaos.py",
    "tests/upstream/test_sync_interleavings.py",
    "tests/services/test_bulk_job_crash.py",
    "tests/rest/test_sdk.py",  # it installs an environment, as two others do
    "tests/clients/",
    "tests/docs/",
    "tests/webhooks/test_chaos.py",
    "tests/services/test_crash.py",
    "tests/cli/",
    "tests/http/test_uploads.py",
    "tests/graphql_jit/test_execution.py",
    "tests/graphql/test_authorization.py",
    "tests/webhooks/test_deliveries.py",
    "tests/graphql/test_document_memory.py",
    "tests/test_leftovers.py",
)
# Their tests share nothing, and each goes to a process by itself.
DIVIDED: Final = (
    "tests/services/test_bulk_job_crash.py",
    "tests/upstream/test_chaos.py",
    "tests/upstream/test_sync_interleavings.py",
    "tests/webhooks/test_chaos.py",
)
# Modules that share a browser, and servers beside it.
TOGETHER: Final = ("tests/http/console/",)


def scope_of(test: str) -> str:
    """Return the name that the tests which go to one process have in common."""
    if test.startswith(DIVIDED):
        return test
    together = next((place for place in TOGETHER if test.startswith(place)), None)
    return together or test.rsplit("::", 1)[0]


def rank(scope: str) -> int:
    """Return the scope's turn: that of its place in the list, or after all of them."""
    return next((n for n, place in enumerate(LONGEST) if scope.startswith(place)), len(LONGEST))


class LongestFirst(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Scheduling by scope, as above."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)

    def _assign_work_unit(self, node: object) -> None:
        """Give the node the first scope by rank; among equals, the one with most tests."""
        self.workqueue.move_to_end(min(self.workqueue, key=rank), last=False)
        super()._assign_work_unit(node)
