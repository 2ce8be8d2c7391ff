"""Phone number type: the resource of this API."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, cast
from uuid import UUID

import strawberry

from gateway.domain import enums, numbering_plan
from gateway.domain.caller import Caller
from gateway.domain.handler import Handler
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.plain_handlers import PlainHandlers
from gateway.graphql_jit import DirectRead
from gateway.models import phone_number as models
from gateway.models.pagination import Window
from schema.arguments import after, before
from schema.column_fields import column_field, costs, needs
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandler, MessageHandler
from schema.names import global_id
from schema.node import ID, Node
from schema.provisioning import COLUMNS, Provisioning
from schema.scalars import E164
from schema.scopes import demands

if TYPE_CHECKING:
    from schema.events import PhoneNumberEventConnection
    from schema.provider_connections import NumberOrigin

Events = Annotated["PhoneNumberEventConnection", strawberry.lazy("schema.events")]
Origin = Annotated["NumberOrigin", strawberry.lazy("schema.provider_connections")]
First = Annotated[
    int | None,
    strawberry.argument(description="Forward pagination: the page size, 1 to 100. Default: 20."),
]
After = Annotated[str | None, after("events")]
Last = Annotated[
    int | None,
    strawberry.argument(
        description="Backward pagination: the page size, 1 to 100, counted from the newest event. "
        "Not together with first. Example: 20"
    ),
]
Before = Annotated[str | None, before("events")]
_EVENTS_COST: Final = 10  # a page of each number's events is read, even if it is empty
Format = Annotated[
    enums.NumberFormat, strawberry.argument(description="The format. Example: NATIONAL")
]


def _kind(kinds: Mapping[str, StrEnum], kind: str | None) -> StrEnum | None:
    """Return the kind, or UNRECOGNIZED for one that only a later version knows."""
    return None if kind is None else kinds.get(kind, kinds["unrecognized"])


_call_kind = partial(_kind, {kind.value: kind for kind in CallHandlerKind})
_message_kind = partial(_kind, {kind.value: kind for kind in MessageHandlerKind})


def _handler_field(
    column_field: str, kinds: Mapping[str, type[Handler]], *, description: str
) -> Any:
    """Make a field that returns a handler, with secrets masked unless the caller may see them."""
    get = attrgetter(f"row.{column_field}")

    def resolve(self: Any) -> Any:
        handler = get(self)
        return handler if handler is None or self.reveals else handler.masked()

    cache_by = ("reveals", f"row.{column_field}_raw")
    direct_read = DirectRead(cache_by=cache_by, read_plain=PlainHandlers(kinds).read)
    resolve.direct_read = direct_read  # type: ignore[attr-defined]
    return strawberry.field(resolver=resolve, description=description, metadata=needs(column_field))


@strawberry.type(
    description="A phone number of the project, with the handlers that answer its calls and "
    "messages."
)
class PhoneNumber(Node):
    """Declared field by field: a new column_field is not public until it is added here."""

    row: strawberry.Private[models.PhoneNumber]
    reveals: strawberry.Private[bool]  # whether secrets in URLs are shown

    id: strawberry.ID = column_field(
        "id",
        partial(global_id, "PhoneNumber"),
        as_text=True,
        description=ID,
    )
    uuid: UUID = column_field(
        "id", as_text=True, description="The id of the number in the REST API."
    )
    number: E164 = column_field(
        "number", description="The number in E.164 format. Example: +14155550123"
    )
    name: str | None = column_field(
        "name", description="A label for people. Null if none was given. Example: Front desk"
    )
    capabilities: list[enums.Capability] = column_field(
        "capabilities",
        is_cached=True,
        description="The enabled capabilities, in the order VOICE, FAX, SMS, MMS.",
    )
    number_type: enums.NumberType = column_field(
        "number_type", is_cached=True, description="The type of the number."
    )
    country_code: str | None = column_field(
        "country_code",
        description="The country of the number, by ISO 3166-1 alpha-2. If several countries share "
        "its calling code and the prefix does not decide, it is the main one. Null for "
        "international numbers such as +800. Example: US",
    )
    call_receive_mode: enums.CallReceiveMode = column_field(
        "call_receive_mode",
        is_cached=True,
        description="Whether incoming calls are treated as voice or fax.",
    )
    call_handler: CallHandler | None = _handler_field(
        "call_handler",
        CALL_HANDLERS,
        description="The handler that answers calls. Null: calls are not answered. Secrets in "
        "URLs are masked as **** unless the token has the scope handlers:reveal: passwords, users "
        "without a password, and parameters such as token or api_key.",
    )
    call_handler_kind: CallHandlerKind | None = column_field(  # type: ignore[valid-type]
        "call_handler_kind",
        _call_kind,
        description="The kind of callHandler. Faster than the handler itself in long lists.",
    )
    call_handler_resource_id: UUID | None = column_field(
        "call_handler_resource_id",
        as_text=True,
        description="The id of the platform's resource that answers calls. Null until the platform "
        "assigns one.",
    )
    message_handler: MessageHandler | None = _handler_field(
        "message_handler",
        MESSAGE_HANDLERS,
        description="The handler that answers messages. Null: messages are not answered. Secrets "
        "in URLs are masked as **** unless the token has the scope handlers:reveal.",
    )
    message_handler_kind: MessageHandlerKind | None = column_field(  # type: ignore[valid-type]
        "message_handler_kind",
        _message_kind,
        description="The kind of messageHandler. Faster than the handler itself in long lists.",
    )
    message_handler_resource_id: UUID | None = column_field(
        "message_handler_resource_id",
        as_text=True,
        description="The id of the platform's resource that answers messages. Null until the "
        "platform assigns one.",
    )
    e911_address_id: UUID | None = column_field(
        "e911_address_id",
        as_text=True,
        description="The id of the registered emergency (E911) address. Null if there is none.",
    )
    e911_status: enums.E911Status | None = column_field(
        "e911_status",
        is_cached=True,
        description="The state of the registration of the emergency (E911) address.",
    )
    next_billed_at: datetime | None = column_field(
        "next_billed_at",
        as_text=True,
        description="The time of the next billing. Null if the number is not billed here.",
    )
    tags: list[str] = column_field(
        "tags", is_cached=True, description='Labels to find numbers by. Example: ["support", "eu"]'
    )
    release_protected: bool = column_field(
        "release_protected", description="Whether releasePhoneNumber is refused for this number."
    )
    version: int = column_field(
        "version",
        description="The version: 1 after the import, incremented by each change. Pass it as "
        "expectedVersion to detect concurrent changes.",
    )
    created_at: datetime = column_field(
        "created_at", as_text=True, description="The time of the import."
    )
    updated_at: datetime = column_field(
        "updated_at", as_text=True, description="The time of the last change, or of the import."
    )

    @strawberry.field(
        description="The state of the number on the platform. Null if it is not provisioned on "
        "one, as when the project is not attached.",
        metadata=needs(*COLUMNS),
    )
    def provisioning(self) -> Provisioning | None:
        """Return the state from the row; further fields are loaded when they are selected."""
        return Provisioning(row=self.row) if self.row.provisioning else None

    @strawberry.field(
        description="Where the number was imported from. Null if it was imported by hand or from a "
        "file.",
        metadata=needs("id") | demands(enums.Scope.NUMBERS_READ),
    )
    async def origin(self, info: strawberry.Info[Any, None]) -> Origin | None:
        """Load the origin by a data loader, so that a page's origins are one query."""
        return cast("Origin | None", await info.context.origin_of(self.row.id))

    @strawberry.field(
        description="The number in another format. Example: +1 415-555-0123",
        metadata=needs("number"),
    )
    def number_formatted(
        self,
        format: Format = enums.NumberFormat.INTERNATIONAL,
    ) -> str:
        """Format the number."""
        return numbering_plan.format_number(self.row.number, format)

    @strawberry.field(
        description="Whether libphonenumber knows the range of the number as assigned. A number in "
        "another range can be imported, with a warning, unless this deployment refuses it.",
        metadata=needs("number"),
    )
    def is_valid(self) -> bool:
        """Return whether libphonenumber knows the range."""
        return numbering_plan.metadata_of(self.row.number).valid

    @strawberry.field(
        description="The events of this number, oldest first. last reads the newest ones. Example: "
        "events(last: 5) { nodes { type occurredAt } pageInfo { startCursor } }",
        metadata=needs("id") | costs(_EVENTS_COST) | demands(enums.Scope.NUMBERS_READ),
    )
    async def events(
        self,
        info: strawberry.Info[Any, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Events:
        """Return a page of events, from the context's service."""
        window = Window(first=first, after=after, last=last, before=before)
        page = await info.context.events_of(self.row.id, window)
        return cast("PhoneNumberEventConnection", page)

    @classmethod
    def of(cls, row: models.PhoneNumber, caller: Caller) -> Self:
        """Convert a row for the caller."""
        return cls(row=row, reveals=caller.has_scope(enums.Scope.HANDLERS_REVEAL))

    @classmethod
    def all_of(cls, rows: Iterable[models.PhoneNumber], caller: Caller) -> list[Self]:
        """Convert rows for the caller."""
        reveals = caller.has_scope(enums.Scope.HANDLERS_REVEAL)
        return [cls(row=row, reveals=reveals) for row in rows]
