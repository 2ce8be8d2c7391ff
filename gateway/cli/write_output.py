"""Output of the commands that import, update and release numbers."""

from collections.abc import Iterable

import typer

from gateway.cli import output
from gateway.cli.messages import echo_message
from gateway.cli.session import EXIT_FAILED, field_line, taken_line
from gateway.domain.commands.base import Notice
from gateway.models.phone_number import PhoneNumber
from gateway.models.results import CommandResult, FieldChange, ImportCheck
from gateway.services.imports import differing_fields


def print_result(result: CommandResult | ImportCheck, *, as_json: bool) -> None:
    """Print the number after an operation, and its warnings."""
    if isinstance(result, ImportCheck):
        print_check(result, as_json=as_json)
        return
    _print_notices(result.notices)
    output.print_number(result.row, as_json=as_json)


def print_update(result: CommandResult, *, as_json: bool) -> None:
    """Print what an update changed, and its warnings; as JSON, the number after it."""
    _print_notices(result.notices)
    if as_json:
        output.print_json(output.as_dict(result.row))
    elif result.changes:
        _print_changes(result.changes)
    elif not result.change:  # the notice says that it is on its way
        typer.echo(f"Nothing changed: {result.row.number} is as it was asked to be.")


def _print_changes(changes: Iterable[FieldChange]) -> None:
    from gateway.cli import tables

    lines = [
        [c.field, *(output.as_text(output.masked(value)) for value in (c.before, c.after))]
        for c in changes
    ]
    tables.print_table(("field", "before", "after"), lines, whole=("field",))


def _print_notices(notices: Iterable[Notice]) -> None:
    for notice in notices:
        echo_message(_notice_line(notice))


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
        output.print_json({"valid": check.would_succeed, "reasons": reasons, "notes": notes})
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
        output.print_json(output.as_dict(result.row))
    elif result.change:
        typer.echo(f"The release of {result.row.number} is pending.")
    else:
        typer.echo(f"Released {result.row.number}.")
