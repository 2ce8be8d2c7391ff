"""Tables of the command line, by rich: as wide as the terminal, or of any width in a pipe.

This module is imported when a table is printed: rich takes longer to import than to use.
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

_UNLIMITED_WIDTH: Final = 100_000  # for output to a file or a pipe


def print_table(
    columns: Sequence[str], lines: Iterable[Sequence[str]], *, whole: Collection[str]
) -> None:
    """Print lines of cells below the names of their columns.

    The columns that are named in *whole* are not wrapped: people copy from them.
    """
    named = [
        Column(name, no_wrap=True) if name in whole else Column(name, overflow="fold")
        for name in columns
    ]
    table = Table(*named, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    _print(table, lines)


def print_fields(fields: Iterable[Sequence[str]]) -> None:
    """Print names and values, one of each per line."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    _print(table, fields)


def _print(table: Table, lines: Iterable[Sequence[str]]) -> None:
    for line in lines:
        table.add_row(*map(Text, line))  # `Text` is not parsed as markup, so names are safe
    console = Console() if sys.stdout.isatty() else Console(width=_UNLIMITED_WIDTH)
    console.print(table)
