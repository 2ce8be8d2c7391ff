"""``numbergate numbers``: a project's numbers, over the same service as every other door."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

numbers = typer.Typer(no_args_is_help=True, help="List, import, show, change and release numbers.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Which = Annotated[str, typer.Argument(help="A number's id, or the number: +14155550123.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="A tag; repeat for more.")]
Name = Annotated[str | None, typer.Option(help="A name to tell numbers apart.")]
CallHandler = Annotated[
    str | None,
    typer.Option(help="What answers calls: a kind and its settings, 'relay_topic topic=office'."),
]
MessageHandler = Annotated[
    str | None, typer.Option(help="What answers messages, written like --call-handler.")
]
ReceiveMode = Annotated[
    str | None, typer.Option("--receive", help="Treat incoming calls as voice or fax.")
]


class Clearable(StrEnum):
    """A setting that a number can be without."""

    NAME = "name"
    TAGS = "tags"
    CALL_HANDLER = "call_handler"
    MESSAGE_HANDLER = "message_handler"


@numbers.command("list")
def list_(
    contains: Annotated[str | None, typer.Option(help="Digits in the number.")] = None,
    name: Annotated[str | None, typer.Option(help="Text in the name.")] = None,
    tag: Tags = None,
    country: Annotated[list[str] | None, typer.Option(help="Country, such as US.")] = None,
    host: Annotated[str | None, typer.Option(help="Host that a handler points at.")] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only those whose calls nothing answers.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List numbers, newest first."""
    from gateway.cli import number_actions, output, session

    wanted = {
        "number_contains": contains,
        "name_contains": name,
        "tags_all": tag,
        "country_codes": country,
        "handler_url_host": host,
        "has_call_handler": False if unanswered else None,
    }
    asked = {field: value for field, value in wanted.items() if value is not None}
    output.numbers(session.serve(number_actions.listing(asked, limit)), as_json=as_json)


@numbers.command("import")
def import_(
    number: Annotated[str | None, typer.Argument(help="The number: +14155550123.")] = None,
    type_: Annotated[
        str | None, typer.Option("--type", help="longcode, unless it is tollfree.")
    ] = None,
    capability: Annotated[
        list[str] | None, typer.Option(help="voice, fax, sms or mms; repeat for more. All if none.")
    ] = None,
    name: Name = None,
    tag: Tags = None,
    receive: ReceiveMode = None,
    call_handler: CallHandler = None,
    message_handler: MessageHandler = None,
    file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A CSV file of numbers, and nothing else."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check, and write nothing.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="CSV file to write what became of every row to."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import a number, or a CSV file of numbers.

    The file's first line names its columns: number and number_type, and any of capabilities, name,
    tags, call_receive_mode, call_handler and message_handler. Lists are separated by spaces. The
    same file again changes nothing, so a run that was cut short is simply run again.
    """
    from gateway.cli import csv_import, number_actions, output, session

    typed = {
        "number": number,
        "number_type": type_,
        "capabilities": capability,
        "name": name,
        "tags": tag,
        "call_receive_mode": receive,
        "call_handler": call_handler,
        "message_handler": message_handler,
    }
    asked = {field: value for field, value in typed.items() if value is not None}
    if file is not None:
        if asked:
            raise typer.BadParameter("With --file, the file says everything about its numbers.")
        done = session.serve(csv_import.importing(file, report, dry_run=dry_run, aside=as_json))
        raise typer.Exit(csv_import.summarize(done, as_json=as_json))
    if number is None or report is not None:
        raise typer.BadParameter("Give a number, or a file with --file; --report goes with a file.")
    asked.setdefault("number_type", "longcode")
    output.outcome(session.serve(number_actions.importing(asked, dry_run=dry_run)), as_json=as_json)


@numbers.command()
def show(which: Which, as_json: AsJson = False) -> None:
    """Show a number."""
    from gateway.cli import number_actions, output, session

    output.number(session.serve(number_actions.finding(which)), as_json=as_json)


@numbers.command("set")
def set_(
    which: Which,
    name: Name = None,
    tag: Tags = None,
    receive: ReceiveMode = None,
    call_handler: CallHandler = None,
    message_handler: MessageHandler = None,
    protect: Annotated[
        bool | None, typer.Option("--protect/--unprotect", help="Refuse to be released, or not.")
    ] = None,
    clear: Annotated[
        list[Clearable] | None, typer.Option(help="A setting to clear; repeat for more.")
    ] = None,
    expected_version: Annotated[
        int | None, typer.Option(help="Refuse if the number has another version by now.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Change a number. What is not named stays as it is."""
    from gateway.cli import number_actions, output, session

    named = {
        "name": name,
        "tags": tag,
        "call_receive_mode": receive,
        "call_handler": call_handler,
        "message_handler": message_handler,
        "release_protected": protect,
        "expected_version": expected_version,
    }
    patch: dict[str, Any] = {field: value for field, value in named.items() if value is not None}
    cleared = {setting.value: None for setting in clear or ()}
    if both := sorted(patch.keys() & cleared.keys()):
        raise typer.BadParameter(f"Either set {both[0]} or clear it.")
    patch |= cleared
    output.outcome(session.serve(number_actions.changing(which, patch)), as_json=as_json)


@numbers.command()
def release(
    which: Which,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a number up. Its history stays, and it can be imported again."""
    from gateway.cli import number_actions, output, session

    if not yes:
        typer.confirm(f"Release {which}?", abort=True)
    output.released(session.serve(number_actions.releasing(which)), as_json=as_json)
