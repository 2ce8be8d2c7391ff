"""How long the steps of a change may take: all of them follow from the timeout of one call.

A request that was written lands within the quarantine or never: that is what the protocol assumes
of time. Leases and the moment of sending are by the database's clock.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Timing:
    """Times in seconds, for a timeout of 10: a lease of 15, a quarantine of 25, 2 to be fresh."""

    call_seconds: float = 10
    answer_seconds: float = 5  # that a client waits until the change is answered as pending

    @property
    def lease(self) -> timedelta:
        """For how long a claim is one worker's own."""
        return timedelta(seconds=1.5 * self.call_seconds)

    @property
    def quarantine(self) -> timedelta:
        """After which a request that was sent can no longer land."""
        return timedelta(seconds=2.5 * self.call_seconds)

    @property
    def fresh_seconds(self) -> float:
        """The longest pause between the mark and the request; later, nothing is written."""
        return 0.2 * self.call_seconds

    @property
    def probe(self) -> timedelta:
        """Between two attempts to reach a platform that is down."""
        return timedelta(seconds=min(5.0, self.call_seconds / 2))

    @property
    def denied(self) -> timedelta:
        """Until credentials that were refused are tried again."""
        return timedelta(seconds=30 * self.call_seconds)
