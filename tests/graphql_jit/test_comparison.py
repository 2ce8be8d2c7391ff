"""The comparison with graphql-core forgives what the specification leaves open, and no more."""

from typing import Any

import orjson
import pytest

from tests.graphql_jit.comparison import comparable


def response(data: Any, *paths: str) -> bytes:
    """Return a response, with an error at each path such as ``a.0.b``."""
    errors = [
        {"message": path, "path": [int(k) if k.isdigit() else k for k in path.split(".")]}
        for path in paths
    ]
    return orjson.dumps({"data": data, "errors": errors})


@pytest.mark.parametrize(
    ("core", "own"),
    [
        (response({"a": None, "b": None}, "b", "a"), response({"a": None, "b": None}, "a", "b")),
        (response({"a": None}, "a.x", "a.y"), response({"a": None}, "a.x")),
        (response({"a": None}, "a.x"), response({"a": None}, "a.x", "a.y")),
        (response({"a": None}, "a.y", "a.x"), response({"a": None}, "a.y", "a.z")),
        (response(None, "b.x", "a.x"), response(None, "a.x", "b.x")),
        (response(None, "b.x", "a.x"), response(None, "a.x")),
    ],
)
def test_what_may_differ_is_alike(core: bytes, own: bytes) -> None:
    expected, found = comparable(core, own)

    assert expected == found


@pytest.mark.parametrize(
    ("core", "own"),
    [
        (response({"a": {"x": None, "y": None}}, "a.x", "a.y"), response({"a": {"x": 1}}, "a.x")),
        (
            response({"a": {"x": None, "y": None}}, "a.x", "a.y"),
            response({"a": {"x": None, "y": None}}, "a.x"),
        ),
        (
            response({"a": {"x": None, "y": None}}, "a.x", "a.y"),
            response({"a": {"x": None, "y": None}}, "a.y", "a.x"),
        ),
        (response({"a": None}, "a.x", "a.y"), response({"a": None}, "a.z")),
        (response({"a": None, "b": None}, "a.x", "b.x"), response({"a": None, "b": None}, "a.x")),
        (response({"a": None}, "a.x"), response({"a": None}, "a.y")),
        (response(None, "a.x", "a.y"), response({"a": None}, "a.x", "a.y")),
    ],
)
def test_what_must_be_alike_differs(core: bytes, own: bytes) -> None:
    expected, found = comparable(core, own)

    assert expected != found
