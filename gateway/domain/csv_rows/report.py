"""Cells of CSV reports: formulas are shown as text, and secrets of URLs are masked."""

import re
from collections.abc import Iterable
from typing import Final

from gateway.domain.urls import mask_secrets

# What begins a formula in a spreadsheet program, also after a tab or a line break.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER: Final = re.compile(r"\+?[0-9]+")


def report_cells(values: Iterable[object]) -> list[object]:
    """Return *values* as cells that a spreadsheet program does not run.

    What begins like a formula gets an apostrophe before it. A number such as +14155550123 stays as
    it is.
    """
    return [_cell(value) if isinstance(value, str) else value for value in values]


def _cell(text: str) -> str:
    masked = mask_secrets(text)
    is_formula = masked.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(masked)
    return f"'{masked}" if is_formula else masked
