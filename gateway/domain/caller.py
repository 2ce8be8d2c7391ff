"""Authorization: the authenticated caller of a request, and the scopes that it holds."""

from typing import NamedTuple
from uuid import UUID

from gateway.domain.enums import Scope
from gateway.errors import Forbidden


class Caller(NamedTuple):
    """Who asks. Every query of a service is bound to ``project_id``."""

    project_id: UUID
    actor: str
    scopes: frozenset[Scope]
    request_id: str | None = None

    def has_scope(self, scope: Scope) -> bool:
        """Tell whether the caller has *scope*, or all of them."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def require_scope(self, scope: Scope) -> None:
        """Raise `Forbidden` unless the caller has *scope*."""
        if not self.has_scope(scope):
            raise Forbidden(scope)
