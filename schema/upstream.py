"""The platform that a project is attached to, for clients."""

from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias
from uuid import UUID

import strawberry

from gateway import models
from gateway.domain.enums import ConnectionStatus
from schema.errors import Rejected, ValidationFailed


@strawberry.type(description="A comparison of all numbers with the platform's.")
class Sync:
    """See `gateway.upstream.sync`."""

    started_at: datetime = strawberry.field(description="When it began.")
    finished_at: datetime | None = strawberry.field(description="When it ended. Null: it goes on.")
    seen: int = strawberry.field(description="Numbers of the platform that were looked at.")
    changed: int = strawberry.field(
        description="Numbers that had other settings there, and have them here now."
    )
    found: int = strawberry.field(description="Numbers that were only there, and are here now.")
    gone: int = strawberry.field(description="Numbers that are not there any more.")
    code: str | None = strawberry.field(
        description="Why it stopped, for programs. Example: too_many_gone"
    )

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """Show what the row says of the last sync."""
        counts = {name: stored[name] for name in ("seen", "changed", "found", "gone", "code")}
        ended = stored["finished_at"]
        return cls(
            started_at=datetime.fromisoformat(stored["started_at"]),
            finished_at=datetime.fromisoformat(ended) if ended else None,
            **counts,
        )


@strawberry.type(description="The platform's space that a project is attached to.")
class Upstream:
    """Drawn by hand: the token is never shown."""

    space: str = strawberry.field(description="Its host. Example: acme.signalwire.com")
    project_id: UUID = strawberry.field(description="The project there.")
    secret_hint: str = strawberry.field(
        description="The token's last four characters. Example: …9f3c"
    )
    status: ConnectionStatus = strawberry.field(
        description="Whether the token works. Example: active"
    )
    code: str | None = strawberry.field(description="Why not, for programs.")
    last_sync: Sync | None = strawberry.field(
        description="The last comparison with the platform. Null: none yet."
    )

    @classmethod
    def of(cls, row: models.Upstream) -> Self:
        """Show a row to clients."""
        return cls(
            space=row.space,
            project_id=row.platform_project,
            secret_hint=row.secret_hint,
            status=row.status,
            code=row.code,
            last_sync=Sync.of(row.last_sync) if row.last_sync else None,
        )


@strawberry.type(description="The project is attached.")
class AttachUpstreamSuccess:
    """What it is attached to."""

    upstream: Upstream = strawberry.field(description="What the project is attached to.")


@strawberry.type(description="The project is not attached any more. Its numbers stay.")
class DetachUpstreamSuccess:
    """What it was attached to."""

    space: str = strawberry.field(description="The host of the space that it was attached to.")


@strawberry.type(description="All numbers will be compared with the platform's soon.")
class SyncUpstreamSuccess:
    """What it is attached to."""

    upstream: Upstream = strawberry.field(
        description="What the project is attached to. Its lastSync is the one before."
    )


AttachUpstreamResult: TypeAlias = Annotated[
    AttachUpstreamSuccess | ValidationFailed | Rejected,
    strawberry.union(
        "AttachUpstreamResult", description="The attachment, or why the project has none."
    ),
]
DetachUpstreamResult: TypeAlias = Annotated[
    DetachUpstreamSuccess | Rejected,
    strawberry.union("DetachUpstreamResult", description="The end of the attachment, or why not."),
]
SyncUpstreamResult: TypeAlias = Annotated[
    SyncUpstreamSuccess | Rejected,
    strawberry.union("SyncUpstreamResult", description="The attachment, or why nothing is done."),
]
