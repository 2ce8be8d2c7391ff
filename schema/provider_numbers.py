"""Provider number types: the numbers of an account at another provider, and a page of them."""

from typing import Annotated, Any, cast

import strawberry

from gateway.domain import enums, provider_settings
from gateway.models.pagination import Page
from schema.arguments import after
from schema.column_fields import column_field
from schema.field_change import FieldChange
from schema.handlers import CallHandler, MessageHandler
from schema.losses import Loss
from schema.page_info import edges_of, page_info_field
from schema.phone_number import PhoneNumber
from schema.scopes import demands

Info = strawberry.Info[Any, None]
After = Annotated[str | None, after("numbers")]
States = Annotated[
    list[enums.ProviderNumberState] | None,
    strawberry.argument(
        description="Return only numbers in these states. Default: all states. "
        f"At most {len(enums.ProviderNumberState)} items. Example: [NEW]"
    ),
]


@strawberry.type(description="A phone number as a provider has it, in the words of this API.")
class ProviderNumber:
    """A row of a connection's list. Its settings are read from their stored form."""

    row: strawberry.Private[Any]

    external_id: str = column_field(
        "external_id", description="The id of the number at the provider."
    )
    number: str = column_field(
        "number",
        description="The number: in E.164 format, unless its state is UNSUPPORTED. "
        "Example: +14155550123",
    )
    state: enums.ProviderNumberState = column_field(
        "state",
        enums.ProviderNumberState,
        description="What the number is in relation to the project's numbers. Example: NEW",
    )

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
        return edges_of(ProviderNumberEdge, self.nodes(), self.page)

    page_info = page_info_field("Whether more pages follow, and the cursors to get them.")

    @strawberry.field(description="The numbers of the page.")
    def nodes(self) -> list[ProviderNumber]:
        """Return the numbers."""
        return [ProviderNumber(row=row) for row in self.page.rows]
