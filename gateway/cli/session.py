"""Command session: reads the settings, opens the database, and reports failures by exit code.

A failure is printed to standard error, one line for each reason. Exit code 1 means that the
operation failed, 2 that settings or arguments are invalid.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from math import inf
from typing import TypeVar

import typer
from pydantic import ValidationError

from gateway.assembly import Assembly
from gateway.database import migrate
from gateway.database.database import Database
from gateway.domain.caller import Caller
from gateway.errors import Failure, FieldFailure, Invalid, NumberTaken
from gateway.observability.logging import configure_logging, drain_logging
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings

T = TypeVar("T")

EXIT_FAILED, EXIT_USAGE = 1, 2


def read_settings() -> Settings:
    """Return the settings; exit with a line for each invalid one."""
    try:
        return Settings.read()
    except ValidationError as exc:
        for error in exc.errors(include_input=False):
            name = f"NUMBERGATE_{'_'.join(map(str, error['loc']))}".upper()
            typer.echo(f"{name}: {error['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(EXIT_USAGE) from None


def echo_error(text: str) -> None:
    """Print *text* on standard error, below the log lines that were written before it."""
    drain_logging()
    typer.echo(text, err=True)


def run(action: Callable[[Database], Awaitable[T]]) -> T:
    """Run *action* with the open database; exit with a line for each reason of a failure."""

    async def with_database(assembly: Assembly) -> T:
        return await action(assembly.database)

    return run_assembled(with_database)


def run_assembled(action: Callable[[Assembly], Awaitable[T]]) -> T:
    """Run *action* with all services; exit with a line for each reason of a failure."""
    settings = read_settings()
    configure_logging(settings)

    async def assembled() -> T:
        assembly = Assembly.of(settings.model_copy(update={"scan_seconds": inf}))
        try:
            return await action(assembly)
        finally:
            await assembly.close()

    return exit_on_failure(lambda: asyncio.run(assembled()))


def exit_on_failure(action: Callable[[], T]) -> T:
    """Return what *action* returns; exit with a line for each reason of a failure."""
    try:
        return action()
    except Failure as failure:
        for line in _lines(failure):
            echo_error(line)
        raise typer.Exit(EXIT_FAILED) from None


def run_on_numbers(action: Callable[[PhoneNumbers, Caller], Awaitable[T]]) -> T:
    """Run *action* with the service of numbers, and a caller with all scopes in the project."""
    return run_as_operator(lambda assembly, caller: action(assembly.numbers, caller))


def run_as_operator(action: Callable[[Assembly, Caller], Awaitable[T]]) -> T:
    """Run *action* with all services, and a caller with all scopes in the project."""
    project_name = read_settings().project

    async def prepared(assembly: Assembly) -> T:
        await migrate.prepare(assembly.database)
        project = await Projects(assembly.database).find_or_create(project_name)
        return await action(assembly, Caller(project.id, "cli", ALL_SCOPES))

    return run_assembled(prepared)


def run_on_projects(action: Callable[[Projects], Awaitable[T]]) -> T:
    """Run *action* with the service of projects and tokens."""

    async def with_service(database: Database) -> T:
        await migrate.prepare(database)
        return await action(Projects(database))

    return run(with_service)


def _lines(failure: Failure) -> list[str]:
    if isinstance(failure, Invalid):
        return [field_line(field_failure) for field_failure in failure.failures]
    return [taken_line(failure.differs) if isinstance(failure, NumberTaken) else failure.message]


def taken_line(differs: Sequence[str]) -> str:
    """Return the line for a number that exists; *differs* names its fields with other values."""
    difference = f" It has other values of {', '.join(differs)}." if differs else ""
    return f"{NumberTaken.message}{difference}"


def field_line(failure: FieldFailure) -> str:
    """Return the line for an invalid field: its path and the message."""
    where = ".".join(map(str, failure.path))
    return f"{where}: {failure.message}" if where else failure.message
