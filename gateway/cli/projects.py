"""``numbergate project`` and ``numbergate token``: who may come in, and to what."""

from typing import Annotated

import typer

project = typer.Typer(no_args_is_help=True, help="Create and list projects.")
token = typer.Typer(no_args_is_help=True, help="Create, list and revoke tokens.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Project = Annotated[
    str | None,
    typer.Option("--project", help="The project's name or id. Left out: the only one there is."),
]


@project.command("create")
def create_project(name: Annotated[str, typer.Argument(help="A name for it.")]) -> None:
    """Create a project. Nothing of one project is seen from another."""
    from gateway.cli import session, token_actions

    made = session.keep(lambda projects: projects.create(token_actions.named(name)))
    typer.echo(made.id)


@project.command("list")
def list_projects(as_json: AsJson = False) -> None:
    """List projects."""
    from gateway.cli import output, session

    found = session.keep(lambda projects: projects.all())
    output.things(found, ("id", "name", "created_at"), as_json=as_json)


@token.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="Who will use it. Events name it.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="numbers:read, numbers:write, handlers:reveal (passwords in handler URLs) or "
            "admin (everything, and /metrics); repeat for more. Left out: the first two."
        ),
    ] = None,
    project: Project = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="How long it lasts. Left out: until it is revoked.")
    ] = None,
) -> None:
    """Create a token. It is printed this once and kept nowhere."""
    from gateway.cli import session, token_actions

    minted = session.keep(token_actions.minting(name, scope, project, days))
    typer.echo(minted.text)


@token.command("list")
def list_tokens(project: Project = None, as_json: AsJson = False) -> None:
    """List a project's tokens, without their secrets."""
    from gateway.cli import output, session, token_actions

    columns = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
    output.things(session.keep(token_actions.listing(project)), columns, as_json=as_json)


@token.command("revoke")
def revoke_token(
    token_id: Annotated[str, typer.Argument(help="The part between the underscores of a token.")],
) -> None:
    """Revoke a token, for good. Servers notice within five seconds."""
    from gateway.cli import session

    session.keep(lambda projects: projects.revoke(token_id))
