"""How the command line shows numbers: tables for people, JSON for programs."""

import sys
from collections.abc import Sequence
from typing import Any, Final

import orjson
import typer
from rich.console import Console
from rich.table import Column, Table

from gateway.cli.session import WRONG, reason
from gateway.kinds import Handler
from gateway.models import PhoneNumber
from gateway.outcomes import Check, Outcome
from gateway.rows import NUMBERS

_HIDDEN: Final = {"project_id", "released_at", "call_handler_kind", "message_handler_kind"}
_FIELDS: Final = [name for name in NUMBERS.c.keys() if name not in _HIDDEN]  # noqa: SIM118


def plain(row: PhoneNumber) -> dict[str, Any]:
    """Return a row as JSON shows it. Passwords in URLs are masked."""
    return {name: _plain(getattr(row, name)) for name in _FIELDS}


def _plain(value: Any) -> Any:
    return value.masked().stored() if isinstance(value, Handler) else value


def echo(value: Any) -> None:
    """Print JSON."""
    typer.echo(orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2))


def _console() -> Console:
    """Return the terminal; what is no terminal gets lines long enough to cut nothing."""
    return Console() if sys.stdout.isatty() else Console(width=200)


def numbers(rows: Sequence[PhoneNumber], *, as_json: bool) -> None:
    """Show numbers, one a line."""
    if as_json:
        echo([plain(row) for row in rows])
        return
    table = Table(Column("number", no_wrap=True), "name", "type", "calls", "messages", "tags")
    table.add_column("id", no_wrap=True)
    for row in rows:
        calls, messages = row.call_handler_kind or "-", row.message_handler_kind or "-"
        tags = " ".join(row.tags)
        table.add_row(
            row.number, row.name or "", row.number_type, calls, messages, tags, str(row.id)
        )
    _console().print(table)


def number(row: PhoneNumber, *, as_json: bool) -> None:
    """Show a number, a field a line."""
    if as_json:
        echo(plain(row))
        return
    table = Table(show_header=False)
    for name, value in plain(row).items():
        table.add_row(name, "" if value is None else _text(value))
    _console().print(table)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str).decode()
    return str(value)


def outcome(done: Outcome | Check, *, as_json: bool) -> None:
    """Show a number after what was asked, and what to know about it."""
    if isinstance(done, Check):
        check(done, as_json=as_json)
        return
    for notice in done.notices:
        typer.echo(f"Note on {'.'.join(notice.path)}: {notice.message}", err=True)
    number(done.row, as_json=as_json)


def check(done: Check, *, as_json: bool) -> None:
    """Show what an import would do; end with code 1 if it would fail."""
    reasons = [reason(failure) for failure in done.failures]
    if done.existing is not None:
        reasons.append("The project has this number already.")
    if as_json:
        echo({"valid": done.would_succeed, "reasons": reasons})
    else:
        typer.echo("The import would succeed." if done.would_succeed else "\n".join(reasons))
    if not done.would_succeed:
        raise typer.Exit(WRONG)
