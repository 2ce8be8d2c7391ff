"""The headers of a request by their names, read once for everybody who stands in its way."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.types import Scope

_KEPT: Final = "numbergate.headers"


def of(scope: Scope) -> Mapping[str, str]:
    """Return the headers, names in lower case; one that came twice is joined (RFC 9110, 5.3)."""
    found: dict[str, str] | None = scope.get(_KEPT)
    return _read(scope) if found is None else found


def _read(scope: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1"), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    scope[_KEPT] = found
    return found
