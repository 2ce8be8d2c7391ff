"""``numbergate project`` and ``numbergate token``: commands on projects and access tokens."""

from typing import Annotated

import typer

from gateway.cli.options import AsJson, Project
from gateway.domain.enums import Scope

project_app = typer.Typer(no_args_is_help=True, help="Create and list projects.")
token_app = typer.Typer(no_args_is_help=True, help="Create, list and revoke tokens.")


@project_app.command("create")
def create_project(name: Annotated[str, typer.Argument(help="The project's name.")]) -> None:
    """Create a project. Projects cannot see each other's numbers."""
    from gateway.cli import session, token_actions

    project = session.run_on_projects(
        lambda projects: projects.create(token_actions.parse_name(name))
    )
    typer.echo(project.id)


@project_app.command("list")
def list_projects(as_json: AsJson = False) -> None:
    """List projects."""
    from gateway.cli import output, session

    rows = session.run_on_projects(lambda projects: projects.all())
    output.print_rows(rows, ("id", "name", "created_at"), called="projects", as_json=as_json)
    if not rows:
        session.echo_location()


@token_app.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="The name of its user, which events show.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help=f"{', '.join(Scope)}; repeat for more. handlers:reveal shows secrets in handler "
            "URLs, admin allows everything, and /metrics. Default: the first two."
        ),
    ] = None,
    project: Project = None,
    days: Annotated[
        int | None, typer.Option(min=1, help="Days until it expires. Default: it does not expire.")
    ] = None,
) -> None:
    """Create a token and print it. It is stored as a digest only and cannot be shown again."""
    from gateway.cli import session, token_actions

    minted = session.run_on_projects(token_actions.create_token(name, scope, project, days))
    typer.echo(minted.text)


@token_app.command("list")
def list_tokens(project: Project = None, as_json: AsJson = False) -> None:
    """List a project's tokens, without their secrets."""
    from gateway.cli import output, session, token_actions

    rows = session.run_on_projects(token_actions.list_tokens(project))
    output.print_tokens(rows, as_json=as_json)
    if not rows:
        session.echo_location()


@token_app.command("revoke")
def revoke_token(
    token_id: Annotated[str, typer.Argument(help="The part between the underscores of a token.")],
) -> None:
    """Revoke a token permanently. Servers reject it within five seconds."""
    from gateway.cli import session

    session.run_on_projects(lambda projects: projects.revoke(token_id))
