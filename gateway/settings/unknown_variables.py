"""Unknown variables: names in the environment that look like settings and are none.

A misspelt variable would be ignored silently, and its setting would keep its default.
"""

import os
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Final

_PREFIX: Final = "NUMBERGATE_"
# What the documents have people export for their shell. It is read by no setting.
_OF_SHELLS: Final = {"NUMBERGATE_TOKEN"}
# What Kubernetes sets in every container for a service that is called numbergate.
_OF_KUBERNETES: Final = re.compile(r"NUMBERGATE_(SERVICE_(HOST|PORT)|PORT)(_\w+)?")
_LONGEST: Final = 64  # characters of a name that is printed


def unknown_variables(settings: Collection[str]) -> Iterator[str]:
    """Yield a line for each variable that is none of *settings*. Values are never shown."""
    known = {f"{_PREFIX}{name.upper()}" for name in settings}
    for name in sorted(os.environ):
        if name.upper().startswith(_PREFIX) and not _is_expected(name.upper(), known):
            yield _line(name.upper(), known)


def _is_expected(name: str, known: Collection[str]) -> bool:
    return name in known or name in _OF_SHELLS or _OF_KUBERNETES.fullmatch(name) is not None


def _line(name: str, known: Collection[str]) -> str:
    matches = get_close_matches(name[:_LONGEST], sorted(known), n=1, cutoff=0.8)
    hint = f" Did you mean {matches[0]}?" if matches else ""
    return f"{name[:_LONGEST]}: there is no such setting, so it is ignored.{hint}"
