"""First start of ``numbergate serve``: migrates SQLite, and creates a project and a token."""

from dataclasses import dataclass
from functools import partial

import typer

from gateway.auth.authenticator import is_loopback
from gateway.cli import session
from gateway.database import migrate
from gateway.database.database import Database
from gateway.database.errors import is_access_denied
from gateway.errors import Unavailable
from gateway.services.projects import DEFAULT_SCOPES, MintedToken, Projects

_WELCOME = """
First start: created the project {project} and a token for it.
The token is shown only once; numbergate token create makes another.

    export NUMBERGATE_TOKEN={token}

Query the number of phone numbers:

    curl -s {url}/graphql -H "Authorization: Bearer $NUMBERGATE_TOKEN" \\
      -H 'Content-Type: application/json' -d '{{"query": "{{ phoneNumbers {{ totalCount }} }}"}}'

or open the console:  {url}/console#token={token}
or the explorer:      {url}/graphiql#token={token}
"""
_OPEN_ACCESS = "NUMBERGATE_OPEN_ACCESS: listens on loopback addresses only: --host 127.0.0.1"
_ACCESS_DENIED = (
    "NUMBERGATE_DATABASE_URL: the database server denies access with this user, password and "
    "database name."
)
_UNAVAILABLE = "The database is not available yet. Requests get 503 until it is."


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What the first start created."""

    project: str
    token: MintedToken


def prepare(host: str, port: int) -> None:
    """Prepare the database; on a first start, print the new token."""
    open_access = session.read_settings().open_access
    if open_access and not is_loopback(host):
        typer.echo(_OPEN_ACCESS, err=True)
        raise typer.Exit(session.EXIT_USAGE)
    first = session.run(partial(_prepare, open_access=open_access), creates=True)
    if first:
        url = f"http://{host}:{port}"
        typer.echo(_WELCOME.format(project=first.project, token=first.token.text, url=url))


async def _prepare(database: Database, *, open_access: bool) -> FirstStart | None:
    if not await _is_prepared(database) or open_access or not database.is_embedded:
        return None
    projects = Projects(database)
    if await projects.has_tokens():
        return None
    project = await projects.default()
    return FirstStart(project.name, await projects.mint(project.id, "first", DEFAULT_SCOPES))


async def _is_prepared(database: Database) -> bool:
    """Prepare the database. False if its server is unavailable: the application retries."""
    try:
        await migrate.prepare(database)
    except Unavailable as unavailable:
        if database.is_embedded:
            raise
        if is_access_denied(unavailable):
            session.echo_error(_ACCESS_DENIED)
            raise typer.Exit(session.EXIT_FAILED) from None
        session.echo_error(_UNAVAILABLE)
        return False
    return True
