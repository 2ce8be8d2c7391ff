"""What was completed before, for values that many objects share."""

from typing import Any, ClassVar, Final
from weakref import WeakSet

_MOST: Final = 4096  # things that are remembered in the whole process
_LONGEST: Final = 1024  # characters of a key


class Memory(dict[Any, Any]):
    """What one field was completed to, by what it depends on.

    All memories together are bounded: when they are full, they begin anew.
    """

    _all: ClassVar = WeakSet["Memory"]()
    _filled: ClassVar = 0

    def __init__(self) -> None:
        """Remember nothing yet."""
        super().__init__()
        Memory._all.add(self)

    def __hash__(self) -> int:  # type: ignore[override]
        """Tell it from other memories, whatever they hold."""
        return id(self)

    def keep(self, key: Any, completed: Any) -> Any:
        """Remember what was completed, and return it."""
        if not _is_short(key):
            return completed
        if key not in self:
            if Memory._filled >= _MOST:
                self._forget()
            Memory._filled += 1
        self[key] = completed
        return completed

    @classmethod
    def _forget(cls) -> None:
        for memory in list(cls._all):
            memory.clear()
        Memory._filled = 0


def _is_short(key: Any) -> bool:
    """Tell whether the texts of a key are short enough, so that the bytes are bounded as well."""
    parts: Any = [*key] if isinstance(key, tuple) else [key]
    return sum(len(part) for part in parts if isinstance(part, str)) <= _LONGEST
