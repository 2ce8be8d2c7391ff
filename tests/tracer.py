"""Coverage's tracer on Python 3.11: threads that end must not hang a traced process.

A thread that ends leaves its greenlet to a pending call of the main thread, which clears the weak
references to it. Coverage keeps its state by greenlet in a `WeakKeyDictionary`, whose callback is
written in Python. On CPython 3.11 a traced Python function never gets past its first instruction
while it runs in a pending call and another pending call is due, which a second thread that ends is
enough for. A callback that is a built-in function is not traced.
"""

import gc
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary


def use_builtin_callbacks() -> None:
    """Give all weak dictionaries, those of tracers that exist too, a built-in callback."""
    weak: Any = WeakKeyDictionary
    create = weak.__init__

    @wraps(create)
    def create_with_builtin(self: Any, *arguments: Any) -> None:
        create(self, *arguments)
        self._remove = self.data.pop

    weak.__init__ = create_with_builtin
    for dictionary in _present():
        dictionary._remove = dictionary.data.pop  # noqa: SLF001


def _present() -> list[Any]:
    return [found for found in gc.get_objects() if type(found) is WeakKeyDictionary]
