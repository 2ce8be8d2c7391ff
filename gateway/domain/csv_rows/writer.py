"""CSV writer: rows of numbers in the format that the parser reads back unchanged."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from gateway.domain.csv_rows import handler_text
from gateway.domain.csv_rows.header import COLUMNS, HANDLER_COLUMNS, LIST_COLUMNS
from gateway.domain.handler import Handler


def header() -> str:
    """Return the first line, which names the columns."""
    return _lines([COLUMNS])


def lines(rows: Iterable[Any], *, reveals: bool) -> str:
    """Return a line for each row of a number; secrets in URLs are masked unless *reveals*.

    A masked URL and a handler that only the platform assigns are written as they are shown. The
    import refuses both, so that nothing is lost without a word.
    """
    return _lines([_cell(row, name, reveals=reveals) for name in COLUMNS] for row in rows)


def _lines(cells: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue()


def _cell(row: Any, name: str, *, reveals: bool) -> str:
    value = getattr(row, name)
    if name in LIST_COLUMNS:
        return " ".join(value)
    if name in HANDLER_COLUMNS and value is not None:
        return _handler(value if reveals else value.masked())
    return "" if value is None else str(value)


def _handler(handler: Handler) -> str:
    settings = handler.to_stored()
    return " ".join([settings.pop("kind"), *handler_text.format_settings(settings)])
