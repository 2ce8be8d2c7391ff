"""Controls of the interleavings: a sync without one of its rules, which has to be found wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import pytest

from gateway.domain.enums import ProvisioningStatus
from gateway.upstream import page, sync
from tests.upstream.interleavings import Case


class Control(NamedTuple):
    """A name that is replaced, and what goes wrong then in which case."""

    says: str
    case: Case
    owner: Any
    name: str
    broken: Any
    wrong: str

    def __str__(self) -> str:
        """Return what the sync does."""
        return self.says

    @contextmanager
    def applied(self) -> Generator[None]:
        """Leave the rule out meanwhile."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.owner, self.name, self.broken)
            yield


def _is_settled(_: Any, row: Any, __: Any) -> bool:
    return row.provisioning is not ProvisioningStatus.PENDING


_UPDATE: Final = Case(("update",), "changed", 1)
_REMOVED: Final = Case(("update",), "removed", 1)
_MADE_WRONG: Final = "a sync made a right row wrong"
_NOT_SHOWN: Final = "an open change is not shown"
_WRITER: Final = page._Writer  # noqa: SLF001
CONTROLS: Final = (
    Control(
        "writes whatever it read",
        _UPDATE, _WRITER, "_is_newer_than", lambda *_: True, _MADE_WRONG,
    ),
    Control(
        "skips open changes instead of newer rows",
        _UPDATE, _WRITER, "_is_newer_than", _is_settled, _MADE_WRONG,
    ),
    Control(
        "adopts what was released meanwhile",
        Case(("release",), "changed", 1), _WRITER, "_released_later", lambda *_: set(), _MADE_WRONG,
    ),
    Control(
        "marks numbers gone whose change was open when they were missed",
        _REMOVED, sync, "_SETTLED", frozenset(ProvisioningStatus), _NOT_SHOWN,
    ),
    Control(
        "marks numbers gone whose change was opened since",
        _REMOVED, sync, "_is_as_seen", lambda *_: True, _NOT_SHOWN,
    ),
)  # fmt: skip
