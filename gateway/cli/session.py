"""Command session: reads the settings, opens the database, and reports failures by exit code.

A failure is printed to standard error, one line for each reason. Exit code 1 means that the
operation failed, 2 that settings or arguments are invalid. Only `run` with *creates* makes a
database: any other command would make an empty one where its path is wrong, and find nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import cache
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import typer
from pydantic import ValidationError

from gateway.cli.messages import echo_message
from gateway.database import revision
from gateway.database.database import Database, connect
from gateway.database.location import Location, location
from gateway.database.outages import explanation
from gateway.domain.caller import Caller
from gateway.errors import (
    Failure,
    FieldFailure,
    Invalid,
    NoUpstream,
    NumberTaken,
    ProjectNotFound,
    TokenNotFound,
    Unavailable,
)
from gateway.observability.logging import configure_logging, drain_logging
from gateway.services.number_reads import NumberReads
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings
from gateway.settings.unknown_variables import unknown_variables

if TYPE_CHECKING:  # it brings the clients of platforms, which few commands need
    from gateway.assembly import Assembly
    from gateway.services.phone_numbers import PhoneNumbers

T = TypeVar("T")

EXIT_FAILED, EXIT_USAGE = 1, 2
_WAIT_SECONDS: Final = 86_400.0  # how long --wait waits for a platform
EXIT_INTERRUPTED: Final = 130  # as shells report a program that SIGINT ended
_PROJECTS: Final = "Use --project or NUMBERGATE_PROJECT. Projects here: {}."
_MOST_NAMED: Final = 20  # projects in a message


class NoSuchNumber(Failure):
    """The project has no such number."""

    code = "number_not_found"
    message = "The project has no such number."


class DatabaseMissing(Failure):
    """There is no file at the path of the SQLite database."""

    code = "database_missing"

    def __init__(self, path: str) -> None:
        super().__init__()
        self.message = (
            f"There is no database {path}. Start numbergate serve, or run numbergate migrate, to "
            "create it; or set NUMBERGATE_DATABASE_URL to the one you mean."
        )


# Failures that may only mean that another database was meant.
_NOT_FOUND: Final = (NoSuchNumber, ProjectNotFound, TokenNotFound, NoUpstream)


@cache
def read_settings() -> Settings:
    """Return the settings, read once; name unknown variables. Exits with the invalid ones."""
    for line in unknown_variables(Settings.model_fields):
        echo_message(line)
    try:
        return Settings.read()
    except ValidationError as exc:
        for error in exc.errors(include_input=False):
            name = f"NUMBERGATE_{'_'.join(map(str, error['loc']))}".upper()
            echo_message(f"{name}: {error['msg'].removeprefix('Value error, ')}")
        raise typer.Exit(EXIT_USAGE) from None


def echo_error(text: str) -> None:
    """Print *text* on standard error, below the log lines that were written before it."""
    drain_logging()
    echo_message(text)


def echo_location() -> None:
    """Print which database was looked in, because nothing was found there."""
    echo_error(_looked_in(location(read_settings().database_url)))


def run(action: Callable[[Database], Awaitable[T]], *, creates: bool = False) -> T:
    """Run *action* with the open database; exit with a line for each reason of a failure.

    Without *creates* the database must be there, and at this version's revision.
    """
    settings = read_settings()
    configure_logging(settings)

    async def opened() -> T:
        database = _connect(settings)
        try:
            if not creates:
                await _require(settings, database)
            return await action(database)
        finally:
            await database.close()

    return exit_on_failure(lambda: asyncio.run(opened()), settings)


def run_assembled(
    action: Callable[["Assembly"], Awaitable[T]], changed: Mapping[str, Any] = MappingProxyType({})
) -> T:
    """Run *action* with all services; exit with a line for each reason of a failure.

    *changed* are settings in place of those that are read.
    """
    from gateway.assembly import Assembly

    settings = read_settings()
    configure_logging(settings)

    async def assembled() -> T:
        assembly = Assembly(settings.model_copy(update={"scan_seconds": inf, **changed}))
        try:
            await _require(settings, assembly.database)
            return await action(assembly)
        finally:
            await assembly.close()

    return exit_on_failure(lambda: asyncio.run(assembled()), settings)


def run_reading(action: Callable[[NumberReads, Caller], Awaitable[T]], project: str | None) -> T:
    """Run *action*, which only reads numbers, without the services that reach platforms."""

    async def reading(database: Database) -> T:
        return await action(NumberReads(database), await _operator(database, project))

    return run(reading)


def run_on_numbers(
    action: Callable[["PhoneNumbers", Caller], Awaitable[T]],
    project: str | None,
    *,
    wait: bool = False,
) -> T:
    """Run *action* with the service of numbers, and a caller with all scopes in the project."""

    async def on_numbers(assembly: "Assembly", caller: Caller) -> T:
        return await action(assembly.numbers, caller)

    return run_working(on_numbers, project, wait=wait)


def run_working(
    action: Callable[["Assembly", Caller], Awaitable[T]], project: str | None, *, wait: bool
) -> T:
    """Run *action* with all services, and a caller with all scopes in the project.

    To *wait* for a platform as long as it takes, this process carries changes itself meanwhile.
    """

    async def working(assembly: "Assembly", caller: Caller) -> T:
        if wait:
            assembly.workers.engine.start()
        return await action(assembly, caller)

    changed = {"upstream_answer_seconds": _WAIT_SECONDS} if wait else {}
    return run_as_operator(working, project, changed)


def run_as_operator(
    action: Callable[["Assembly", Caller], Awaitable[T]],
    project: str | None,
    changed: Mapping[str, Any] = MappingProxyType({}),
) -> T:
    """Run *action* with all services, and a caller with all scopes in the project.

    Without *project* it is the one that the settings name, or the only one; *changed* are settings
    in place of those that are read.
    """

    async def prepared(assembly: "Assembly") -> T:
        return await action(assembly, await _operator(assembly.database, project))

    return run_assembled(prepared, changed)


def run_on_projects(action: Callable[[Projects], Awaitable[T]]) -> T:
    """Run *action* with the service of projects and tokens."""
    return run(lambda database: action(Projects(database)))


def _connect(settings: Settings) -> Database:
    return connect(
        settings.database_url,
        busy_seconds=settings.busy_seconds,
        pool_size=settings.pool_size,
        scan_seconds=inf,
    )


async def _require(settings: Settings, database: Database) -> None:
    """Raise `DatabaseMissing`, or `SchemaOutdated`."""
    require_file(settings)
    await revision.check(database)


def require_file(settings: Settings) -> None:
    """Raise `DatabaseMissing` if the database is a file that is not there."""
    found = location(settings.database_url)
    if found.is_missing:
        raise DatabaseMissing(found.text)


async def _operator(database: Database, project: str | None) -> Caller:
    found = await Projects(database).find_or_create(project or read_settings().project)
    return Caller(found.id, "cli", ALL_SCOPES)


def exit_on_failure(action: Callable[[], T], settings: Settings) -> T:
    """Return what *action* returns; exit with a line for each reason of a failure."""
    try:
        return action()
    except Failure as failure:
        for line in _lines(failure, location(settings.database_url)):
            echo_error(line)
        raise typer.Exit(EXIT_FAILED) from None


def _lines(failure: Failure, place: Location) -> Iterator[str]:
    if isinstance(failure, Invalid):
        yield from map(field_line, failure.failures)
    elif isinstance(failure, NumberTaken):
        yield taken_line(failure.differs)
    elif isinstance(failure, Unavailable):
        yield explanation(failure, place)
    else:
        yield failure.message
    if isinstance(failure, ProjectNotFound) and failure.names:
        yield _PROJECTS.format(_listed(failure.names))
    if isinstance(failure, _NOT_FOUND):
        yield _looked_in(place)


def _looked_in(place: Location) -> str:
    return f"Looked in the database {place.text}."


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def taken_line(differs: Sequence[str]) -> str:
    """Return the line for a number that exists; *differs* names its fields with other values."""
    difference = f" It has other values of {', '.join(differs)}." if differs else ""
    return f"{NumberTaken.message}{difference}"


def field_line(failure: FieldFailure) -> str:
    """Return the line for an invalid field: its path and the message."""
    where = ".".join(map(str, failure.path))
    return f"{where}: {failure.message}" if where else failure.message
