"""``numbergate webhooks``: the endpoints that events are sent to."""

from typing import Annotated

import typer

from gateway.cli.options import AsJson, Project
from gateway.domain.enums import DeliveryStatus, EventType

webhooks_app = typer.Typer(no_args_is_help=True, help="Send the project's events to URLs.")

EndpointId = Annotated[str, typer.Argument(help="The id of the endpoint.")]
Types = Annotated[
    list[EventType] | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help=f"A type of event to send: {', '.join(EventType)}. Repeat for more. Default: all.",
    ),
]


@webhooks_app.command("create")
def create(
    url: Annotated[str, typer.Argument(help="The URL, with https.")],
    type_: Types = None,
    after: Annotated[
        str | None, typer.Option(help="Send the events after this cursor. Default: from now on.")
    ] = None,
    project: Project = None,
) -> None:
    """Create an endpoint, and print its secret: it is shown this once."""
    from gateway.cli import session, webhook_actions

    asked = {"url": url, "types": type_ or [], "after": after}
    session.run_as_operator(webhook_actions.creating(asked), project)


@webhooks_app.command("list")
def list_(project: Project = None, as_json: AsJson = False) -> None:
    """List the endpoints."""
    from gateway.cli import session, webhook_actions

    session.run_as_operator(webhook_actions.listing(as_json=as_json), project)


@webhooks_app.command("set")
def set_(
    endpoint_id: EndpointId,
    url: Annotated[str | None, typer.Option(help="The new URL.")] = None,
    type_: Types = None,
    all_types: Annotated[bool, typer.Option("--all-types", help="Send all types.")] = False,
    enable: Annotated[
        bool | None, typer.Option("--enable/--disable", help="Send events, or none.")
    ] = None,
    project: Project = None,
) -> None:
    """Change an endpoint, or enable it again."""
    from gateway.cli import session, webhook_actions

    if type_ and all_types:
        raise typer.BadParameter("Either name types, or choose all.")
    types: list[EventType] | None = [] if all_types else type_
    options = {"url": url, "types": types, "enabled": enable}
    given = {name: value for name, value in options.items() if value is not None}
    session.run_as_operator(webhook_actions.updating(endpoint_id, given), project)


@webhooks_app.command("delete")
def delete(
    endpoint_id: EndpointId,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")] = False,
    project: Project = None,
) -> None:
    """Delete an endpoint with its deliveries."""
    from gateway.cli import session, webhook_actions

    if not yes:
        typer.confirm(f"Delete {endpoint_id}?", abort=True)
    session.run_as_operator(webhook_actions.deleting(endpoint_id), project)


@webhooks_app.command("rotate")
def rotate(endpoint_id: EndpointId, project: Project = None) -> None:
    """Replace the secret, and print the new one. Both sign for 24 hours."""
    from gateway.cli import session, webhook_actions

    session.run_as_operator(webhook_actions.rotating(endpoint_id), project)


@webhooks_app.command("test")
def send_test(endpoint_id: EndpointId, project: Project = None) -> None:
    """Send a test message, and print what comes of it. Fails when it was not taken."""
    from gateway.cli import session, webhook_actions

    session.run_as_operator(webhook_actions.testing(endpoint_id), project)


@webhooks_app.command("deliveries")
def deliveries(
    endpoint_id: EndpointId,
    status: Annotated[
        DeliveryStatus | None, typer.Option(help="Only deliveries with this status.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Maximum number of rows.")] = 50,
    project: Project = None,
    as_json: AsJson = False,
) -> None:
    """List the deliveries of an endpoint, the newest event first."""
    from gateway.cli import session, webhook_actions

    action = webhook_actions.listing_deliveries(endpoint_id, status, limit, as_json=as_json)
    session.run_as_operator(action, project)


@webhooks_app.command("retry")
def retry(
    endpoint_id: EndpointId,
    message: Annotated[
        list[str] | None, typer.Option(help="The webhook-id of a dead letter; repeat for more.")
    ] = None,
    project: Project = None,
) -> None:
    """Send dead letters again: those that are named, or all."""
    from gateway.cli import session, webhook_actions

    session.run_as_operator(webhook_actions.retrying(endpoint_id, message), project)
