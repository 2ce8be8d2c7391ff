"""The numbergate command. Each command imports what it needs, so that help comes at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gateway.settings import Settings
    from gateway.store import Store

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="A GraphQL gateway over phone number provisioning.",
)

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that answer requests.")]
Drain = Annotated[int, typer.Option(min=0, help="Seconds that a stop waits for requests.")]


@app.command()
def serve(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, drain: Drain = 25
) -> None:
    """Serve GraphQL. On SQLite the tables are brought up to date first."""
    import uvicorn

    from gateway import revisions

    _run(revisions.prepare)
    uvicorn.run(
        "gateway.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        timeout_graceful_shutdown=drain,
        access_log=False,
        server_header=False,
        log_config=None,
    )


@app.command()
def migrate() -> None:
    """Bring the database's tables to this version."""
    from gateway import revisions

    _run(revisions.migrate)
    typer.echo(f"The database is at revision {revisions.newest()}.")


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    from gateway.graphql.schema import sdl

    typer.echo(sdl(), nl=False)


def _settings() -> "Settings":
    """Read the settings; end with a line for each one that is wrong."""
    from pydantic import ValidationError

    from gateway.settings import Settings

    try:
        return Settings.read()
    except ValidationError as exc:
        for error in exc.errors(include_input=False):
            name = f"NUMBERGATE_{'_'.join(map(str, error['loc']))}".upper()
            typer.echo(f"{name}: {error['msg']}", err=True)
        raise typer.Exit(2) from None


def _run(work: "Callable[[Store], Awaitable[None]]") -> None:
    """Run *work* on the database; end with one line when it cannot be done."""
    from gateway import logs, store
    from gateway.errors import Failure

    settings = _settings()
    logs.configure(settings)

    async def run() -> None:
        database = store.connect(settings.database_url)
        try:
            await work(database)
        finally:
            await database.close()

    try:
        asyncio.run(run())
    except Failure as failure:
        typer.echo(failure.message, err=True)
        raise typer.Exit(1) from None
