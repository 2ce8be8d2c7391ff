"""Circuit breaker: a platform that failed several times in a row is asked by probes alone."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final
from uuid import UUID

_FAILURES: Final = 5


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    next_probe: float = 0.0


class Breaker:
    """The circuits of all projects, in this process."""

    def __init__(self, probe_seconds: float, clock: Callable[[], float] = monotonic) -> None:
        """Let one call through every *probe_seconds* while a circuit is open."""
        self._probe_seconds, self._clock = probe_seconds, clock
        self._circuits: dict[UUID, _Circuit] = {}

    def is_open(self, project: UUID) -> bool:
        """Tell whether the project's platform failed five times in a row."""
        circuit = self._circuits.get(project)
        return circuit is not None and circuit.failures >= _FAILURES

    def allows(self, project: UUID) -> bool:
        """Tell whether a call may be made now; of an open circuit, it is the probe."""
        if not self.is_open(project):
            return True
        circuit, now = self._circuits[project], self._clock()
        if now < circuit.next_probe:
            return False
        circuit.next_probe = now + self._probe_seconds
        return True

    def record(self, project: UUID, *, failed: bool) -> None:
        """Count a call that failed; one that was answered closes the circuit."""
        if not failed:
            self._circuits.pop(project, None)
            return
        circuit = self._circuits.setdefault(project, _Circuit())
        circuit.failures += 1
        circuit.next_probe = self._clock() + self._probe_seconds
