"""Gauges that are read for a scrape, such as counts of rows: no process keeps them.

Any process of a server can answer with them, so they need no sum over worker processes.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple


class Figure(NamedTuple):
    """A value of a gauge, with its labels."""

    name: str
    help: str
    labels: Mapping[str, str]
    value: float


def as_text(figures: Iterable[Figure]) -> bytes:
    """Return the figures in Prometheus's text format; those of a gauge follow each other."""
    lines = list[str]()
    for name, same in groupby(figures, key=attrgetter("name")):
        values = list(same)
        lines += [f"# HELP {name} {values[0].help}", f"# TYPE {name} gauge"]
        lines += [f"{name}{{{_labels(figure.labels)}}} {figure.value:g}" for figure in values]
    return "".join(f"{line}\n" for line in lines).encode()


def _labels(labels: Mapping[str, str]) -> str:
    return ",".join(f'{name}="{value}"' for name, value in labels.items())
