"""How far a platform has a number, for clients."""

from datetime import datetime
from typing import Any, Final

import strawberry

from gateway import models
from gateway.domain.enums import ProvisioningStatus
from gateway.errors import UpstreamGone
from gateway.models import results
from schema.field_change import FieldChange

Info = strawberry.Info[Any, None]

COLUMNS: Final = ("id", "provisioning", "upstream_id", "confirmed_at")
_SETTLED: Final = {ProvisioningStatus.ACTIVE}


@strawberry.type(description="How far the platform has what was asked of a number.")
class Provisioning:
    """Drawn from the number's row, and from its change where it has one."""

    row: strawberry.Private[models.PhoneNumber]

    @strawberry.field(description="In one word.")
    def status(self) -> ProvisioningStatus:
        """Return what the row says."""
        return self.row.provisioning or ProvisioningStatus.OTHER

    @strawberry.field(
        description="Why, for programs. Null while all is well. Example: upstream_refused"
    )
    async def code(self, info: Info) -> str | None:
        """Return the code of the change; a sync finds out without one that a number is gone."""
        change = await self._change(info)
        return change.code if change else self._gone(UpstreamGone.code)

    @strawberry.field(description="Why, for people. May change.")
    async def message(self, info: Info) -> str | None:
        """Return the message of the change."""
        change = await self._change(info)
        return change.message if change else self._gone(UpstreamGone.message)

    @strawberry.field(
        description="What was asked and is not confirmed: from what is shown to what shall be. "
        "Passwords in URLs read ****."
    )
    async def requested(self, info: Info) -> list[FieldChange]:
        """Compare the change with the row."""
        change = await self._change(info)
        return [FieldChange.of(asked) for asked in change.requested] if change else []

    @strawberry.field(
        description="When the platform confirmed last what is shown. Null: never yet."
    )
    def confirmed_at(self) -> datetime | None:
        """Return what the row says."""
        return self.row.confirmed_at

    @strawberry.field(
        description="Since when the change is under way, or refused. Null: there is none."
    )
    async def since(self, info: Info) -> datetime | None:
        """Return when the change was asked for."""
        change = await self._change(info)
        return change.asked_at if change else None

    @strawberry.field(description="How often the change was sent.")
    async def attempts(self, info: Info) -> int:
        """Return the sends of the present request."""
        change = await self._change(info)
        return change.sends if change else 0

    @strawberry.field(description="The number's id at the platform, once it has one.")
    def upstream_id(self) -> str | None:
        """Return what the row says."""
        return self.row.upstream_id

    async def _change(self, info: Info) -> results.ChangeReport | None:
        """Load the change; those of a page of numbers are loaded together."""
        if self.row.provisioning in _SETTLED:
            return None
        change: results.ChangeReport | None = await info.context.changes.load(self.row.id)
        return change

    def _gone(self, text: str) -> str | None:
        return text if self.row.provisioning is ProvisioningStatus.GONE else None
