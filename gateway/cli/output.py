"""Output of the command line: text for people, JSON for programs. Tables are in `cli.tables`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

import orjson
import typer

from gateway.cli.number_list import NumberList
from gateway.clock import utc_now
from gateway.database.phone_numbers import NUMBERS
from gateway.domain.csv_rows import handler_text
from gateway.domain.handler import Handler
from gateway.models.phone_number import PhoneNumber
from gateway.models.project import AccessToken

_HIDDEN_COLUMNS: Final = {"project_id", "released_at", "call_handler_kind", "message_handler_kind"}
_FIELDS: Final = [name for name in NUMBERS.c.keys() if name not in _HIDDEN_COLUMNS]  # noqa: SIM118

_TOKEN_FIELDS: Final = (
    "id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at",
)  # fmt: skip


def as_dict(row: PhoneNumber) -> dict[str, Any]:
    """Return the fields of a number for output. Secrets in URLs are masked."""
    return {name: masked(getattr(row, name)) for name in _FIELDS}


def masked(value: Any) -> Any:
    """Return the value of a field, without the secrets in the URLs of a handler."""
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


def print_rows(rows: Iterable[Any], columns: Sequence[str], *, called: str, as_json: bool) -> None:
    """Print these *columns* of each row, of which the first is its id. The rows are *called* so."""
    values = [{name: getattr(row, name) for name in columns} for row in rows]
    if as_json:
        print_json(values)
        return
    if not values:
        typer.echo(f"No {called} found.")
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
