"""``numbergate numbers``: commands on a project's numbers, over the same service as the APIs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from gateway.cli.number_options import (
    AsJob,
    CallHandler,
    Capabilities,
    ClearableField,
    CsvFile,
    DryRun,
    IdOrNumber,
    JobKey,
    MessageHandler,
    Name,
    NumberType,
    ReceiveMode,
    Report,
    Tags,
    Wait,
)
from gateway.cli.options import AsJson, Project

if TYPE_CHECKING:  # the commands import it when they run
    from gateway.assembly import Assembly
    from gateway.domain.caller import Caller

numbers_app = typer.Typer(
    no_args_is_help=True, help="List, import, show, update and release numbers."
)


@numbers_app.command("list")
def list_(
    search: Annotated[
        str | None, typer.Option(help='Part of the number or name, as typed: "(415) 555".')
    ] = None,
    contains: Annotated[str | None, typer.Option(help="Digits that the number contains.")] = None,
    name: Annotated[str | None, typer.Option(help="Text that the name contains.")] = None,
    tag: Tags = None,
    country: Annotated[
        list[str] | None, typer.Option(help="Country code, such as US; repeat for more.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Host of a handler's URL.")] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only numbers without a call handler.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of rows.")] = 50,
    project: Project = None,
    as_json: AsJson = False,
) -> None:
    """List numbers, newest first."""
    from gateway.cli import number_list, output, session

    filters = _given(
        search=search,
        number_contains=contains,
        name_contains=name,
        tags_all=tag,
        country_codes=country and [code.upper() for code in country],
        handler_url_host=host,
        has_call_handler=False if unanswered else None,
    )
    found = session.run_reading(number_list.list_numbers(filters, limit), project)
    output.print_numbers(found, as_json=as_json)
    if not found.rows:
        session.echo_location()


@numbers_app.command("import")
def import_(
    number: Annotated[str | None, typer.Argument(help="The number: +14155550123.")] = None,
    type_: NumberType = None,
    capability: Capabilities = None,
    name: Name = None,
    tag: Tags = None,
    receive: ReceiveMode = None,
    call_handler: CallHandler = None,
    message_handler: MessageHandler = None,
    file: CsvFile = None,
    dry_run: DryRun = False,
    report: Report = None,
    job: AsJob = False,
    key: JobKey = None,
    project: Project = None,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Import a number, or a CSV file of numbers.

    The header of the file names its columns: number and number_type, and any of
    capabilities, name, tags, call_receive_mode, call_handler and message_handler.
    Lists are separated by spaces. Importing the same file again changes nothing:
    repeat an interrupted import to finish it.
    """
    fields = _given(
        number=number, number_type=type_, capabilities=capability, name=name, tags=tag,
        call_receive_mode=receive, call_handler=call_handler, message_handler=message_handler,
    )  # fmt: skip
    if dry_run and wait:
        raise typer.BadParameter("--dry-run asks no platform: leave --wait out.")
    _refuse_mixed(fields, file, has_file_options=report is not None or job or key is not None)
    if file is not None:
        _import_file(file, report, project, job or bool(key), key, dry_run, wait, as_json)
    _import_one(fields, project, dry_run=dry_run, wait=wait, as_json=as_json)


def _refuse_mixed(fields: dict[str, Any], file: Path | None, *, has_file_options: bool) -> None:
    """Raise `typer.BadParameter` unless either a number or a file is to be imported."""
    if file is not None and fields:
        raise typer.BadParameter("--file cannot be combined with the fields of a number.")
    if file is None and ("number" not in fields or has_file_options):
        raise typer.BadParameter(
            "Give a number, or a file with --file; --report, --job and --key go with a file."
        )


def _import_file(
    file: Path,
    report: Path | None,
    project: str | None,
    job: bool,
    key: str | None,
    dry_run: bool,
    wait: bool,
    as_json: bool,
) -> NoReturn:
    from gateway.cli import csv_import, session

    action = csv_import.import_file(file, report, dry_run=dry_run, wait=wait, as_json=as_json)

    async def chosen(assembly: "Assembly", caller: "Caller") -> csv_import.FileImport:
        if not job and assembly.database.is_embedded:
            return await action(assembly.numbers, caller)
        from gateway.cli.job_import import JobImport

        importer = JobImport(assembly, caller, key, dry_run, wait)
        return await importer.run(file, report, as_json=as_json)

    imported = session.run_working(chosen, project, wait=wait)
    raise typer.Exit(csv_import.print_summary(imported, dry_run=dry_run, as_json=as_json))


def _import_one(
    fields: dict[str, Any], project: str | None, *, dry_run: bool, wait: bool, as_json: bool
) -> None:
    from gateway.cli import number_actions, session, write_output

    action = number_actions.import_number({"number_type": "longcode"} | fields, dry_run=dry_run)
    write_output.print_result(session.run_on_numbers(action, project, wait=wait), as_json=as_json)


@numbers_app.command()
def export(
    output: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="File to write. Default: standard output."),
    ] = None,
    project: Project = None,
) -> None:
    """Write all numbers as CSV, as import --file reads them. It holds passwords of URLs."""
    from gateway.cli import number_actions, session

    session.run_on_numbers(number_actions.export(output), project)


@numbers_app.command()
def show(id_or_number: IdOrNumber, project: Project = None, as_json: AsJson = False) -> None:
    """Show a number."""
    from gateway.cli import number_lookup, output, session

    row = session.run_reading(number_lookup.find_number(id_or_number), project)
    output.print_number(row, as_json=as_json)


@numbers_app.command("set")
def set_(
    id_or_number: IdOrNumber,
    name: Name = None,
    tag: Tags = None,
    receive: ReceiveMode = None,
    call_handler: CallHandler = None,
    message_handler: MessageHandler = None,
    protect: Annotated[
        bool | None,
        typer.Option("--protect/--unprotect", help="Protect the number from release, or not."),
    ] = None,
    clear: Annotated[
        list[ClearableField] | None,
        typer.Option(
            metavar="FIELD",
            help=f"A field to clear: {', '.join(ClearableField)}. Repeat for more.",
        ),
    ] = None,
    expected_version: Annotated[
        int | None, typer.Option(help="Fail if the number has another version.")
    ] = None,
    project: Project = None,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Update a number, and print what changed. Fields that are not given stay unchanged."""
    from gateway.cli import number_actions, session, write_output

    patch = _given(
        name=name,
        tags=tag,
        call_receive_mode=receive,
        call_handler=call_handler,
        message_handler=message_handler,
        release_protected=protect,
        expected_version=expected_version,
    )
    cleared = {field.value: None for field in clear or ()}
    if both := sorted(patch.keys() & cleared.keys()):
        raise typer.BadParameter(f"Either set {both[0]} or clear it.")
    patch |= cleared
    action = number_actions.update_number(id_or_number, patch)
    write_output.print_update(session.run_on_numbers(action, project, wait=wait), as_json=as_json)


@numbers_app.command()
def release(
    id_or_number: IdOrNumber,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    project: Project = None,
    wait: Wait = False,
    as_json: AsJson = False,
) -> None:
    """Release a number. Its events are kept, and it can be imported again."""
    from gateway.cli import number_actions, session, write_output

    confirm = write_output.accept if yes else write_output.confirm_release
    action = number_actions.release_number(id_or_number, confirm)
    released = session.run_on_numbers(action, project, wait=wait)
    write_output.print_released(released, as_json=as_json)


@numbers_app.command()
def check(id_or_number: IdOrNumber, project: Project = None, as_json: AsJson = False) -> None:
    """Ask the URLs of a number's handlers as the platform would. Fails when one does not answer."""
    from gateway.cli import check_actions, session

    session.run_as_operator(check_actions.checking(id_or_number, as_json=as_json), project)


def _given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}
