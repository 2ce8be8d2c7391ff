"""Rounds: servers are compared by their responses first, then measured in alternating rounds."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from bench.contenders import Contender
from bench.failures import Failures, Strict
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
    failures: Failures = field(default_factory=Strict)

    def compare(self, found: Sequence[Contender], scenario: Scenario, load: Load) -> Rounds:
        """Return the rounds of each server, after their responses agreed and a warm-up round.

        A server that fails is missing in what is returned.
        """
        able = [contender for contender in found if contender.answers(scenario)]
        runs = [_Run(self, contender, scenario, load) for contender in able]
        runs = self._each(runs, _Agreement(self.ids))
        runs = self._each(runs, _Run.warm_up)
        for turn in range(self.rounds):
            begin = turn % max(len(runs), 1)  # each time with another
            runs = self._each([*runs[begin:], *runs[:begin]], _Run.round)
        if scenario.writes:
            runs = self._each(runs, lambda one: one.contender.check())
        measured = {one.contender.name: one.rounds for one in runs}
        return {c.name: measured[c.name] for c in able if c.name in measured}

    def _each(self, runs: Sequence["_Run"], step: Callable[["_Run"], object]) -> "list[_Run]":
        """Take a step with each server; return those that did not fail."""
        whole = list[_Run]()
        for one in runs:
            with self.failures.noted(f"{one.contender.name}, {one.scenario.name}"):
                step(one)
                whole.append(one)
        return whole


class _Run:
    """One server under one load."""

    def __init__(
        self, course: Course, contender: Contender, scenario: Scenario, load: Load
    ) -> None:
        self.contender, self.scenario, self.rounds = contender, scenario, list[Round]()
        self._load, self._seconds = load, course.seconds
        file = course.folder / f"{contender.name} {scenario.name}.lua".replace(" ", "-")
        self._script = script(
            file, contender.asked(scenario), contender.token, contender.keys(course.ids)
        )

    def warm_up(self) -> None:
        """Run the load without measuring."""
        seconds = self._seconds
        if self.contender.compiles and self.contender.answered[self.scenario.name] <= _COMPARED:
            seconds = max(seconds, _COMPILING)
        self._asked(seconds)

    def round(self) -> None:
        """Run the load, and keep the measurements."""
        server = self.contender.server
        before = server.settled()
        told = self._asked(self._seconds)
        # It works on what was sent last, answered or not: so that is what its time is divided by.
        cpu = (server.settled() - before) / told.sent
        per_second = told.answered / told.seconds
        self.rounds.append(Round(per_second, cpu, told.p50, told.p99, server.memory()))

    def _asked(self, seconds: float) -> Told:
        contender, name = self.contender, self.scenario.name
        port, place = contender.server.port, self.scenario.first + contender.sent[name]
        told = run(self._script, port, self._load, seconds=seconds, place=place)
        contender.sent[name] += told.sent
        contender.answered[name] += told.answered
        if told.failed or not told.answered:
            raise SystemExit(f"{contender.name} failed at “{name}”: {told}")
        return told


class _Agreement:
    """The responses of the first server, with which those of the others have to agree."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids
        self._name, self._answers = "", list[str]()

    def __call__(self, one: _Run) -> None:
        """Exit if a server responds differently, unless it was asked before."""
        contender, scenario = one.contender, one.scenario
        contender.server.reconnect()
        if contender.answered[scenario.name]:
            return
        asked, ids = contender.asked(scenario), contender.keys(self._ids)
        bodies = [asked.body(place, ids) for place in range(_COMPARED)]
        answers = [_comparable(contender.data(scenario, body)) for body in bodies]
        if not self._answers:
            self._name, self._answers = contender.name, answers
        for ours, theirs in zip(self._answers, answers, strict=True):
            _same(scenario.name, (self._name, ours), (contender.name, theirs))


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
