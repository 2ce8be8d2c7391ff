"""Memory accounting: the estimated bytes of a cached document, its compiled code included."""

from collections.abc import Callable


def _ignore(_: int) -> None:
    """Tell no cache."""


class MemoryUse:
    """The estimated bytes of a document. They change while it is used."""

    __slots__ = ("bytes", "on_change")

    def __init__(self, size: int) -> None:
        """Start with *size* bytes."""
        self.bytes = size
        self.on_change: Callable[[int], object] = _ignore

    def grow(self, by: int) -> None:
        """Add *by* bytes, which may be negative, and tell the cache."""
        self.bytes += by
        self.on_change(by)

    def detach(self) -> None:
        """Tell no cache any more."""
        self.on_change = _ignore
