"""Progress of a bulk job on standard error: a bar on a terminal, else a line for each tenth."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from rich.console import Console

_ROWS: Final = "{task.fields[shown]}"
Show = Callable[[int, int], None]  # the rows that are done, and all rows


@contextmanager
def job_progress() -> Generator[Show]:
    """Yield what shows the progress; the bar vanishes in the end."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield Lines()
        return
    with _bar(console) as show:
        yield show


class Lines:
    """Prints a line when another tenth of the rows is done, except the last."""

    def __init__(self) -> None:
        """Begin without any."""
        self._tenths = 0

    def __call__(self, done: int, total: int) -> None:
        """Print where the job is, unless a line has said so."""
        tenths = 10 * done // max(total, 1)
        if self._tenths < tenths and done < total:
            typer.echo(f"{done:,} of {total:,} rows are done.", err=True)
        self._tenths = tenths


@contextmanager
def _bar(console: "Console") -> Generator[Show]:
    from rich.progress import BarColumn, Progress, TextColumn

    columns = TextColumn("Importing"), BarColumn(), TextColumn(_ROWS)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, shown="")
        yield lambda done, total: bar.update(
            task, completed=done, total=total, shown=f"{done:,} of {total:,} rows"
        )
