"""Output of the command line: text for people, JSON for programs. Tables are in `cli.tables`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

import orjson
import typer

from gateway.cli.number_actions import NumberList
from gateway.cli.session import EXIT_FAILED, field_line, taken_line
from gateway.clock import utc_now
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.commands.base import Notice
from gateway.domain.csv_rows import handler_text
from gateway.domain.handler import Handler
from gateway.models.phone_number import PhoneNumber
from gateway.models.project import AccessToken
from gateway.models.results import CommandResult, FieldChange, ImportCheck
from gateway.services.imports import differing_fields

_HIDDEN_COLUMNS: Final = {"project_id", "released_at", "call_handler_kind", "message_handler_kind"}
_FIELDS: Final = [name for name in NUMBERS.c.keys() if name not in _HIDDEN_COLUMNS]  # noqa: SIM118

_TOKEN_FIELDS: Final = (
    "id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at",
)  # fmt: skip


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
        _print_table(found.rows)
    else:
        typer.echo("No numbers found.")
    if found.has_more:
        typer.echo("More numbers exist: see --limit.", err=True)


def _print_table(rows: Iterable[PhoneNumber]) -> None:
    """Print the fields that fit into 80 columns. The number serves as id."""
    from gateway.cli import tables

    lines = [
        [
            as_text(v)
            for v in (r.number, r.call_handler_kind, r.message_handler_kind, r.name, r.tags)
        ]
        for r in rows
    ]
    columns = ("number", "calls", "messages", "name", "tags")
    tables.print_table(columns, lines, whole=("number", "calls", "messages"))


def print_number(row: PhoneNumber, *, as_json: bool) -> None:
    """Print a number, one field per line."""
    if as_json:
        print_json(as_dict(row))
        return
    from gateway.cli import tables

    tables.print_fields((name, as_text(value)) for name, value in as_dict(row).items())


def as_text(value: Any) -> str:
    """Format a value for people."""
    if isinstance(value, Mapping):
        return _format_handler(cast("Mapping[str, Any]", value))
    if isinstance(value, list):
        return " ".join(cast("list[str]", value)) or "-"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)


def _format_handler(stored: Mapping[str, Any]) -> str:
    """Format a handler as the command line accepts it, one setting per line."""
    settings = {name: value for name, value in stored.items() if name != "kind"}
    return "\n".join([stored["kind"], *handler_text.format_settings(settings)])


def print_result(result: CommandResult | ImportCheck, *, as_json: bool) -> None:
    """Print the number after an operation, and its warnings."""
    if isinstance(result, ImportCheck):
        print_check(result, as_json=as_json)
        return
    _print_notices(result.notices)
    print_number(result.row, as_json=as_json)


def print_update(result: CommandResult, *, as_json: bool) -> None:
    """Print what an update changed, and its warnings; as JSON, the number after it."""
    _print_notices(result.notices)
    if as_json:
        print_json(as_dict(result.row))
    elif result.changes:
        _print_changes(result.changes)
    elif not result.change:  # the notice says that it is on its way
        typer.echo(f"Nothing changed: {result.row.number} is as it was asked to be.")


def _print_changes(changes: Iterable[FieldChange]) -> None:
    from gateway.cli import tables

    lines = [
        [c.field, *(as_text(_masked(value)) for value in (c.before, c.after))] for c in changes
    ]
    tables.print_table(("field", "before", "after"), lines, whole=("field",))


def _print_notices(notices: Iterable[Notice]) -> None:
    for notice in notices:
        typer.echo(_notice_line(notice), err=True)


def _notice_line(notice: Notice) -> str:
    where = f" on {'.'.join(notice.path)}" if notice.path else ""
    return f"Note{where}: {notice.message}"


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
        _print_notices(check.notices)
        typer.echo("The import would succeed." if check.would_succeed else "\n".join(reasons))
    if not check.would_succeed:
        raise typer.Exit(EXIT_FAILED)


def confirm_release(row: PhoneNumber) -> None:
    """Ask whether to release the number; end the command if not."""
    named = f" ({row.name})" if row.name else ""
    answered = f", whose calls go to {row.call_handler_kind}" if row.call_handler_kind else ""
    typer.confirm(f"Release {row.number}{named}{answered}?", abort=True)


def accept(_row: PhoneNumber) -> None:
    """Ask nothing."""


def print_released(result: CommandResult, *, as_json: bool) -> None:
    """Print a released number, or that the platform has not confirmed its release."""
    if as_json:
        print_json(as_dict(result.row))
    elif result.change:
        typer.echo(f"The release of {result.row.number} is pending.")
    else:
        typer.echo(f"Released {result.row.number}.")


def print_rows(rows: Iterable[Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Print these *columns* of each project, of which the first is its id."""
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    if as_json:
        print_json(values)
        return
    if not values:
        typer.echo("No projects found.")
        return
    from gateway.cli import tables

    lines = [[_format_cell(value) for value in row.values()] for row in values]
    tables.print_table(columns, lines, whole=columns[:1])


def print_tokens(tokens: Sequence[AccessToken], *, as_json: bool) -> None:
    """Print tokens: in 80 columns their ids, by which they are revoked, and whether they work."""
    if as_json:
        print_json([{name: getattr(token, name) for name in _TOKEN_FIELDS} for token in tokens])
        return
    if not tokens:
        typer.echo("No tokens found.")
        return
    from gateway.cli import tables

    lines = [
        (t.id, t.name, " ".join(t.scopes), _date(t.last_used_at), _validity(t)) for t in tokens
    ]
    columns = ("id", "name", "scopes", "last used", "validity")
    tables.print_table(columns, lines, whole=("id", "last used", "validity"))


def _validity(token: AccessToken) -> str:
    if token.revoked_at:
        return f"revoked {_date(token.revoked_at)}"
    if token.expires_at:
        tense = "expires" if token.expires_at > utc_now() else "expired"
        return f"{tense} {_date(token.expires_at)}"
    return "unlimited"


def _date(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "-"


def _format_cell(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
