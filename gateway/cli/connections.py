"""``numbergate connections``: accounts at other providers, and the numbers that they have."""

from typing import Annotated

import typer

from gateway.cli.options import AsJson, Project
from gateway.domain.enums import Provider, ProviderNumberState

connections_app = typer.Typer(
    no_args_is_help=True, help="Connect accounts at other providers, and see their numbers."
)

_PROVIDERS = [provider for provider in Provider if provider is not Provider.OTHER]
_STATES = [state for state in ProviderNumberState if state is not ProviderNumberState.OTHER]
ConnectionId = Annotated[str, typer.Argument(help="The id of the connection.")]


@connections_app.command("add")
def add(
    provider: Annotated[str, typer.Argument(help=f"One of {', '.join(_PROVIDERS)}.")],
    label: Annotated[str, typer.Option(help="A name to tell connections apart.")],
    credential: Annotated[
        list[str] | None,
        typer.Option(
            help="A part of the credentials that is no secret, as name=value, such as "
            "account_sid=AC…; repeat for more."
        ),
    ] = None,
    project: Project = None,
) -> None:
    """Connect an account, which is only read. The secret is read from standard input."""
    import sys

    from gateway.cli import connection_actions, session

    secret = sys.stdin.readline().strip()
    asked = connection_actions.credentials(provider, credential or (), secret)
    session.run_as_operator(connection_actions.adding(label, asked), project)


@connections_app.command("list")
def list_(project: Project = None, as_json: AsJson = False) -> None:
    """List the connections."""
    from gateway.cli import connection_actions, session

    session.run_as_operator(connection_actions.listing(as_json=as_json), project)


@connections_app.command("refresh")
def refresh(connection_id: ConnectionId, project: Project = None) -> None:
    """Fetch the list of numbers now, and show what was found."""
    from gateway.cli import connection_actions, session

    session.run_as_operator(connection_actions.refreshing(connection_id), project)


@connections_app.command("numbers")
def numbers(
    connection_id: ConnectionId,
    state: Annotated[
        list[ProviderNumberState] | None,
        typer.Option(
            metavar="STATE",
            help=f"Only numbers in this state: {', '.join(_STATES)}. Repeat for more.",
        ),
    ] = None,
    project: Project = None,
    as_json: AsJson = False,
) -> None:
    """List the numbers of a connection, with what an import would lose."""
    from gateway.cli import connection_actions, session

    action = connection_actions.listing_numbers(connection_id, state, as_json=as_json)
    session.run_as_operator(action, project)


@connections_app.command("remove")
def remove(connection_id: ConnectionId, project: Project = None) -> None:
    """Forget an account and its list. Numbers that were imported stay."""
    from gateway.cli import connection_actions, session

    session.run_as_operator(connection_actions.removing(connection_id), project)
