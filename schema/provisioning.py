"""Provisioning type: the state of a number on the platform that its project is attached to."""

from datetime import datetime
from typing import Any, Final

import strawberry

from gateway.domain.enums import ProvisioningStatus
from gateway.errors import UpstreamGone
from gateway.models import phone_number as models
from gateway.models import results
from schema.field_change import FieldChange

Info = strawberry.Info[Any, None]

COLUMNS: Final = ("id", "provisioning", "upstream_id", "confirmed_at")
_SETTLED: Final = {ProvisioningStatus.ACTIVE}


@strawberry.type(
    description="The state of a phone number on the platform that the project is attached to."
)
class Provisioning:
    """Read from the number's row, and from its open or refused change."""

    row: strawberry.Private[models.PhoneNumber]

    @strawberry.field(description="The state.")
    def status(self) -> ProvisioningStatus:
        """Return the state of the row."""
        return self.row.provisioning or ProvisioningStatus.OTHER

    @strawberry.field(
        description="The reason of the state, for programs. Null if there is no problem. "
        'Example: "upstream_refused"'
    )
    async def code(self, info: Info) -> str | None:
        """Return the code of the change. A number that a sync found gone has no change."""
        change = await self._change(info)
        return change.code if change else self._gone(UpstreamGone.code)

    @strawberry.field(
        description="The reason of the state, for people. Of a pending change: what was requested "
        "and when, what it waits for, and when the next attempt is made at the earliest. Its text "
        "may change. Null if there is no change and no problem."
    )
    async def message(self, info: Info) -> str | None:
        """Return the message of the change."""
        change = await self._change(info)
        return change.message if change else self._gone(UpstreamGone.message)

    @strawberry.field(
        description="The requested changes that the platform has not confirmed: before is the "
        "value of the phone number now, after the requested one. Secrets in URLs are masked as "
        "****."
    )
    async def requested(self, info: Info) -> list[FieldChange]:
        """Compare the change with the row."""
        change = await self._change(info)
        return [FieldChange.of(field) for field in change.requested] if change else []

    @strawberry.field(
        description="The time at which the platform last confirmed the fields of the phone number. "
        "Null if it has not yet."
    )
    def confirmed_at(self) -> datetime | None:
        """Return the value of the row."""
        return self.row.confirmed_at

    @strawberry.field(
        description="The time at which the open or refused change was requested. Null if there is "
        "none."
    )
    async def since(self, info: Info) -> datetime | None:
        """Return the time of the request."""
        change = await self._change(info)
        return change.asked_at if change else None

    @strawberry.field(description="How many times the change was sent to the platform.")
    async def attempts(self, info: Info) -> int:
        """Return the number of sends."""
        change = await self._change(info)
        return change.sends if change else 0

    @strawberry.field(
        description="The id of the phone number on the platform. Null until it has one."
    )
    def upstream_id(self) -> str | None:
        """Return the id of the row."""
        return self.row.upstream_id

    async def _change(self, info: Info) -> results.ChangeReport | None:
        """Load the change by a data loader, so that a page's changes are one query."""
        if self.row.provisioning in _SETTLED:
            return None
        change: results.ChangeReport | None = await info.context.changes.load(self.row.id)
        return change

    def _gone(self, text: str) -> str | None:
        return text if self.row.provisioning is ProvisioningStatus.GONE else None
