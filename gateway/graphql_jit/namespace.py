"""Namespaces of generated functions: each function sees what it uses, and not itself.

Functions that shared one namespace would be reference cycles: those of an evicted document would
wait for the garbage collector, which stops all threads while it looks at every other document.
"""

from collections.abc import Mapping
from types import CodeType
from typing import Any


def compile_functions(sources: Mapping[str, str], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Compile functions, each after those it calls; return them and *shared* by name.

    Each is compiled by itself: the interpreter switches threads between two of them only.
    """
    namespace = dict(shared)
    for name, source in sources.items():
        code = compile(source, "<compiled operation>", "exec")
        used = {global_: namespace[global_] for global_ in _names(code) & namespace.keys()}
        exec(code, used)
        namespace[name] = used.pop(name)
    return namespace


def _names(code: CodeType) -> set[str]:
    """Return the names that this code, and code within it, may use of its globals."""
    within = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names, within))
