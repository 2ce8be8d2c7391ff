"""Actions of ``numbergate token``: functions that call the service of projects and tokens."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import typer
from pydantic_core import PydanticCustomError

from gateway.cli import session
from gateway.domain.enums import Scope
from gateway.domain.text import Line
from gateway.models.project import AccessToken
from gateway.services.projects import DEFAULT_SCOPES, MintedToken, Projects


def create_token(
    name: str, scopes: Sequence[str] | None, project: str | None, days: int | None
) -> Callable[[Projects], Awaitable[MintedToken]]:
    """Return the action that creates a token, valid for *days* or until it is revoked."""
    parsed_scopes = [_parse_scope(text) for text in scopes] if scopes else DEFAULT_SCOPES

    async def action(projects: Projects) -> MintedToken:
        owner = await projects.find_or_create(project or session.read_settings().project)
        lifetime = timedelta(days=days) if days else None
        return await projects.mint(owner.id, parse_name(name), parsed_scopes, lifetime)

    return action


def list_tokens(project: str | None) -> Callable[[Projects], Awaitable[Sequence[AccessToken]]]:
    """Return the action that lists the tokens of a project."""

    async def action(projects: Projects) -> Sequence[AccessToken]:
        owner = await projects.find_or_create(project or session.read_settings().project)
        return await projects.tokens(owner.id)

    return action


def parse_name(text: str) -> str:
    """Return a name without outer spaces; exit with a usage error if it is invalid."""
    try:
        return Line(trim=True)(text)
    except PydanticCustomError as exc:
        raise typer.BadParameter(exc.message()) from None


def _parse_scope(text: str) -> Scope:
    try:
        return Scope(text)
    except ValueError:
        scopes = ", ".join(Scope)
        raise typer.BadParameter(f"There is no scope {text[:40]!a}. Scopes: {scopes}.") from None
