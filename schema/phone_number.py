"""The phone number resource, and lists of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, cast
from uuid import UUID

import strawberry

from gateway import models
from gateway.domain import e164, enums
from gateway.domain.caller import Caller
from gateway.graphql_jit import Reads
from gateway.models.pagination import Window
from schema.drawing import column, costs, needs
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandler, MessageHandler
from schema.names import global_id
from schema.provisioning import COLUMNS, Provisioning
from schema.scalars import E164
from schema.scopes import demands

if TYPE_CHECKING:
    from schema.events import PhoneNumberEventConnection

Events = Annotated["PhoneNumberEventConnection", strawberry.lazy("schema.events")]
First = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Only what follows this cursor: an endCursor. Example: WyJldmVudHMiLDQyXQ"
    ),
]
_EVENTS_COST: Final = 10  # a page of each number's events is read, also where none is shown
Format = Annotated[enums.NumberFormat, strawberry.argument(description="Which format to write.")]


def _known(kinds: Mapping[str, StrEnum], kind: str | None) -> StrEnum | None:
    """Return the kind, or UNRECOGNIZED for one that a later version wrote."""
    return None if kind is None else kinds.get(kind, kinds["unrecognized"])


_call_kind = partial(_known, {kind.value: kind for kind in CallHandlerKind})
_message_kind = partial(_known, {kind.value: kind for kind in MessageHandlerKind})


def _handler(name: str, *, description: str) -> Any:
    """Make a field that shows a handler as far as the caller may see it."""
    read = attrgetter(f"row.{name}")

    def shown(self: Any) -> Any:
        handler = read(self)
        return handler if handler is None or self.reveals else handler.masked()

    shown.reads = Reads(by=("reveals", f"row.{name}_raw"))  # type: ignore[attr-defined]
    return strawberry.field(resolver=shown, description=description, metadata=needs(name))


@strawberry.interface(description="A thing that its id finds again.")
class Node:
    """What `Query.node` returns."""

    id: strawberry.ID = strawberry.field(description="Opaque, and unique among all types.")


@strawberry.type(
    description="A phone number in the project, and what answers its calls and messages."
)
class PhoneNumber(Node):
    """Drawn by hand: a new column never becomes public by itself."""

    row: strawberry.Private[models.PhoneNumber]
    reveals: strawberry.Private[bool]  # the passwords in URLs

    id: strawberry.ID = column(
        "id",
        partial(global_id, "PhoneNumber"),
        written=True,
        description="Opaque, and unique among all types.",
    )
    uuid: UUID = column("id", written=True, description="The id that the REST API uses.")
    number: E164 = column("number", description="The number. Example: +14155550123")
    name: str | None = column(
        "name", description="A name to tell numbers apart. Example: Front desk"
    )
    capabilities: list[enums.Capability] = column(
        "capabilities",
        shared=True,
        description="What the number can carry, in the order VOICE, FAX, SMS, MMS.",
    )
    number_type: enums.NumberType = column(
        "number_type", shared=True, description="How carriers class the number."
    )
    country_code: str | None = column(
        "country_code",
        description="The number's country by ISO 3166-1 alpha-2; for a number that several share, "
        "the main one; null for international numbers such as +800. Example: US",
    )
    call_receive_mode: enums.CallReceiveMode = column(
        "call_receive_mode",
        shared=True,
        description="Whether incoming calls are treated as voice or fax.",
    )
    call_handler: CallHandler | None = _handler(
        "call_handler",
        description="What answers calls. Null: nothing does. Passwords in URLs read **** "
        "without the scope handlers:reveal.",
    )
    call_handler_kind: CallHandlerKind | None = column(  # type: ignore[valid-type]
        "call_handler_kind",
        _call_kind,
        description="The kind of callHandler, cheaper than the handler itself in long lists.",
    )
    call_handler_resource_id: UUID | None = column(
        "call_handler_resource_id",
        written=True,
        description="Id of the platform's resource that answers calls, once it assigned one.",
    )
    message_handler: MessageHandler | None = _handler(
        "message_handler",
        description="What answers messages. Null: nothing does. Passwords in URLs read **** "
        "without the scope handlers:reveal.",
    )
    message_handler_kind: MessageHandlerKind | None = column(  # type: ignore[valid-type]
        "message_handler_kind",
        _message_kind,
        description="The kind of messageHandler, cheaper than the handler itself in long lists.",
    )
    message_handler_resource_id: UUID | None = column(
        "message_handler_resource_id",
        written=True,
        description="Id of the platform's resource that answers messages, once it assigned one.",
    )
    e911_address_id: UUID | None = column(
        "e911_address_id",
        written=True,
        description="Id of the address that emergency services are told.",
    )
    e911_status: enums.E911Status | None = column(
        "e911_status",
        shared=True,
        description="How far the registration of the emergency address has come.",
    )
    next_billed_at: datetime | None = column(
        "next_billed_at",
        written=True,
        description="When the number is billed next. Null: it is not billed here.",
    )
    tags: list[str] = column(
        "tags", shared=True, description="Labels to find numbers by. Example: [support, eu]"
    )
    release_protected: bool = column(
        "release_protected", description="Whether the number refuses to be released."
    )
    version: int = column("version", description="1 at first, and 1 more with each change.")
    created_at: datetime = column(
        "created_at", written=True, description="When the number came into the project."
    )
    updated_at: datetime = column("updated_at", written=True, description="When it last changed.")

    @strawberry.field(
        description="How far the platform has the number. Null: no platform has a part in it, as "
        "when the project is attached to none.",
        metadata=needs(*COLUMNS),
    )
    def provisioning(self) -> Provisioning | None:
        """Show what the row says; the rest is loaded when it is selected."""
        return Provisioning(row=self.row) if self.row.provisioning else None

    @strawberry.field(description="The number as people write it.", metadata=needs("number"))
    def number_formatted(
        self,
        format: Format = enums.NumberFormat.INTERNATIONAL,
    ) -> str:
        """Write the number in one of libphonenumber's formats."""
        return e164.formatted(self.row.number, format)

    @strawberry.field(
        description="Whether libphonenumber knows the number's range as assigned. Numbers that "
        "it does not know yet can be imported, with a warning.",
        metadata=needs("number"),
    )
    def is_valid(self) -> bool:
        """Ask libphonenumber."""
        return e164.metadata_of(self.row.number).valid

    @strawberry.field(
        description="What happened to the number, in the order it happened.",
        metadata=needs("id") | costs(_EVENTS_COST) | demands(enums.Scope.NUMBERS_READ),
    )
    async def events(
        self, info: strawberry.Info[Any, None], first: First = 20, after: After = None
    ) -> Events:
        """Ask the context, which knows the services."""
        page = await info.context.events_of(self.row.id, Window(first=first, after=after))
        return cast("PhoneNumberEventConnection", page)

    @classmethod
    def of(cls, row: models.PhoneNumber, caller: Caller) -> Self:
        """Show a row to the caller."""
        return cls.all_of([row], caller)[0]

    @classmethod
    def all_of(cls, rows: Iterable[models.PhoneNumber], caller: Caller) -> list[Self]:
        """Show rows to the caller."""
        reveals = caller.has_scope(enums.Scope.HANDLERS_REVEAL)
        return [cls(row=row, reveals=reveals) for row in rows]
