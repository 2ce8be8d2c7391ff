"""Generates docs/settings.md: every setting of the code. Printed by `make settings`."""

from typing import Final

from pydantic_settings import BaseSettings

from gateway.settings import Settings

_HEAD: Final = """# Settings

Each setting is an environment variable, read once at the start. With a wrong value the process
does not start, and prints one line for each setting that is wrong. This page is generated from the
code by `make settings`, and a test compares them. The limits are explained in [limits](limits.md).
"""
_TABLE: Final = "\n| Variable | Default | Meaning |\n|---|---|---|\n"


def page() -> str:
    """Return the page: a table for each area, in the order of the settings."""
    return _HEAD + "".join(map(_section, reversed(Settings.__bases__)))


def _section(area: type[BaseSettings]) -> str:
    return f"\n## {str(area.__doc__).rstrip('.')}\n{_TABLE}" + "".join(
        f"| `NUMBERGATE_{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in area.model_fields.items()
    )


def written(value: object) -> str:
    """Return a value as an environment variable holds it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default(value: object) -> str:
    return f"`{written(value)}`" if written(value) else "none"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
