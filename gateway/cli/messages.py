"""Messages on standard error: wrapped between words where a terminal shows them."""

import shutil
import sys
from textwrap import fill

import typer


def echo_message(text: str) -> None:
    """Print a sentence on standard error. A pipe receives it as one line."""
    width = shutil.get_terminal_size().columns
    is_long = sys.stderr.isatty() and len(text) > width
    wrapped = fill(text, width, break_long_words=False, break_on_hyphens=False)
    typer.echo(wrapped if is_long else text, err=True)
