"""Actions of ``numbergate connections`` on the services."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import typer

from gateway.assembly import Assembly
from gateway.cli import output
from gateway.cli.session import EXIT_FAILED
from gateway.domain.caller import Caller
from gateway.domain.commands.connections import (
    CREDENTIALS,
    ConnectProvider,
    ListProviderNumbers,
    RefreshConnection,
    RemoveConnection,
)
from gateway.domain.enums import Provider, ProviderNumberState
from gateway.domain.losses import Loss
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window

_COLUMNS: Final = (
    "id", "provider", "label", "account", "secret_hint", "status", "code", "refreshed_at",
)  # fmt: skip
_NUMBER: Final = ("external_id", "number", "state", "name", "losses")
Action = Callable[[Assembly, Caller], Awaitable[None]]


class _Listed(NamedTuple):
    """A number of a provider, as it is printed."""

    external_id: str
    number: str
    state: str
    name: str | None
    losses: list[str]


def credentials(provider: str, given: Sequence[str], secret: str) -> dict[str, Any]:
    """Return the credentials of a provider, of its parts as ``name=value`` and the secret.

    A provider that is none, as "other", is refused by the command.
    """
    if provider not in CREDENTIALS:
        return {provider: {}}
    split = [part.partition("=") for part in given]
    parts = {name: value for name, _, value in split}
    return {provider: {**parts, CREDENTIALS[Provider(provider)].secret_field: secret}}


def adding(label: str, asked: Mapping[str, Any]) -> Action:
    """Return the action that connects an account."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = ConnectProvider.of({"label": label, "credentials": asked}, STRICT)
        typer.echo((await assembly.connections.connect(caller, command)).id)

    return action


def listing(*, as_json: bool) -> Action:
    """Return the action that lists the connections."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        rows = await assembly.connections.find_all(caller)
        output.print_rows(rows, _COLUMNS, called="connections", as_json=as_json)

    return action


def refreshing(connection_id: str) -> Action:
    """Return the action that fetches a list, and exits with 1 where it did not come to its end."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = RefreshConnection.of({"id": connection_id}, STRICT)
        found = await assembly.connections.find(caller, command.id)
        await assembly.workers.refresh.run_now(found.id)
        ended = await assembly.connections.find(caller, command.id)
        counts = await assembly.provider_numbers.counts(caller, ended.id)
        output.print_json({"status": ended.status, "code": ended.code, "numbers": counts})
        if ended.code:
            raise typer.Exit(EXIT_FAILED)

    return action


def listing_numbers(
    connection_id: str, states: Sequence[ProviderNumberState] | None, *, as_json: bool
) -> Action:
    """Return the action that lists all numbers of a connection in these states."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = RefreshConnection.of({"id": connection_id}, STRICT)
        found = await assembly.connections.find(caller, command.id)
        wanted = ListProviderNumbers.of({"states": [*states] if states else None}, STRICT)
        rows: list[_Listed] = []
        cursor, has_next = None, True
        while has_next:
            window = Window(100, cursor)
            page = await assembly.provider_numbers.page(caller, found.id, window, wanted)
            rows += map(_shown, page.rows)
            has_next = page.has_next
            cursor = page.order.cursor(page.rows[-1]) if page.rows else None
        output.print_rows(rows, _NUMBER, called="numbers", as_json=as_json)

    return action


def removing(connection_id: str) -> Action:
    """Return the action that removes a connection."""

    async def action(assembly: Assembly, caller: Caller) -> None:
        command = RemoveConnection.of({"id": connection_id}, STRICT)
        typer.echo(f"Removed {await assembly.connections.remove(caller, command)}.")

    return action


def _shown(row: Any) -> _Listed:
    losses = [Loss.restored(stored) for stored in row.losses]
    said = [f"{loss.code}:{loss.field}" for loss in losses]
    return _Listed(row.external_id, row.number, row.state.value, row.settings.get("name"), said)
