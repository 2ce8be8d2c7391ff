"""The numbergate command. Commands import what they need when they run: help comes at once."""

import os
import signal
import sys
import tempfile
from typing import Annotated

import typer

from gateway.cli.numbers import numbers
from gateway.cli.projects import project, token
from gateway.cli.secrets import secrets

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="A GraphQL gateway over phone number provisioning.",
)
app.add_typer(numbers, name="numbers")
app.add_typer(project, name="project")
app.add_typer(token, name="token")
app.add_typer(secrets, name="secrets")

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

    from gateway.cli import first_start

    first_start.prepare(host, port)
    if workers > 1:
        # Read by prometheus_client when it is imported, in each worker.
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="numbergate-"))
    # uvicorn raises the signal once more when it has stopped: being asked to stop is no failure.
    signal.signal(signal.SIGTERM, _stopped)
    uvicorn.run(
        "gateway.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        timeout_graceful_shutdown=drain,
        access_log=False,
        http="gateway.http.protocol:Protocol",
        ws="none",
        server_header=False,
        proxy_headers=False,  # the application looks at them, where there are any
        log_config=None,
    )


def _stopped(_signal: int, _frame: object) -> None:
    sys.exit()


@app.command()
def migrate() -> None:
    """Bring the database's tables to this version."""
    from gateway.cli import session
    from gateway.database import migrate

    session.run(migrate.migrate)
    typer.echo(f"The database is at revision {migrate.head()}.")


@app.command()
def prune() -> None:
    """Forget idempotency keys that expired. They have no effect; this only saves room."""
    from functools import partial

    from gateway.cli import session
    from gateway.clock import utc_now
    from gateway.services import idempotency

    forgotten = session.run(lambda store: store.write(partial(idempotency.prune, now=utc_now())))
    typer.echo(f"Forgot {forgotten} expired keys.")


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    from gateway.graphql.schema import sdl

    typer.echo(sdl(), nl=False)
