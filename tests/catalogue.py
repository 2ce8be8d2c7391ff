"""Error codes, found by parsing the source."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gateway.egress import FailureReason
from gateway.providers.base import Problem
from gateway.services.bulk_jobs import queue, sources
from gateway.upstream import outcomes, sync
from gateway.webhooks.endpoints import DisabledCode

ROOT: Final = Path(__file__).parent.parent
# The index of the argument that is a code, by the name of the called function.
_CALLS: Final = {
    "violation": 0, "FieldFailure": 1, "Notice": 1, "RequestRefused": 0, "_coded": 1, "_refuse": 0,
    "_invalid": 1, "fault": 0, "caution": 0,
}  # fmt: skip


def codes() -> set[str]:
    """Return every code: of failures, of fields, of warnings, of requests, of what is pending."""
    return (
        set(_failures())
        | outcomes.CODES
        | {sync.TOO_MANY_GONE, queue.FAILED_CODE, *FailureReason, *DisabledCode}
        | sources.CODES
        | set(Problem)
        | {code for file in _sources() for code in _named(file)}
    )


def _failures() -> Iterator[str]:
    trees = [ast.parse(file.read_text()) for file in (ROOT / "gateway/errors").glob("*.py")]
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Assign) and _is_named(node.targets[0], "code"):
            yield ast.literal_eval(node.value)


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _sources() -> Iterator[Path]:
    for package in ("gateway", "schema", "resolvers"):
        yield from sorted((ROOT / package).rglob("*.py"))


def _named(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            yield from _called(node)
        elif isinstance(node, ast.Dict):
            yield from _in_extensions(node)


def _called(node: ast.Call) -> Iterator[str]:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    place = _CALLS.get(name)
    if place is not None and len(node.args) > place:
        yield from _texts(node.args[place])


def _in_extensions(node: ast.Dict) -> Iterator[str]:
    for key, value in zip(node.keys, node.values, strict=True):
        if (
            isinstance(key, ast.Constant)
            and key.value == "code"
            and not isinstance(value, ast.Dict)
        ):
            yield from _texts(value)


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression may be. The key of a subscript is none of them."""
    keys = [part.slice for part in ast.walk(node) if isinstance(part, ast.Subscript)]
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part not in keys:
            yield part.value
