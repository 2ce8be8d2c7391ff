"""Authorization: the authenticated caller of a request, and the scopes that it holds."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from gateway.domain.enums import Scope
from gateway.errors import Forbidden

_ADMIN: Final = Scope.ADMIN  # a member of an enumeration takes longer to find than a constant


class Caller(NamedTuple):
    """The authenticated caller. Services bind every query to its ``project_id``.

    ``actor`` is the name of the token, or the subject of the JWT; events record it.
    """

    project_id: UUID
    actor: str
    scopes: frozenset[Scope]
    request_id: str | None = None
    expires_at: datetime | None = None  # of the credentials

    def has_scope(self, scope: Scope) -> bool:
        """Return whether the caller has *scope*. The scope ``admin`` includes all others."""
        return scope in self.scopes or _ADMIN in self.scopes

    def require_scope(self, scope: Scope) -> None:
        """Authorize: raise `Forbidden` unless the caller has *scope*."""
        if scope not in self.scopes and not self.has_scope(scope):
            raise Forbidden(scope)
