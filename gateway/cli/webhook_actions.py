"""Actions of ``numbergate webhooks`` on the service."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import typer

from gateway.assembly import Assembly
from gateway.cli import output, session
from gateway.cli.session import EXIT_FAILED
from gateway.domain.caller import Caller
from gateway.domain.commands.webhooks import (
    CreateWebhookEndpoint,
    DeleteWebhookEndpoint,
    ListDeliveries,
    RetryWebhookDeliveries,
    RotateWebhookSecret,
    SendTestWebhook,
    UpdateWebhookEndpoint,
)
from gateway.domain.enums import DeliveryStatus
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window

_COLUMNS: Final = ("id", "url", "types", "status", "code", "failing_since", "secret_hint")
_DELIVERY: Final = ("position", "status", "attempts", "last_result", "due_at", "finished_at")
Action = Callable[[Assembly, Caller], Awaitable[None]]


def creating(asked: Mapping[str, Any]) -> Action:
    """Return the action that creates an endpoint."""
    policy = session.read_settings().policy

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = CreateWebhookEndpoint.of(asked, policy)
        created = await assembly.webhooks.create(caller, command)
        output.print_json({**_shown(created.endpoint), "secret": created.secret})

    return action


def listing(*, as_json: bool) -> Action:
    """Return the action that lists the endpoints."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        rows = await assembly.webhooks.of_project(caller)
        output.print_rows(rows, _COLUMNS, called="endpoints", as_json=as_json)

    return action


def updating(endpoint_id: str, given: Mapping[str, Any]) -> Action:
    """Return the action that changes an endpoint."""
    policy = session.read_settings().policy

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = UpdateWebhookEndpoint.of({"id": endpoint_id, **given}, policy)
        output.print_json(_shown(await assembly.webhooks.update(caller, command)))

    return action


def deleting(endpoint_id: str) -> Action:
    """Return the action that deletes an endpoint."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = DeleteWebhookEndpoint.of({"id": endpoint_id}, STRICT)
        typer.echo(f"Deleted {await assembly.webhooks.delete(caller, command)}.")

    return action


def rotating(endpoint_id: str) -> Action:
    """Return the action that replaces a secret."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = RotateWebhookSecret.of({"id": endpoint_id}, STRICT)
        rotated = await assembly.webhooks.rotate_secret(caller, command)
        until = rotated.endpoint.previous_until
        output.print_json({"secret": rotated.secret, "previous_until": until})

    return action


def testing(endpoint_id: str) -> Action:
    """Return the action that sends a test message."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = SendTestWebhook.of({"id": endpoint_id}, STRICT)
        sent = await assembly.webhooks.send_test(caller, command)
        output.print_json(sent._asdict() | {"delivered": sent.delivered})
        if not sent.delivered:
            raise typer.Exit(EXIT_FAILED)

    return action


def listing_deliveries(
    endpoint_id: str, status: DeliveryStatus | None, limit: int, *, as_json: bool
) -> Action:
    """Return the action that lists deliveries."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        wanted = ListDeliveries.of({"id": endpoint_id, "status": status}, STRICT)
        page = await assembly.webhooks.deliveries(caller, Window(first=limit), wanted)
        output.print_rows(page.rows, _DELIVERY, called="deliveries", as_json=as_json)

    return action


def retrying(endpoint_id: str, messages: Sequence[str] | None) -> Action:
    """Return the action that sends dead letters again."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        asked = {"id": endpoint_id, "message_ids": messages or None}
        count = await assembly.webhooks.retry(caller, RetryWebhookDeliveries.of(asked, STRICT))
        typer.echo(f"{count} deliveries are due again.")

    return action


def _shown(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS}
