"""Before anything is served: the tables, and on a first start a project and a token."""

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

_TEXT = """
This is the first start: a project named {project} was made, and a token for it.
The token is shown this once; numbergate token create makes another.

    export NUMBERGATE_TOKEN={token}

Ask how many numbers there are:

    curl -s {url}/graphql -H "Authorization: Bearer $NUMBERGATE_TOKEN" \\
      -H 'Content-Type: application/json' -d '{{"query": "{{ phoneNumbers {{ totalCount }} }}"}}'

or look around in the explorer: {url}/graphiql#token={token}
"""
_TURNED_AWAY = (
    "NUMBERGATE_DATABASE_URL: the server answers, and lets nobody in with this user, password and "
    "database."
)


@dataclass(frozen=True, slots=True)
class First:
    """What a first start made."""

    project: str
    token: MintedToken


def prepare(host: str, port: int) -> None:
    """Make the database ready; print the first token where there was none."""
    if session.settings().open_access and not is_loopback(host):
        text = "NUMBERGATE_OPEN_ACCESS: without tokens, listen on loopback only: --host 127.0.0.1"
        typer.echo(text, err=True)
        raise typer.Exit(session.MISUSED)
    first = session.run(partial(_prepared, opened=session.settings().open_access))
    if first:
        url = f"http://{host}:{port}"
        typer.echo(_TEXT.format(project=first.project, token=first.token.text, url=url))


async def _prepared(database: Database, *, opened: bool) -> First | None:
    try:
        await migrate.prepare(database)
    except Unavailable as unavailable:
        if database.is_embedded:
            raise
        if is_access_denied(unavailable):
            typer.echo(_TURNED_AWAY, err=True)
            raise typer.Exit(session.WRONG) from None
        typer.echo("The database does not answer yet. It is waited for.", err=True)
        return None
    if opened or not database.is_embedded:
        return None
    projects = Projects(database)
    if await projects.has_tokens():
        return None
    project = await projects.default()
    return First(project.name, await projects.mint(project.id, "first", DEFAULT_SCOPES))
