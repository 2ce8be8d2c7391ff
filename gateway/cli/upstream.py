"""``numbergate upstream``: the space of the platform that a project is attached to."""

from typing import Annotated

import typer

from gateway.cli.options import Project

upstream_app = typer.Typer(
    no_args_is_help=True, help="Attach the project to a space of the platform."
)

Space = Annotated[str, typer.Argument(help="The space's host, such as acme.signalwire.com.")]
PlatformProject = Annotated[str, typer.Argument(help="The id of the project there.")]


@upstream_app.command("attach")
def attach(space: Space, project_id: PlatformProject, project: Project = None) -> None:
    """Attach the project, or renew its token. The token is read from standard input."""
    import sys

    from gateway.cli import session, upstream_actions

    token = sys.stdin.readline().strip()
    session.run_as_operator(upstream_actions.attaching(space, project_id, token), project)


@upstream_app.command("show")
def show(project: Project = None) -> None:
    """Show what the project is attached to, and how its last sync went."""
    from gateway.cli import session, upstream_actions

    session.run_as_operator(upstream_actions.show, project)


@upstream_app.command("sync")
def sync(project: Project = None) -> None:
    """Compare all numbers with the platform's now, and show what was found."""
    from gateway.cli import session, upstream_actions

    session.run_as_operator(upstream_actions.sync, project)


@upstream_app.command("detach")
def detach(project: Project = None) -> None:
    """Detach the project. Its numbers stay; changes that are not confirmed end."""
    from gateway.cli import session, upstream_actions

    session.run_as_operator(upstream_actions.detach, project)
