"""Result cache: completed values, kept for fields whose result many objects share.

A value is kept when it is computed for the second time (a *doorkeeper*, as in TinyLFU): what is
read once, as pages in turn are, costs a mark and drives nothing out that others share.
"""

from typing import Any, Final
from weakref import WeakSet

_MAX_ENTRIES: Final = 4096  # of all caches in the process
_MAX_MARKS: Final = 8192  # of keys that were computed once
_MAX_KEY_LENGTH: Final = 1024  # characters
_tuple: Any = tuple  # without narrowing to a partially unknown type


class _Usage:
    """All caches of the process, with the numbers of their entries and of their marks.

    One object has them: when a class's own attribute is set, Python forgets what it has looked up
    in the class.
    """

    __slots__ = ("_caches", "entries", "marks")

    def __init__(self) -> None:
        self._caches, self.entries, self.marks = WeakSet["ResultCache"](), 0, 0

    def add(self, cache: "ResultCache") -> None:
        """Count this cache too."""
        self._caches.add(cache)

    def clear_entries(self) -> None:
        """Clear all caches."""
        for cache in list(self._caches):
            cache.clear()
        self.entries = 0

    def clear_marks(self) -> None:
        """Forget what was computed once."""
        for cache in list(self._caches):
            cache.marks.clear()
        self.marks = 0


_usage: Final = _Usage()


class ResultCache(dict[Any, Any]):
    """The completed results of one field, by a key that has all that the result depends on.

    The number of entries of all caches together is bounded. When it is reached, all are cleared:
    cheaper than an LRU list, and rare, as the same few thousand values recur. The length of keys
    is bounded, and with it the memory.
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.marks = set[int]()  # hashes of keys; two that have one hash are kept a time sooner
        _usage.add(self)

    def __hash__(self) -> int:  # type: ignore[override]
        """Hash by identity, as the set of all caches needs."""
        return id(self)

    def put(self, key: Any, result: Any) -> Any:
        """Return the result, and store it if it is there for the second time."""
        mark, marks = hash(key), self.marks
        if mark in marks:
            self._store(key, result)
            return result
        if _usage.marks >= _MAX_MARKS:
            _usage.clear_marks()
        _usage.marks += 1
        marks.add(mark)
        return result

    def _store(self, key: Any, result: Any) -> None:
        """Store a result unless its key is too long."""
        if not _is_short(key):
            return
        if key not in self:
            if _usage.entries >= _MAX_ENTRIES:
                _usage.clear_entries()
            _usage.entries += 1
        self[key] = result


def _is_short(key: Any) -> bool:
    """Return whether the texts in a key are within the maximum length together."""
    parts: Any = key if isinstance(key, _tuple) else (key,)
    length = 0
    for part in parts:
        if isinstance(part, str):
            length += len(part)
    return length <= _MAX_KEY_LENGTH
