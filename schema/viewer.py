"""Viewer type: who the request's token says is asking, and what it may do."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from gateway.domain.caller import Caller
from gateway.domain.enums import Scope
from gateway.models import project as models
from schema.names import global_id
from schema.node import ID, Node


@strawberry.type(description="A project: the owner of phone numbers, events and tokens.")
class Project(Node):
    """See `gateway.models.project.Project`. Its token is the only way to it."""

    id: strawberry.ID = strawberry.field(description=ID)
    uuid: UUID = strawberry.field(
        description="The id of the project in the REST API: the user name of its Basic "
        "authentication."
    )
    name: str = strawberry.field(description="The name of the project. Example: sales")

    @classmethod
    def of(cls, row: models.Project) -> Self:
        """Convert a row."""
        return cls(id=global_id("Project", row.id), uuid=row.id, name=row.name)


@strawberry.type(
    description="Who is asking: the token of this request, with its project and its scopes. Any "
    "token may read it."
)
class Viewer:
    """The caller. Its project is read from the database when it is selected."""

    caller: strawberry.Private[Caller]

    @strawberry.field(description="The project that the token belongs to.")
    async def project(self, info: strawberry.Info[Any, None]) -> Project:
        """Load the project, from the context's service."""
        return Project.of(await info.context.projects.of(self.caller))

    @strawberry.field(
        description="What the token permits, as `numbergate token create` names it; admin includes "
        'all others, and they are listed. Example: ["numbers:read", "numbers:write"]'
    )
    def scopes(self) -> list[str]:
        """List every scope that the caller has."""
        return [scope.value for scope in Scope if self.caller.has_scope(scope)]

    @strawberry.field(
        description="The name of the token, which is the actor of the events it causes. Of a JWT, "
        "its subject. Example: website"
    )
    def token_name(self) -> str:
        """Return the caller's name."""
        return self.caller.actor

    @strawberry.field(
        description="The time from which on the token is not valid any more. Null if it does not "
        "expire."
    )
    def expires_at(self) -> datetime | None:
        """Return the end of the token's validity."""
        return self.caller.expires_at
