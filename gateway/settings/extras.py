"""Optional dependencies: a setting that needs an extra is refused where it is not installed."""

from importlib.util import find_spec
from typing import Any

from pydantic import AfterValidator


def needs_extra(extra: str, module: str, default: Any = None) -> AfterValidator:
    """Refuse a value but the *default* unless *module*, which *extra* installs, is there."""

    def installed(value: Any) -> Any:
        if value and value != default and find_spec(module) is None:
            raise ValueError(f"this needs numbergate[{extra}]")
        return value

    return AfterValidator(installed)
