"""What every command needs: the settings, an open database, and failures as a line and a code."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import typer
from pydantic import ValidationError

from gateway.database import migrate
from gateway.database.database import Database, connect
from gateway.domain.caller import Caller
from gateway.errors import Failure, FieldFailure, Invalid, NumberTaken
from gateway.observability.logging import configure_logging
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import ALL_SCOPES, Projects
from gateway.settings import Settings

T = TypeVar("T")

WRONG, MISUSED = 1, 2


def settings() -> Settings:
    """Read the settings; end with a line for each one that is wrong."""
    try:
        return Settings.read()
    except ValidationError as exc:
        for error in exc.errors(include_input=False):
            name = f"NUMBERGATE_{'_'.join(map(str, error['loc']))}".upper()
            typer.echo(f"{name}: {error['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(MISUSED) from None


def run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Run *work* on the database; end with a line for each reason why it cannot be done."""
    read = settings()
    configure_logging(read)

    async def opened() -> T:
        database = connect(read.database_url, busy_seconds=read.busy_seconds)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(opened())
    except Failure as failure:
        for line in _lines(failure):
            typer.echo(line, err=True)
        raise typer.Exit(WRONG) from None


def serve(work: Callable[[PhoneNumbers, Caller], Awaitable[T]]) -> T:
    """Run *work* with the service, as the project's operator."""
    named = settings().project

    async def prepared(database: Database) -> T:
        await migrate.prepare(database)
        project = await Projects(database).find_or_create(named)
        return await work(PhoneNumbers(database), Caller(project.id, "cli", ALL_SCOPES))

    return run(prepared)


def keep(work: Callable[[Projects], Awaitable[T]]) -> T:
    """Run *work* with the service of projects."""

    async def prepared(database: Database) -> T:
        await migrate.prepare(database)
        return await work(Projects(database))

    return run(prepared)


def _lines(failure: Failure) -> list[str]:
    if isinstance(failure, Invalid):
        return [reason(found) for found in failure.failures]
    return [taken(failure.differs) if isinstance(failure, NumberTaken) else failure.message]


def taken(differs: Sequence[str]) -> str:
    """Return that the project has the number, and what it has otherwise, as a line."""
    otherwise = f" It has other values of {', '.join(differs)}." if differs else ""
    return f"{NumberTaken.message}{otherwise}"


def reason(failure: FieldFailure) -> str:
    """Return what is wrong with a field as a line."""
    return f"{'.'.join(map(str, failure.path))}: {failure.message}"
