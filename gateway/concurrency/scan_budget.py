"""Time budget: what the scans of one request may take together.

A limit for each statement alone would let a request with twenty of them take twenty times as long.
The budget belongs to the request by a context variable, as its id in the log does; what runs for
no request, as the command line, has a new one for each scan.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class ScanBudget:
    """What a request has used: seconds of a scanner's processor time."""

    is_of_request: bool = False
    spent: float = 0.0
    is_slow: bool = False  # whether a read of it took longer than the event loop may be held

    def left(self, seconds: float) -> float:
        """Return what is left of *seconds*."""
        return max(0.0, seconds - self.spent)


_CURRENT: ContextVar[ScanBudget | None] = ContextVar("scan_budget", default=None)


def begin() -> None:
    """Begin a budget for the request that is answered in this context."""
    _CURRENT.set(ScanBudget(is_of_request=True))


def current() -> ScanBudget:
    """Return the budget of the request, or a new one where there is no request."""
    return _CURRENT.get() or ScanBudget()
