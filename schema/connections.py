"""Connection types: accounts at other providers, their numbers, and where our numbers came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self, TypeAlias, cast

import strawberry

from gateway.clock import utc_now
from gateway.domain import enums, provider_settings
from gateway.domain.commands.connections import ListProviderNumbers
from gateway.domain.losses import Loss as DomainLoss
from gateway.domain.validation_policy import STRICT
from gateway.models import connection as models
from gateway.models.pagination import Page, Window
from schema.column_fields import costs
from schema.errors import Rejected, ValidationFailed
from schema.field_change import FieldChange
from schema.handlers import CallHandler, MessageHandler
from schema.names import global_id
from schema.node import ID, Node
from schema.page_info import PageInfo
from schema.phone_number import PhoneNumber
from schema.scopes import demands

Info = strawberry.Info[Any, None]
First = Annotated[int, strawberry.argument(description="The page size, 1 to 100.")]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Return the numbers after this cursor: the endCursor of the page before. "
        'Example: "WyJldmVudHMiLDQyXQ"'
    ),
]
States = Annotated[
    list[enums.ProviderNumberState] | None,
    strawberry.argument(
        description="Return only numbers in these states. Default: all states. "
        f"At most {len(enums.ProviderNumberState)} items. Example: [NEW]"
    ),
]
_NUMBERS_COST = 20  # each number is joined with ours, and a state may be rare


@strawberry.type(
    description="A setting of a number at a provider that an import leaves behind, or copies with "
    "a reservation."
)
class Loss:
    """See `gateway.domain.losses`."""

    code: str = strawberry.field(
        description="Why, for programs. Codes never change their meaning; docs/moving.md lists "
        'them. Example: "trunk_not_portable"'
    )
    field: str = strawberry.field(description='The field of the provider. Example: "trunk_sid"')
    message: str = strawberry.field(description="Why, for people. Its text may change.")

    @classmethod
    def all_of(cls, stored: Sequence[Any]) -> list[Self]:
        """Convert the stored losses of a row."""
        return [cls(**DomainLoss.restored(loss)._asdict()) for loss in stored]


@strawberry.type(description="A phone number as a provider has it, in the words of this API.")
class ProviderNumber:
    """A row of a connection's list. Its settings are read from their stored form."""

    row: strawberry.Private[Any]

    @strawberry.field(description="The id of the number at the provider.")
    def external_id(self) -> str:
        """Return the value of the row."""
        return str(self.row.external_id)

    @strawberry.field(
        description="The number: in E.164 format, unless its state is UNSUPPORTED. "
        "Example: +14155550123"
    )
    def number(self) -> str:
        """Return the value of the row."""
        return str(self.row.number)

    @strawberry.field(
        description="What the number is in relation to the project's numbers. Example: NEW"
    )
    def state(self) -> enums.ProviderNumberState:
        """Return the state, which the query computes."""
        return enums.ProviderNumberState(self.row.state)

    @strawberry.field(description="The type that the number would have after an import.")
    def number_type(self) -> enums.NumberType:
        """Return the type."""
        return enums.NumberType(self.row.settings.get("number_type", enums.NumberType.LONGCODE))

    @strawberry.field(description="The capabilities that the number would have after an import.")
    def capabilities(self) -> list[enums.Capability]:
        """Return the capabilities."""
        return [enums.Capability(name) for name in self.row.settings.get("capabilities", ())]

    @strawberry.field(
        description="The name of the number at the provider. Null if it has none, or if the "
        "provider has no names. Example: Front desk"
    )
    def name(self) -> str | None:
        """Return the name."""
        name: str | None = self.row.settings.get("name")
        return name

    @strawberry.field(description="The tags that the number would have after an import.")
    def tags(self) -> list[str]:
        """Return the tags."""
        return [*self.row.settings.get("tags", ())]

    @strawberry.field(
        description="The handler that would answer calls after an import. Null if none would; "
        "losses say why. Secrets in URLs are masked as **** unless the token has the scope "
        "handlers:reveal."
    )
    def call_handler(self, info: Info) -> CallHandler | None:
        """Return the handler."""
        return cast("CallHandler | None", self._handler("call_handler", info))

    @strawberry.field(
        description="The handler that would answer messages after an import. Null if none would; "
        "losses say why. Secrets in URLs are masked as **** unless the token has the scope "
        "handlers:reveal."
    )
    def message_handler(self, info: Info) -> MessageHandler | None:
        """Return the handler."""
        return cast("MessageHandler | None", self._handler("message_handler", info))

    @strawberry.field(
        description="What would not come along. Empty if an import brings everything."
    )
    def losses(self) -> list[Loss]:
        """Return the losses of the row."""
        return Loss.all_of(self.row.losses)

    @strawberry.field(
        description="The number of the project with the same digits. Null if it has none.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def phone_number(self, info: Info) -> PhoneNumber | None:
        """Load the number by a data loader."""
        if self.row.number_id is None:
            return None
        row = await info.context.loader.load(self.row.number_id)
        return PhoneNumber.of(row, info.context.caller) if row else None

    @strawberry.field(
        description="Where the number of the project differs now: before is its value in the "
        "project, after the provider's. Also what was changed here since the import. Secrets in "
        "URLs are masked as ****.",
        metadata=demands(enums.Scope.NUMBERS_READ),
    )
    async def drift(self, info: Info) -> list[FieldChange]:
        """Compare with the project's number, which a data loader loads."""
        if self.row.number_id is None:
            return []
        found = await info.context.differences(self.row.number_id, self.row.settings)
        return [FieldChange.of(change) for change in found]

    def _handler(self, name: str, info: Info) -> Any:
        handler = provider_settings.columns(self.row.settings).get(name)
        reveals = info.context.caller.has_scope(enums.Scope.HANDLERS_REVEAL)
        return handler if handler is None or reveals else handler.masked()


@strawberry.type(description="A number of a provider in a list, with its cursor.")
class ProviderNumberEdge:
    """An edge of `ProviderNumberConnection`."""

    node: ProviderNumber = strawberry.field(description="The number.")
    cursor: str = strawberry.field(
        description="The position of this number in the list. Opaque: pass it unchanged as after."
    )


@strawberry.type(description="A page of a provider's numbers, in the order of their digits.")
class ProviderNumberConnection:
    """A page, whose fields are resolved when they are selected."""

    page: strawberry.Private[Page]

    @strawberry.field(description="The numbers of the page, each with its cursor.")
    def edges(self) -> list[ProviderNumberEdge]:
        """Return numbers and cursors."""
        rows, cursor = self.page.rows, self.page.order.cursor
        return [ProviderNumberEdge(node=ProviderNumber(row=r), cursor=cursor(r)) for r in rows]

    @strawberry.field(description="Whether more pages follow, and the cursors to get them.")
    def page_info(self) -> PageInfo:
        """Return the page's position."""
        return PageInfo.of(self.page)

    @strawberry.field(description="The numbers of the page.")
    def nodes(self) -> list[ProviderNumber]:
        """Return the numbers."""
        return [ProviderNumber(row=row) for row in self.page.rows]


@strawberry.type(
    description="An account at another provider, and the numbers that it has. Nothing in the "
    "account is ever changed: it is only read."
)
class ProviderConnection(Node):
    """Declared field by field: the credentials are never public."""

    row: strawberry.Private[models.ProviderConnection]

    id: strawberry.ID = strawberry.field(description=ID)

    @strawberry.field(description="The provider. Example: TWILIO")
    def provider(self) -> enums.Provider:
        """Return the value of the row."""
        return self.row.provider

    @strawberry.field(description="A name to tell connections apart. Example: Old carrier")
    def label(self) -> str:
        """Return the value of the row."""
        return self.row.label

    @strawberry.field(
        description="The account at the provider. Null if the credentials do not name it, as at "
        "Telnyx. Example: AC00000000000000000000000000000001"
    )
    def account_ref(self) -> str | None:
        """Return the value of the row."""
        return self.row.account

    @strawberry.field(
        description="The last four characters of the secret, to recognize it. Example: …9f3c"
    )
    def secret_hint(self) -> str:
        """Return the value of the row."""
        return self.row.secret_hint

    @strawberry.field(
        description="Whether the credentials worked when they were last used. Example: ACTIVE"
    )
    def status(self) -> enums.ConnectionStatus:
        """Return the value of the row."""
        return self.row.status

    @strawberry.field(
        description="Why the last refresh did not come to its end, for programs. Null if it did. "
        'Example: "provider_rate_limited"'
    )
    def code(self) -> str | None:
        """Return the value of the row."""
        return self.row.code

    @strawberry.field(
        description="The time at which the whole list of numbers was last fetched. Null if it has "
        "not been yet."
    )
    def refreshed_at(self) -> datetime | None:
        """Return the value of the row."""
        return self.row.refreshed_at

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

    row: strawberry.Private[models.NumberOrigin]

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


@strawberry.type(description="The account is connected, and its numbers are being fetched.")
class ConnectProviderSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(description="The new connection.")


@strawberry.type(description="The connection has the values of the input.")
class UpdateProviderConnectionSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(description="The connection as it is now.")


@strawberry.type(description="The refresh is requested, and starts soon.")
class RefreshProviderNumbersSuccess:
    """Has the connection."""

    connection: ProviderConnection = strawberry.field(
        description="The connection. Its refreshedAt is of the refresh before the requested one."
    )


@strawberry.type(
    description="The connection is removed, with its credentials and its list of numbers. Phone "
    "numbers that were imported from it stay."
)
class RemoveProviderConnectionSuccess:
    """Has the former label."""

    label: str = strawberry.field(description="The name that the connection had.")


ConnectProviderResult: TypeAlias = Annotated[
    ConnectProviderSuccess | ValidationFailed | Rejected,
    strawberry.union(
        "ConnectProviderResult",
        description="The result of connectProvider: the connection, or why there is none.",
    ),
]
UpdateProviderConnectionResult: TypeAlias = Annotated[
    UpdateProviderConnectionSuccess | ValidationFailed | Rejected,
    strawberry.union(
        "UpdateProviderConnectionResult",
        description="The result of updateProviderConnection: the connection, or why it was not "
        "changed.",
    ),
]
RefreshProviderNumbersResult: TypeAlias = Annotated[
    RefreshProviderNumbersSuccess | ValidationFailed | Rejected,
    strawberry.union(
        "RefreshProviderNumbersResult",
        description="The result of refreshProviderNumbers: the connection, or why no refresh was "
        "requested.",
    ),
]
RemoveProviderConnectionResult: TypeAlias = Annotated[
    RemoveProviderConnectionSuccess | ValidationFailed | Rejected,
    strawberry.union(
        "RemoveProviderConnectionResult",
        description="The result of removeProviderConnection: the former connection, or why it was "
        "not removed.",
    ),
]
