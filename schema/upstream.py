"""Upstream types: the space of the platform that a project is attached to, and its syncs."""

from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias
from uuid import UUID

import strawberry

from gateway.domain.enums import ConnectionStatus
from gateway.models import upstream as models
from schema.errors import Rejected, ValidationFailed
from schema.result_unions import result_of


@strawberry.type(
    description="A sync: a comparison of all phone numbers of the project with the platform's."
)
class Sync:
    """See `gateway.upstream.sync`."""

    started_at: datetime = strawberry.field(description="The time at which it started.")
    finished_at: datetime | None = strawberry.field(
        description="The time at which it finished. Null while it is running."
    )
    seen: int = strawberry.field(
        description="The number of phone numbers on the platform that were compared."
    )
    changed: int = strawberry.field(
        description="How many of them had other fields on the platform, which were copied here."
    )
    found: int = strawberry.field(
        description="How many of them existed only on the platform, and were added here."
    )
    gone: int = strawberry.field(
        description="How many phone numbers do not exist on the platform any more."
    )
    unreadable: int = strawberry.field(
        description="How many of the platform's records were left out, as their number is not in "
        "E.164 format, or their id is longer than 64 characters, empty or not unique."
    )
    code: str | None = strawberry.field(
        description="Why it stopped early, for programs. Null if it did not. "
        'Example: "too_many_gone"'
    )

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """Convert the stored sync of a row."""
        counts = {name: stored[name] for name in ("seen", "changed", "found", "gone", "code")}
        counts["unreadable"] = stored.get("unreadable", 0)  # syncs of older versions lack it
        ended = stored["finished_at"]
        return cls(
            started_at=datetime.fromisoformat(stored["started_at"]),
            finished_at=datetime.fromisoformat(ended) if ended else None,
            **counts,
        )


@strawberry.type(description="The space of the platform that the project is attached to.")
class Upstream:
    """Declared field by field: the token is never public."""

    space: str = strawberry.field(description="The host of the space. Example: acme.signalwire.com")
    project_id: UUID = strawberry.field(description="The id of the project on the platform.")
    secret_hint: str = strawberry.field(
        description="The last four characters of the token, to recognize it. Example: …9f3c"
    )
    status: ConnectionStatus = strawberry.field(
        description="Whether the token works, and the platform can be reached. Example: ACTIVE"
    )
    code: str | None = strawberry.field(
        description="Why it is not ACTIVE, for programs. Null if it is. "
        'Example: "upstream_unreachable"'
    )
    last_sync: Sync | None = strawberry.field(
        description="The last sync with the platform. Null if there has been none."
    )

    @classmethod
    def of(cls, row: models.Upstream) -> Self:
        """Convert a row."""
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
    """Has the attachment."""

    upstream: Upstream = strawberry.field(description="The space that the project is attached to.")


@strawberry.type(
    description="The project is not attached any more. Its phone numbers stay on both sides."
)
class DetachUpstreamSuccess:
    """Has the former attachment."""

    space: str = strawberry.field(
        description="The host of the space that the project was attached to."
    )


@strawberry.type(description="The sync is requested, and starts soon.")
class SyncUpstreamSuccess:
    """Has the attachment."""

    upstream: Upstream = strawberry.field(
        description="The space that the project is attached to. lastSync is the sync before the "
        "requested one."
    )


AttachUpstreamResult: TypeAlias = Annotated[
    AttachUpstreamSuccess | ValidationFailed | Rejected,
    result_of("attachUpstream", "the attachment, or why the project was not attached"),
]
DetachUpstreamResult: TypeAlias = Annotated[
    DetachUpstreamSuccess | Rejected,
    result_of("detachUpstream", "the former attachment, or why the project was not detached"),
]
SyncUpstreamResult: TypeAlias = Annotated[
    SyncUpstreamSuccess | Rejected,
    result_of("syncUpstream", "the attachment, or why no sync was requested"),
]
