"""How the command line shows numbers: tables for people, JSON for programs."""

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

from gateway.cli.number_actions import Listed
from gateway.cli.session import WRONG, reason, taken
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands import Notice
from gateway.domain.handler import Handler
from gateway.models import PhoneNumber
from gateway.models.results import CommandResult, ImportCheck
from gateway.services.phone_numbers import differing_fields

_HIDDEN: Final = {"project_id", "released_at", "call_handler_kind", "message_handler_kind"}
_FIELDS: Final = [name for name in NUMBERS.c.keys() if name not in _HIDDEN]  # noqa: SIM118
_UNCUT: Final = 100_000  # wider than any row: a file or another program reads it


def plain(row: PhoneNumber) -> dict[str, Any]:
    """Return a row as JSON shows it. Passwords in URLs are masked."""
    return {name: _plain(getattr(row, name)) for name in _FIELDS}


def _plain(value: Any) -> Any:
    return value.masked().to_stored() if isinstance(value, Handler) else value


def echo(value: Any) -> None:
    """Print JSON."""
    typer.echo(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2))


def numbers(listed: Listed, *, as_json: bool) -> None:
    """Show numbers, one a line; say where the list was cut off."""
    if as_json:
        echo([plain(row) for row in listed.rows])
    elif listed.rows:
        _print(_table(listed.rows))
    else:
        typer.echo("There are no such numbers.")
    if listed.more:
        typer.echo("There are more: see --limit.", err=True)


def _table(rows: Iterable[PhoneNumber]) -> Table:
    """Draw what tells numbers apart within 80 columns; the number itself is as good as its id."""
    columns = [Column(name, no_wrap=True) for name in ("number", "calls", "messages")]
    columns += [Column(name, overflow="fold") for name in ("name", "tags")]
    table = Table(*columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows:
        calls, messages = row.call_handler_kind, row.message_handler_kind
        table.add_row(*map(_text, (row.number, calls, messages, row.name, row.tags)))
    return table


def number(row: PhoneNumber, *, as_json: bool) -> None:
    """Show a number, a field a line."""
    if as_json:
        echo(plain(row))
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in plain(row).items():
        table.add_row(name, _text(value))
    _print(table)


def _print(table: Table) -> None:
    console = Console() if sys.stdout.isatty() else Console(width=_UNCUT)
    console.print(table)


def _text(value: Any) -> Text:
    """Write a value for people. A Text is no markup, whatever a name has in it."""
    if isinstance(value, Mapping):
        return Text(_handler(cast("Mapping[str, Any]", value)))
    if isinstance(value, list):
        return Text(" ".join(cast("list[str]", value)) or "-")
    if isinstance(value, datetime):
        return Text(value.isoformat(" ", "seconds"))
    if isinstance(value, bool):
        return Text("yes" if value else "no")
    return Text("-" if value is None else str(value))


def _handler(stored: Mapping[str, Any]) -> str:
    """Write a handler as the command line takes it, a setting a line."""
    settings = [f"{name}={value}" for name, value in stored.items() if name != "kind"]
    return "\n".join([stored["kind"], *settings])


def outcome(done: CommandResult | ImportCheck, *, as_json: bool) -> None:
    """Show a number after what was asked, and what to know about it."""
    if isinstance(done, ImportCheck):
        check(done, as_json=as_json)
        return
    for notice in done.notices:
        typer.echo(_note(notice), err=True)
    number(done.row, as_json=as_json)


def _note(notice: Notice) -> str:
    return f"Note on {'.'.join(notice.path)}: {notice.message}"


def check(done: ImportCheck, *, as_json: bool) -> None:
    """Show what an import would do; end with code 1 if it would fail."""
    reasons = [reason(failure) for failure in done.failures]
    if done.existing is not None:
        reasons.append(taken(differing_fields(done.existing, done.command) if done.command else ()))
    if as_json:
        notes = [_note(notice) for notice in done.notices]
        echo({"valid": done.would_succeed, "reasons": reasons, "notes": notes})
    else:
        for notice in done.notices:
            typer.echo(_note(notice), err=True)
        typer.echo("The import would succeed." if done.would_succeed else "\n".join(reasons))
    if not done.would_succeed:
        raise typer.Exit(WRONG)


def released(row: PhoneNumber, *, as_json: bool) -> None:
    """Show what is left to say of a released number."""
    if as_json:
        echo(plain(row))
    else:
        typer.echo(f"Released {row.number}.")


def things(rows: Iterable[Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Show projects, or tokens: these columns of each."""
    found = [{name: getattr(row, name) for name in columns} for row in rows]
    if as_json:
        echo(found)
        return
    table = Table(*columns, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in found:
        table.add_row(*(Text(_brief(value)) for value in row.values()))
    _print(table)


def _brief(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return " ".join(cast("list[str]", value))
    return "" if value is None else str(value)
