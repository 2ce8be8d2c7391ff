"""Paired comparison: two numbergates under the same load, in turns, and ratios within a round."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.contenders import Contender
from bench.load import Load
from bench.rounds import Course, Round
from bench.scenarios import Scenario
from bench.summary import spread


class Case(NamedTuple):
    """What both are asked."""

    scenario: Scenario
    load: Load = Load(16, 1)
    remote: bool = False  # on PostgreSQL

    def __str__(self) -> str:
        """Name it."""
        database = ", PostgreSQL" if self.remote else ""
        return f"{self.scenario.name}, {self.load.connections} connections{database}"


class Pair(NamedTuple):
    """The rounds of two servers, side by side."""

    one: Sequence[Round]
    other: Sequence[Round]

    def cpu(self) -> Iterator[str]:
        """Yield how many milliseconds of CPU a request takes each of them."""
        for rounds in self:
            yield spread([one.cpu for one in rounds], 3)

    def ratios(self) -> Iterator[list[float]]:
        """Yield how many times the CPU and the time of *other* a request takes *one*."""
        for cost in (_cpu, _seconds):
            yield [cost(a) / cost(b) for a, b in zip(self.one, self.other, strict=True)]

    def least(self) -> float:
        """Return how many times the CPU of *other* a request takes *one*, each at its best."""
        one, other = (min(map(_cpu, rounds)) for rounds in self)
        return one / other


def _cpu(one: Round) -> float:
    return one.cpu


def _seconds(one: Round) -> float:
    return 1 / one.per_second


def measured(course: Course, pair: tuple[Contender, Contender], case: Case) -> Pair:
    """Return the rounds of two servers that run."""
    found = course.compare(pair, case.scenario, case.load)
    return Pair(*(found[contender.name] for contender in pair))
