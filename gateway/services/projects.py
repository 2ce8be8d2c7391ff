"""The service of projects and of the tokens that let programs into them.

A token reads ``ng_<id>_<secret>``. Of the secret, 256 bits of it, only the SHA-256 is kept: so
much chance needs no slow hash.
"""

import hmac
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any, Final, cast
from uuid import UUID, uuid4

from sqlalchemy import Connection, Table, select, update

from gateway.clock import utc_now
from gateway.database.database import Database, insert
from gateway.domain.enums import Scope
from gateway.errors import ProjectNameTaken, ProjectNotFound, TokenNotFound
from gateway.models import AccessToken, Project

PROJECTS: Final = cast("Table", Project.__table__)  # type: ignore[attr-defined]
TOKENS: Final = cast("Table", AccessToken.__table__)  # type: ignore[attr-defined]
PREFIX: Final = "ng_"
DEFAULT_PROJECT: Final = "default"
DEFAULT_SCOPES: Final = frozenset({Scope.NUMBERS_READ, Scope.NUMBERS_WRITE})
ALL_SCOPES: Final = frozenset({Scope.ADMIN})

_USE_NOTED_EVERY: Final = timedelta(minutes=1)
_SEVERAL = "There are several projects: name one."
_NONE = "There is no project yet: numbergate project create NAME"
_UNKNOWN = "There is no project of this name or id."
_NOBODY: Final = "0" * 64  # compared with where no token has the id, so that it takes as long


@dataclass(frozen=True, slots=True)
class MintedToken:
    """A new token, and its text, which nothing can tell again."""

    row: AccessToken
    text: str


@dataclass(frozen=True, slots=True)
class Projects:
    """Every project, and every token."""

    database: Database
    now: Callable[[], datetime] = utc_now

    async def create(self, name: str, project_id: UUID | None = None) -> Project:
        """Make a project. Raises `ProjectNameTaken`."""
        row = {"id": project_id or uuid4(), "name": name, "created_at": self.now()}
        return await self.database.write(partial(_create, row))

    async def every(self) -> Sequence[Project]:
        """Return all projects, by their names."""
        query = select(PROJECTS).order_by(PROJECTS.c.name)
        return await self.database.read(
            lambda db: cast("Sequence[Project]", db.execute(query).all())
        )

    async def named(self, named: str = "") -> Project:
        """Return the project of this name or id; of no name, the only one there is.

        Raises `ProjectNotFound`.
        """
        every = await self.every()
        found = [p for p in every if not named or named in {p.name, str(p.id)}]
        if len(found) != 1:
            raise ProjectNotFound(_SEVERAL if found else _NONE if not every else _UNKNOWN)
        return found[0]

    async def ready(self, named: str = "") -> Project:
        """Return what `named` does; in a SQLite file without any project, make the first."""
        if self.database.is_embedded and not await self.every():
            await self.first()
        return await self.named(named)

    async def first(self) -> Project:
        """Return the oldest project, made now if there is none."""
        if not await self.every():
            with suppress(ProjectNameTaken):  # another process was faster
                await self.create(DEFAULT_PROJECT)
        return min(await self.every(), key=lambda project: project.created_at)

    async def has_tokens(self) -> bool:
        """Tell whether any token was ever made."""
        query = select(TOKENS.c.id).limit(1)
        return await self.database.read(lambda db: db.scalar(query) is not None)

    async def exists(self, project_id: UUID) -> bool:
        """Tell whether there is a project with this id."""
        query = select(PROJECTS.c.id).where(PROJECTS.c.id == project_id)
        return await self.database.read(lambda db: db.scalar(query) is not None)

    async def mint(
        self,
        project_id: UUID,
        name: str,
        scopes: Collection[Scope],
        lasts: timedelta | None = None,
    ) -> MintedToken:
        """Make a token that *lasts* so long, or until it is revoked."""
        token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": token_id,
            "project_id": project_id,
            "name": name,
            "digest": _digest(secret),
            "scopes": scopes,
            "created_at": self.now(),
            "expires_at": self.now() + lasts if lasts else None,
        }
        minted = await self.database.write(partial(_mint, row))
        return MintedToken(minted, f"{PREFIX}{token_id}_{secret}")

    async def tokens(self, project_id: UUID) -> Sequence[AccessToken]:
        """Return the project's tokens, revoked and expired ones too, oldest first."""
        query = select(TOKENS).where(TOKENS.c.project_id == project_id)
        found = query.order_by(TOKENS.c.created_at)
        return await self.database.read(
            lambda db: cast("Sequence[AccessToken]", db.execute(found).all())
        )

    async def revoke(self, token_id: str) -> None:
        """End a token at once for good. Raises `TokenNotFound`."""
        live = (TOKENS.c.id == token_id) & TOKENS.c.revoked_at.is_(None)
        statement = update(TOKENS).where(live).values(revoked_at=self.now())
        if not await self.database.write(lambda db: db.execute(statement).rowcount):
            raise TokenNotFound

    async def known(self, text: str) -> AccessToken | None:
        """Return the token of this text, if it may be used now."""
        token_id, _, secret = text.removeprefix(PREFIX).partition("_")
        query = select(TOKENS).where(TOKENS.c.id == token_id)
        row = await self.database.read(
            lambda db: cast("AccessToken | None", db.execute(query).one_or_none())
        )
        right = hmac.compare_digest(_digest(secret), row.digest if row else _NOBODY)
        return row if row and right and self._is_live(row) else None

    async def note_use(self, token: AccessToken) -> None:
        """Remember that the token was used, once a minute at most."""
        now = self.now()
        if token.last_used_at and now - token.last_used_at < _USE_NOTED_EVERY:
            return
        statement = update(TOKENS).where(TOKENS.c.id == token.id).values(last_used_at=now)
        await self.database.write(lambda db: db.execute(statement))

    def _is_live(self, token: AccessToken) -> bool:
        expired = token.expires_at is not None and token.expires_at <= self.now()
        return token.revoked_at is None and not expired


def _create(row: Mapping[str, Any], db: Connection) -> Project:
    statement = insert(db)(PROJECTS).on_conflict_do_nothing().returning(PROJECTS)
    made = db.execute(statement, dict(row)).one_or_none()
    if made is None:
        raise ProjectNameTaken
    return cast("Project", made)


def _mint(row: Mapping[str, Any], db: Connection) -> AccessToken:
    return cast("AccessToken", db.execute(insert(db)(TOKENS).returning(TOKENS), dict(row)).one())


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
