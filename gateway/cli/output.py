"""Output of the command line: tables for people, JSON for programs."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

import orjson
import typer
from rich import box
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gateway.cli.number_actions import NumberList
from gateway.cli.session import EXIT_FAILED, field_line, taken_line
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands import Notice
from gateway.domain.csv_rows import handler_text
from gateway.domain.handler import Handler
from gateway.models import PhoneNumber
from gateway.models.results import CommandResult, ImportCheck
from gateway.services.imports import differing_fields

_HIDDEN_COLUMNS: Final = {"project_id", "released_at", "call_handler_kind", "message_handler_kind"}
_FIELDS: Final = [name for name in NUMBERS.c.keys() if name not in _HIDDEN_COLUMNS]  # noqa: SIM118
_UNLIMITED_WIDTH: Final = 100_000  # for output to a file or a pipe


def as_dict(row: PhoneNumber) -> dict[str, Any]:
    """Return the fields of a number for output. Secrets in URLs are masked."""
    return {name: _masked(getattr(row, name)) for name in _FIELDS}


def _masked(value: Any) -> Any:
    return value.masked().to_stored() if isinstance(value, Handler) else value


def print_json(value: Any) -> None:
    """Print *value* as JSON."""
    typer.echo(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2))


def print_numbers(found: NumberList, *, as_json: bool) -> None:
    """Print numbers, one per line, and a note if more of them exist."""
    if as_json:
        print_json([as_dict(row) for row in found.rows])
    elif found.rows:
        _print_table(_table(found.rows))
    else:
        typer.echo("No numbers found.")
    if found.has_more:
        typer.echo("More numbers exist: see --limit.", err=True)


def _table(rows: Iterable[PhoneNumber]) -> Table:
    """Return a table of the fields that fit into 80 columns. The number serves as id."""
    columns = [Column(name, no_wrap=True) for name in ("number", "calls", "messages")]
    columns += [Column(name, overflow="fold") for name in ("name", "tags")]
    table = Table(*columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows:
        calls, messages = row.call_handler_kind, row.message_handler_kind
        table.add_row(*map(_text, (row.number, calls, messages, row.name, row.tags)))
    return table


def print_number(row: PhoneNumber, *, as_json: bool) -> None:
    """Print a number, one field per line."""
    if as_json:
        print_json(as_dict(row))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in as_dict(row).items():
        table.add_row(name, _text(value))
    _print_table(table)


def _print_table(table: Table) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=_UNLIMITED_WIDTH)
    console.print(table)


def _text(value: Any) -> Text:
    """Format a value for people. `Text` is not parsed as markup, so names are safe."""
    if isinstance(value, Mapping):
        return Text(_format_handler(cast("Mapping[str, Any]", value)))
    if isinstance(value, list):
        return Text(" ".join(cast("list[str]", value)) or "-")
    if isinstance(value, datetime):
        return Text(value.isoformat(" ", "seconds"))
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    return Text("-" if value is None else str(value))


def _format_handler(stored: Mapping[str, Any]) -> str:
    """Format a handler as the command line accepts it, one setting per line."""
    settings = {name: value for name, value in stored.items() if name != "kind"}
    return "\n".join([stored["kind"], *handler_text.format_settings(settings)])


def print_result(result: CommandResult | ImportCheck, *, as_json: bool) -> None:
    """Print the number after an operation, and its warnings."""
    if isinstance(result, ImportCheck):
        print_check(result, as_json=as_json)
        return
    for notice in result.notices:
        typer.echo(_notice_line(notice), err=True)
    print_number(result.row, as_json=as_json)


def _notice_line(notice: Notice) -> str:
    return f"Note on {'.'.join(notice.path)}: {notice.message}"


def print_check(check: ImportCheck, *, as_json: bool) -> None:
    """Print what an import would do; exit with code 1 if it would fail."""
    reasons = [field_line(failure) for failure in check.failures]
    if check.existing is not None:
        differs = (
            differing_fields(check.existing, check.command, reveals=True) if check.command else ()
        )
        reasons.append(taken_line(differs))
    if as_json:
        notes = [_notice_line(notice) for notice in check.notices]
        print_json({"valid": check.would_succeed, "reasons": reasons, "notes": notes})
    else:
        for notice in check.notices:
            typer.echo(_notice_line(notice), err=True)
        typer.echo("The import would succeed." if check.would_succeed else "\n".join(reasons))
    if not check.would_succeed:
        raise typer.Exit(EXIT_FAILED)


def print_released(row: PhoneNumber, *, as_json: bool) -> None:
    """Print a released number."""
    if as_json:
        print_json(as_dict(row))
    else:
        typer.echo(f"Released {row.number}.")


def print_rows(rows: Iterable[Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Print these *columns* of each row: projects or tokens."""
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    if as_json:
        print_json(values)
        return
    table = Table(*columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in values:
        table.add_row(*(Text(_format_cell(value)) for value in row.values()))
    _print_table(table)


def _format_cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return " ".join(cast("list[str]", value))
    return "" if value is None else str(value)
