"""Command line: ``numbergate``. Commands import their modules when they run, so help is fast."""

import gc
import os
import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

_NEW_OBJECTS: Final = 100_000  # between two runs of the garbage collector

# The groups of commands, and the modules and names of their applications.
_GROUPS: Final = {
    "numbers": ("numbers", "numbers_app"),
    "project": ("projects", "project_app"),
    "token": ("projects", "token_app"),
    "secrets": ("secrets", "secrets_app"),
    "upstream": ("upstream", "upstream_app"),
    "connections": ("connections", "connections_app"),
    "webhooks": ("webhooks", "webhooks_app"),
}


class _LazyGroups(TyperGroup):
    """Commands, and groups that are imported when one is used, for help, and to suggest a name."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, then those of the groups."""
        self._load(*_GROUPS)
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command or a group, or None."""
        self._load(*([] if cmd_name in self.commands else [cmd_name]))
        return super().get_command(ctx, cmd_name)

    def _load(self, *names: str) -> None:
        """Import these groups; all of them for a name that is none."""
        for name in names if _GROUPS.keys() >= set(names) else _GROUPS:
            module, app_name = _GROUPS[name]
            group = get_group(getattr(import_module(f"gateway.cli.{module}"), app_name))
            group.name = name  # without it, help lists the group without its name
            self.add_command(group, name)


app = typer.Typer(
    cls=_LazyGroups,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_show_locals=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"numbergate {version('numbergate')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[  # noqa: ARG001  # its callback reads it
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """A GraphQL gateway over phone number provisioning."""
    # What a command imports stays: looking for garbage in it meanwhile takes 3 % of a command.
    gc.set_threshold(_NEW_OBJECTS)


Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 chooses a free one.")]
Workers = Annotated[int, typer.Option(min=1, help="Number of worker processes.")]
# A worker that does not respond for so long is killed with the requests that it has accepted. On a
# busy machine a process may have to wait for some seconds until it runs at all.
HUNG_SECONDS: Final = 60
Drain = Annotated[int, typer.Option(min=0, help="Seconds that a shutdown waits for requests.")]


@app.command()
def serve(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1, drain: Drain = 25
) -> None:
    """Serve GraphQL and REST. A SQLite database is migrated first."""
    import uvicorn

    from gateway.cli import first_start

    first_start.prepare(host, port)
    if workers > 1:
        # prometheus_client reads this when it is imported, in each worker.
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="numbergate-"))
    # uvicorn raises the signal again after its shutdown; exit with code 0 then.
    signal.signal(signal.SIGTERM, _exit)
    uvicorn.run(
        "gateway.server_process:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        timeout_graceful_shutdown=drain,
        timeout_worker_healthcheck=HUNG_SECONDS,
        access_log=False,
        http="gateway.http.protocol:Protocol",
        ws="none",
        server_header=False,
        proxy_headers=False,  # the application reads them, see `DirectRoute`
        log_config=None,
    )


def _exit(_signal: int, _frame: object) -> None:
    sys.exit()


@app.command()
def work() -> None:
    """Do background work, as `serve` does: carry changes to platforms, and sync with them."""
    from gateway.cli import session
    from gateway.cli.work import until_stopped

    session.run_assembled(until_stopped)


@app.command()
def migrate() -> None:
    """Migrate the database to the schema revision of this version."""
    from gateway.cli import session
    from gateway.database import migrate, revision

    session.run(migrate.migrate, creates=True)
    typer.echo(f"The database is at revision {revision.head()}.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="File to create.")],
) -> None:
    """Copy the SQLite database to a new file, also while it is served. Nothing is overwritten."""
    from gateway.cli import session
    from gateway.database import sqlite_file

    settings = session.read_settings()

    def back_up() -> None:
        session.require_file(settings)
        sqlite_file.back_up(settings.database_url, file)

    session.exit_on_failure(back_up, settings)
    typer.echo(f"Wrote {file}, {file.stat().st_size:,} bytes.")


@app.command()
def prune() -> None:
    """Delete expired idempotency keys, and old changes, deliveries of webhooks and bulk jobs.

    Also the numbers of connections that were removed, where the removal did not
    come to its end.

    None has an effect any more, and this frees disk space. Changes of platforms,
    dead letters and jobs are old after 30 days, other deliveries after 3.
    """
    from gateway.cli import session
    from gateway.clock import utc_now
    from gateway.services import retention

    pruned = session.run(lambda database: retention.prune(database, utc_now()))
    typer.echo(
        f"Deleted {pruned.keys} expired keys, {pruned.changes} old changes, "
        f"{pruned.deliveries} old deliveries, {pruned.jobs} old jobs and "
        f"{pruned.provider_numbers} numbers of connections that were removed."
    )


@app.command()
def handlers(
    kind: Annotated[str | None, typer.Argument(help="A kind, to see all about it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """List the kinds of handlers and their settings, as --call-handler takes them."""
    from gateway.cli.handlers import print_handlers

    print_handlers(kind, as_json=as_json)


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    from gateway.graphql.schema import sdl

    typer.echo(sdl(), nl=False)
