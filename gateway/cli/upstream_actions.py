"""Actions of ``numbergate upstream`` on the services."""

from collections.abc import Awaitable, Callable
from typing import Any

import typer

from gateway.assembly import Assembly
from gateway.cli import output, session
from gateway.domain.caller import Caller
from gateway.domain.commands.upstream import AttachUpstream
from gateway.errors import NoUpstream
from gateway.models.upstream import Upstream

_COLUMNS = (
    "space",
    "platform_project",
    "secret_hint",
    "status",
    "code",
    "attached_at",
    "last_sync",
)

Action = Callable[[Assembly, Caller], Awaitable[Any]]


def attaching(space: str, project_id: str, token: str) -> Action:
    """Return the action that attaches the project."""
    policy = session.read_settings().policy
    asked = {"space": space, "project_id": project_id, "api_token": token}

    async def action(assembly: Assembly, caller: Caller) -> None:
        _print(await assembly.upstreams.attach(caller, AttachUpstream.of(asked, policy)))

    return action


async def show(assembly: Assembly, caller: Caller) -> None:
    """Print what the project is attached to."""
    _print(await _found(assembly, caller))


async def sync(assembly: Assembly, caller: Caller) -> None:
    """Compare all numbers now, and print how it went."""
    await assembly.workers.sync.run_now(caller.project_id)
    _print(await _found(assembly, caller))


async def detach(assembly: Assembly, caller: Caller) -> None:
    """Detach the project."""
    typer.echo(f"Detached from {await assembly.upstreams.detach(caller)}.")


async def _found(assembly: Assembly, caller: Caller) -> Upstream:
    found = await assembly.upstreams.find(caller)
    if found is None:
        raise NoUpstream
    return found


def _print(upstream: Upstream) -> None:
    output.print_json({name: getattr(upstream, name) for name in _COLUMNS})
