"""First start of ``numbergate serve``: migrates SQLite, and creates a project and a token."""

from dataclasses import dataclass
from functools import partial

import typer

from gateway.auth.authenticator import is_loopback
from gateway.cli import address, session
from gateway.cli.messages import echo_message
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
_LATER_START = """
numbergate serves on {url}, with the console at {url}/console
and the explorer at {url}/graphiql. They ask for a token:

    numbergate token create NAME
"""
_OPEN_START = """
numbergate serves on {url}, to programs of this machine without a token, with the
console at {url}/console and the explorer at {url}/graphiql.
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
    """Prepare the database; print the address, and the new token or how to get one."""
    settings = session.read_settings()
    if settings.open_access and not is_loopback(host):
        echo_message(_OPEN_ACCESS)
        raise typer.Exit(session.EXIT_USAGE)
    session.exit_on_failure(partial(address.require_free, host, port), settings)
    first = session.run(partial(_prepare, open_access=settings.open_access), creates=True)
    typer.echo(_text(first, _url(host, port), open_access=settings.open_access))


def _text(first: FirstStart | None, url: str, *, open_access: bool) -> str:
    if first:
        return _WELCOME.format(project=first.project, token=first.token.text, url=url)
    return (_OPEN_START if open_access else _LATER_START).format(url=url)


def _url(host: str, port: int) -> str:
    """Return the address; a port that the system chooses is in the server's log line."""
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{port or 'PORT'}"


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
