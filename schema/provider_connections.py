"""Connection types: accounts at other providers, and where our numbers came from."""

from datetime import datetime
from typing import Any, Self

import strawberry

from gateway.clock import utc_now
from gateway.domain import enums
from gateway.domain.commands.connections import ListProviderNumbers
from gateway.domain.validation_policy import STRICT
from gateway.models import connection as models
from gateway.models import number_origin
from gateway.models.pagination import Window
from schema.arguments import First
from schema.column_fields import column_field, costs
from schema.losses import Loss
from schema.names import global_id
from schema.node import ID, Node
from schema.provider_numbers import After, ProviderNumberConnection, States
from schema.scopes import demands

Info = strawberry.Info[Any, None]
_NUMBERS_COST = 20  # each number is joined with ours, and a state may be rare


@strawberry.type(
    description="An account at another provider, and the numbers that it has. Nothing in the "
    "account is ever changed: it is only read."
)
class ProviderConnection(Node):
    """Declared field by field: the credentials are never public."""

    row: strawberry.Private[models.ProviderConnection]

    id: strawberry.ID = strawberry.field(description=ID)

    provider: enums.Provider = column_field(
        "provider",
        description="The provider. Example: TWILIO",
    )
    label: str = column_field(
        "label",
        description="A name to tell connections apart. Example: Old carrier",
    )
    account_ref: str | None = column_field(
        "account",
        description="The account at the provider. Null if the credentials do not name it, as at "
        "Telnyx. Example: AC00000000000000000000000000000001",
    )
    secret_hint: str = column_field(
        "secret_hint",
        description="The last four characters of the secret, to recognize it. Example: …9f3c",
    )
    status: enums.ConnectionStatus = column_field(
        "status",
        description="Whether the credentials worked when they were last used. Example: ACTIVE",
    )
    code: str | None = column_field(
        "code",
        description="Why the last refresh did not come to its end, for programs. Null if it did. "
        'Example: "provider_rate_limited"',
    )
    refreshed_at: datetime | None = column_field(
        "refreshed_at",
        description="The time at which the whole list of numbers was last fetched. Null if it has "
        "not been yet.",
    )

    @strawberry.field(
        description="Whether the list of numbers is being fetched, or is about to be. Numbers "
        "appear page by page meanwhile."
    )
    def refreshing(self) -> bool:
        """Tell whether a refresh is due or under way."""
        now, due, lease = utc_now(), self.row.refresh_due_at, self.row.lease_until
        return (due is not None and due <= now) or (lease is not None and lease >= now)

    @classmethod
    def of(cls, row: models.ProviderConnection) -> Self:
        """Convert a row."""
        return cls(id=global_id("ProviderConnection", row.id), row=row)

    @strawberry.field(
        description="The numbers of the account, as the last refresh found them, in the order of "
        "their digits. Needs the scope connections:manage. Example: numbers(first: 50, states: "
        "[NEW]) { nodes { number losses { code field } } pageInfo { endCursor } }",
        metadata=costs(_NUMBERS_COST) | demands(enums.Scope.CONNECTIONS_MANAGE),
    )
    async def numbers(
        self, info: Info, first: First = 20, after: After = None, states: States = None
    ) -> ProviderNumberConnection:
        """Return a page of the numbers, from the context's service."""
        ctx, window = info.context, Window(first=first, after=after)
        wanted = ListProviderNumbers.of({"states": states}, STRICT)
        page = await ctx.provider_numbers.page(ctx.caller, self.row.id, window, wanted)
        return ProviderNumberConnection(page=page)


@strawberry.type(description="Where a phone number was imported from.")
class NumberOrigin:
    """Read from the origin's row; the connection is loaded when it is selected."""

    row: strawberry.Private[number_origin.NumberOrigin]

    @strawberry.field(
        description="The connection that listed the number. Null if it was removed since.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def connection(self, info: Info) -> ProviderConnection | None:
        """Load the connection by a data loader."""
        row = await info.context.connection_loader.load(self.row.connection_id)
        return ProviderConnection.of(row) if row else None

    @strawberry.field(description="The id of the number at the provider.")
    def external_id(self) -> str:
        """Return the value of the row."""
        return self.row.external_id

    @strawberry.field(description="What of the provider's settings did not come along.")
    def losses(self) -> list[Loss]:
        """Return the losses of the row."""
        return Loss.all_of(self.row.losses)
