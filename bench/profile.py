"""Profile: CPU time of one scenario by library and by file, in this process, under cProfile.

    make bench-profile BENCH='"one number"'
    make bench-profile BENCH='import --requests 1000'

Each thread is profiled separately, and own times of functions are summed by library and file. Time
in C code counts for its caller; waiting for a disk or another thread is not counted. Profiling
makes function calls more expensive, so only large differences in proportion mean something.
"""

import argparse
import cProfile
import pstats
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import orjson
import uvloop

from bench.application import Application, running
from bench.scenarios import FILTERED, SCENARIOS, Scenario

_WARM_UP: Final = 300
_MOST: Final = 25  # lines of a table
_WAITING: Final = re.compile(r"'(poll|get|put|send|commit)' of '(select|_queue|_socket|sqlite3)\.")
_LOCK: Final = re.compile(r"'acquire' of '_thread")
_LIBRARY: Final = re.compile(r".*/site-packages/(\w+)|.*/(gateway|schema|resolvers)/|.*/lib/python")

Times = dict[str, float]


class Profile:
    """The own times of all threads."""

    def __init__(self) -> None:
        """Install a hook: every thread that starts from now on is profiled after `begin`."""
        self._begun = False
        self._threads: list[cProfile.Profile] = []
        threading.setprofile(self._seen)

    def _seen(self, *_event: Any) -> None:
        """Handle profile events of a thread until its own profiler is enabled."""
        if self._begun:
            self._enable()

    def _enable(self) -> None:
        profiler = cProfile.Profile()
        self._threads.append(profiler)
        profiler.enable()

    def begin(self) -> None:
        """Start profiling this thread and those that started after this object."""
        self._begun = True
        self._enable()

    def end(self) -> Iterator[tuple[str, str, float]]:
        """Yield library, file and seconds for each function, or for each caller of a built-in."""
        self._threads[0].disable()
        self._begun = False
        for profiler in self._threads:
            yield from _own_times(pstats.Stats(profiler))


def _own_times(thread: pstats.Stats) -> Iterator[tuple[str, str, float]]:
    stats: Any = thread
    for (file, _, name), (_, _, own, _, callers) in stats.stats.items():
        if file != "~":
            yield _library(file), _short(file), own
        elif _WAITING.search(name) or _LOCK.search(name):
            continue
        elif "sqlite3" in name:
            yield "SQLite", "SQLite", own
        else:
            for (caller, _, _), cost in callers.items():
                yield _library(caller), _short(caller), cost[2]


def _library(file: str) -> str:
    found = _LIBRARY.match(file)
    if found is None:
        return "built in"
    installed, ours = found.groups()
    return installed or (ours and "numbergate") or "standard library"


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-3:])


async def profile(
    found: Profile, application: Application, scenario: Scenario, requests: int
) -> tuple[Times, Times]:
    """Return the own times by library and by file."""
    for place in range(_WARM_UP):
        _check(await application.asking(scenario, application.app, place)())
    asks = [application.asking(scenario, application.app, _WARM_UP + n) for n in range(requests)]
    found.begin()
    for ask in asks:
        await ask()
    libraries, files = defaultdict[str, float](float), defaultdict[str, float](float)
    for library, file, seconds in found.end():
        libraries[library] += seconds
        files[file] += seconds
    return libraries, files


def _check(messages: list[Any]) -> None:
    """Exit if the messages are not a successful response."""
    body = b"".join(message.get("body", b"") for message in messages)
    if messages[0]["status"] != 200 or "errors" in orjson.loads(body):
        raise SystemExit(f"This is not answered: {body.decode()}")


def show(what: str, times: Times) -> None:
    """Print a table of shares of 1 % or more."""
    print(f"\n| share | {what} |\n|---|---|")
    total = sum(times.values())
    for name, seconds in sorted(times.items(), key=itemgetter(1), reverse=True)[:_MOST]:
        if seconds >= total / 100:
            print(f"| {seconds / total:.1%} | {name} |")


async def main() -> None:
    """Parse the options, and print the tables."""
    if sys.version_info >= (3, 12):
        raise SystemExit("From Python 3.12 on a profiler sees all threads as one. Use 3.11.")
    options = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    names = sorted(SCENARIOS.keys() - {FILTERED.name})
    options.add_argument("scenario", choices=names, help="of those that python -m bench measures")
    options.add_argument("--requests", type=int, default=1000)
    asked = options.parse_args()
    found = Profile()  # before there are threads
    async with running() as application:
        libraries, files = await profile(
            found, application, SCENARIOS[asked.scenario], asked.requests
        )
    show("library", libraries)
    show("file", files)


if __name__ == "__main__":
    uvloop.run(main())
