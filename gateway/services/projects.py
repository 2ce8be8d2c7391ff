"""Project service: projects (the tenants) and their access tokens.

A token is ``ng_<id>_<secret>``. The secret has 256 random bits, so its SHA-256 is stored: a slow
password hash would add nothing.
"""

import hmac
import re
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
from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from gateway.errors import ProjectNameTaken, ProjectNotFound, TokenNotFound
from gateway.models.project import AccessToken, Project

PROJECTS: Final = cast("Table", Project.__table__)  # type: ignore[attr-defined]
TOKENS: Final = cast("Table", AccessToken.__table__)  # type: ignore[attr-defined]
PREFIX: Final = "ng_"
_TOKEN_ID: Final = re.compile(r"[0-9a-f]{12}")
_TOKEN: Final = re.compile(rf"{PREFIX}({_TOKEN_ID.pattern})_([A-Za-z0-9_-]{{43}})")
DEFAULT_PROJECT: Final = "default"
DEFAULT_SCOPES: Final = frozenset({Scope.NUMBERS_READ, Scope.NUMBERS_WRITE})
ALL_SCOPES: Final = frozenset({Scope.ADMIN})

_LAST_USED_RESOLUTION: Final = timedelta(minutes=1)
_SEVERAL = "There are several projects: name one."
_NONE = "There is no project yet: numbergate project create NAME"
_UNKNOWN = "There is no project of this name or id."
_NO_DIGEST: Final = "0" * 64  # compared when no token has the id, so that timing tells nothing


@dataclass(frozen=True, slots=True)
class MintedToken:
    """A new token with its text, which is not stored and cannot be shown again."""

    row: AccessToken
    text: str


@dataclass(frozen=True, slots=True)
class Projects:
    """All projects, and the tokens of each."""

    database: Database
    now: Callable[[], datetime] = utc_now

    async def create(self, name: str, project_id: UUID | None = None) -> Project:
        """Create a project. Raises `ProjectNameTaken`."""
        row = {"id": project_id or uuid4(), "name": name, "created_at": self.now()}
        return await self.database.write(partial(_create, row))

    async def all(self) -> Sequence[Project]:
        """Return all projects, sorted by name."""
        query = select(PROJECTS).order_by(PROJECTS.c.name)
        return await self.database.read(
            lambda db: cast("Sequence[Project]", db.execute(query).all())
        )

    async def find(self, name_or_id: str = "") -> Project:
        """Return the project with this name or id; without one, the only project.

        Raises `ProjectNotFound`, also where the name is needed because there are several.
        """
        projects = await self.all()
        found = [p for p in projects if not name_or_id or name_or_id in {p.name, str(p.id)}]
        if len(found) != 1:
            reason = _SEVERAL if found else _UNKNOWN if projects else _NONE
            raise ProjectNotFound(reason, [project.name for project in projects])
        return found[0]

    async def find_or_create(self, name_or_id: str = "") -> Project:
        """Do as `find`, but create the default project in an embedded database without any."""
        if self.database.is_embedded and not await self.all():
            await self.default()
        return await self.find(name_or_id)

    async def default(self) -> Project:
        """Return the oldest project; create one if there is none."""
        if not await self.all():
            with suppress(ProjectNameTaken):  # another process created it meanwhile
                await self.create(DEFAULT_PROJECT)
        return min(await self.all(), key=lambda project: project.created_at)

    async def has_tokens(self) -> bool:
        """Return whether any token exists, revoked and expired ones included."""
        query = select(TOKENS.c.id).limit(1)
        return await self.database.read(lambda db: db.scalar(query) is not None)

    async def of(self, caller: Caller) -> Project:
        """Return the caller's project. Raises `ProjectNotFound`."""
        query = select(PROJECTS).where(PROJECTS.c.id == caller.project_id)
        row = await self.database.read(lambda db: db.execute(query).one_or_none())
        if row is None:
            raise ProjectNotFound(_UNKNOWN)
        return cast("Project", row)

    async def exists(self, project_id: UUID) -> bool:
        """Return whether a project with this id exists."""
        query = select(PROJECTS.c.id).where(PROJECTS.c.id == project_id)
        return await self.database.read(lambda db: db.scalar(query) is not None)

    async def mint(
        self,
        project_id: UUID,
        name: str,
        scopes: Collection[Scope],
        lifetime: timedelta | None = None,
    ) -> MintedToken:
        """Create a token. Without a *lifetime* it is valid until it is revoked."""
        token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": token_id,
            "project_id": project_id,
            "name": name,
            "digest": _digest(secret),
            "scopes": scopes,
            "created_at": self.now(),
            "expires_at": self.now() + lifetime if lifetime else None,
        }
        minted = await self.database.write(partial(_mint, row))
        return MintedToken(minted, f"{PREFIX}{token_id}_{secret}")

    async def tokens(self, project_id: UUID) -> Sequence[AccessToken]:
        """Return the project's tokens, oldest first, revoked and expired ones included."""
        query = select(TOKENS).where(TOKENS.c.project_id == project_id)
        ordered = query.order_by(TOKENS.c.created_at)
        return await self.database.read(
            lambda db: cast("Sequence[AccessToken]", db.execute(ordered).all())
        )

    async def revoke(self, token_id: str) -> None:
        """Revoke a token, which cannot be undone. Raises `TokenNotFound`."""
        if not _TOKEN_ID.fullmatch(token_id):
            raise TokenNotFound
        live = (TOKENS.c.id == token_id) & TOKENS.c.revoked_at.is_(None)
        statement = update(TOKENS).where(live).values(revoked_at=self.now())
        if not await self.database.write(lambda db: db.execute(statement).rowcount):
            raise TokenNotFound

    async def find_token(self, text: str) -> AccessToken | None:
        """Return the token of this text, or None if it is unknown, expired or revoked.

        Text that is no token reaches no database.
        """
        if not (parsed := _TOKEN.fullmatch(text)):
            return None
        token_id, secret = parsed.groups()
        query = select(TOKENS).where(TOKENS.c.id == token_id)
        row = await self.database.read(
            lambda db: cast("AccessToken | None", db.execute(query).one_or_none())
        )
        is_equal = hmac.compare_digest(_digest(secret), row.digest if row else _NO_DIGEST)
        return row if row and is_equal and self._is_live(row) else None

    async def record_use(self, token: AccessToken) -> None:
        """Set the token's ``last_used_at``, once a minute at most."""
        now = self.now()
        if token.last_used_at and now - token.last_used_at < _LAST_USED_RESOLUTION:
            return
        statement = update(TOKENS).where(TOKENS.c.id == token.id).values(last_used_at=now)
        await self.database.write(lambda db: db.execute(statement))

    def _is_live(self, token: AccessToken) -> bool:
        expired = token.expires_at is not None and token.expires_at <= self.now()
        return token.revoked_at is None and not expired


def _create(row: Mapping[str, Any], db: Connection) -> Project:
    statement = insert(db)(PROJECTS).on_conflict_do_nothing().returning(PROJECTS)
    project = db.execute(statement, dict(row)).one_or_none()
    if project is None:
        raise ProjectNameTaken
    return cast("Project", project)


def _mint(row: Mapping[str, Any], db: Connection) -> AccessToken:
    return cast("AccessToken", db.execute(insert(db)(TOKENS).returning(TOKENS), dict(row)).one())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
