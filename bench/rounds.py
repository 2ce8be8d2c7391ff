"""Rounds: servers are compared by their responses first, then measured in alternating rounds."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from bench.contenders import Contender
from bench.load import Load, Told, run, script
from bench.scenarios import Scenario

_COMPARED: Final = 20  # requests whose answers have to be alike
_COMPILING: Final = 4.0  # seconds until a compiler has compiled what is asked for
_AROUND: Final = 5  # lines that are shown around a difference

Rounds = dict[str, list["Round"]]  # by the server's name


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a server: milliseconds and CPU milliseconds per request, and final MB."""

    per_second: float
    cpu: float
    p50: float
    p99: float
    memory: float


@dataclass(frozen=True, slots=True)
class Course:
    """The number and length of rounds, and the data for the requests."""

    rounds: int
    seconds: float
    ids: Sequence[str]
    folder: Path

    def compare(self, found: Sequence[Contender], scenario: Scenario, load: Load) -> Rounds:
        """Return the rounds of each server, after their responses agreed and a warm-up round."""
        found = [contender for contender in found if contender.answers(scenario)]
        self._agree(found, scenario)
        runs = [_Run(self, contender, scenario, load) for contender in found]
        for one in runs:
            one.warm_up()
        measured: Rounds = {contender.name: [] for contender in found}
        for one in _turns(runs, self.rounds):
            measured[one.name].append(one.round())
        if scenario.writes:
            for contender in found:
                contender.check()
        return measured

    def _agree(self, found: Sequence[Contender], scenario: Scenario) -> None:
        """Exit if two servers respond differently to the same request."""
        for contender in found:
            contender.server.reconnect()
        for place in range(_COMPARED):
            body = scenario.body(place, self.ids)
            answers = [(c.name, _comparable(c.data(scenario, body))) for c in found]
            for name, answer in answers[1:]:
                _same(scenario.name, answers[0], (name, answer))


class _Run:
    """One server under one load."""

    def __init__(
        self, course: Course, contender: Contender, scenario: Scenario, load: Load
    ) -> None:
        self.name, self._contender, self._scenario = contender.name, contender, scenario.name
        self._first, self._load, self._seconds = scenario.first, load, course.seconds
        file = course.folder / f"{contender.name} {scenario.name}.lua".replace(" ", "-")
        self._script = script(file, scenario, contender.token, course.ids)

    def warm_up(self) -> None:
        """Run the load without measuring."""
        contender, seconds = self._contender, self._seconds
        if contender.compiles and contender.answered[self._scenario] <= _COMPARED:
            seconds = max(seconds, _COMPILING)
        self._asked(seconds)

    def round(self) -> Round:
        """Run the load, and return the measurements."""
        server = self._contender.server
        before = server.settled()
        told = self._asked(self._seconds)
        # It works on what was sent last, answered or not: so that is what its time is divided by.
        cpu = (server.settled() - before) / told.sent
        return Round(told.answered / told.seconds, cpu, told.p50, told.p99, server.memory())

    def _asked(self, seconds: float) -> Told:
        contender, scenario = self._contender, self._scenario
        port, place = contender.server.port, self._first + contender.sent[scenario]
        told = run(self._script, port, self._load, seconds=seconds, place=place)
        if told.failed or not told.answered:
            raise SystemExit(f"{self.name} failed at “{scenario}”: {told}")
        contender.sent[scenario] += told.sent
        contender.answered[scenario] += told.answered
        return told


def _turns(runs: Sequence[_Run], rounds: int) -> Iterator[_Run]:
    """Yield all servers in every round, each time starting with another."""
    for turn in range(rounds):
        begin = turn % len(runs)
        yield from (*runs[begin:], *runs[:begin])


def _comparable(data: Any) -> str:
    """Serialize data without values that differ each time: ids and times of an import."""
    if isinstance(data, dict) and "importPhoneNumber" in data:
        data["importPhoneNumber"]["phoneNumber"] |= {"id": None, "createdAt": None}
    return json.dumps(data, sort_keys=True, indent=1)


def _same(scenario: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    if one[1] == other[1]:
        return
    lines, others = one[1].splitlines(), other[1].splitlines()
    shown = unified_diff(lines, others, one[0], other[0], n=_AROUND, lineterm="")
    raise SystemExit(f"Two answers to “{scenario}” differ:\n\n" + "\n".join(shown))
