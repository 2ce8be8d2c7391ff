"""Result cache: completed values, kept for fields whose result many objects share."""

from typing import Any, ClassVar, Final
from weakref import WeakSet

_MAX_ENTRIES: Final = 4096  # of all caches in the process
_MAX_KEY_LENGTH: Final = 1024  # characters
_tuple: Any = tuple  # without narrowing to a partially unknown type


class ResultCache(dict[Any, Any]):
    """The completed results of one field, by a key that has all that the result depends on.

    The number of entries of all caches together is bounded. When it is reached, all are cleared:
    cheaper than an LRU list, and rare, as the same few thousand values recur. The length of keys
    is bounded, and with it the memory.
    """

    _caches: ClassVar = WeakSet["ResultCache"]()
    _entries: ClassVar = 0

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        ResultCache._caches.add(self)

    def __hash__(self) -> int:  # type: ignore[override]
        """Hash by identity, as the set of all caches needs."""
        return id(self)

    def put(self, key: Any, result: Any) -> Any:
        """Store a result unless its key is too long, and return it."""
        if not _is_short(key):
            return result
        if key not in self:
            if ResultCache._entries >= _MAX_ENTRIES:
                self._clear_all()
            ResultCache._entries += 1
        self[key] = result
        return result

    @classmethod
    def _clear_all(cls) -> None:
        for cache in list(cls._caches):
            cache.clear()
        ResultCache._entries = 0


def _is_short(key: Any) -> bool:
    """Return whether the texts in a key are within the maximum length together."""
    parts: Any = key if isinstance(key, _tuple) else (key,)
    length = 0
    for part in parts:
        if isinstance(part, str):
            length += len(part)
    return length <= _MAX_KEY_LENGTH
