"""Generates docs/settings.md: every setting of the code. Printed by `make settings`."""

from typing import Final

from gateway.settings import Settings

_HEAD: Final = """# Settings

Each setting is an environment variable, read once at the start. With a wrong value the process
does not start, and prints one line for each setting that is wrong. This page is generated from the
code by `make settings`, and a test compares them. The limits are explained in [limits](limits.md).

| Variable | Default | Meaning |
|---|---|---|
"""


def page() -> str:
    """Return the page."""
    return _HEAD + "".join(
        f"| `NUMBERGATE_{name.upper()}` | {_default(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def written(value: object) -> str:
    """Return a value as an environment variable holds it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default(value: object) -> str:
    return f"`{written(value)}`" if written(value) else "none"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
