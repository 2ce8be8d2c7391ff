"""What ``numbergate token`` asks of the service of projects."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import typer
from pydantic_core import PydanticCustomError

from gateway.cli import session
from gateway.domain.enums import Scope
from gateway.domain.text import Line
from gateway.models import AccessToken
from gateway.services.projects import DEFAULT_SCOPES, MintedToken, Projects


def minting(
    name: str, scopes: Sequence[str] | None, project: str | None, days: int | None
) -> Callable[[Projects], Awaitable[MintedToken]]:
    """Ask for a token that lasts so many *days*, or until it is revoked."""
    wanted = [_scope(text) for text in scopes] if scopes else DEFAULT_SCOPES

    async def ask(projects: Projects) -> MintedToken:
        found = await projects.find_or_create(project or session.settings().project)
        return await projects.mint(
            found.id, named(name), wanted, timedelta(days=days) if days else None
        )

    return ask


def listing(project: str | None) -> Callable[[Projects], Awaitable[Sequence[AccessToken]]]:
    """Ask for the tokens of a project."""

    async def ask(projects: Projects) -> Sequence[AccessToken]:
        found = await projects.find_or_create(project or session.settings().project)
        return await projects.tokens(found.id)

    return ask


def named(text: str) -> str:
    """Return a name without outer spaces, or end with what is wrong with it."""
    try:
        return Line(trim=True)(text)
    except PydanticCustomError as exc:
        raise typer.BadParameter(exc.message()) from None


def _scope(text: str) -> Scope:
    try:
        return Scope(text)
    except ValueError:
        known = ", ".join(Scope)
        raise typer.BadParameter(f"There is no scope {text[:40]!a}. There are: {known}.") from None
