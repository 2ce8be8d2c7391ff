"""The phone number resource, and lists of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final, Self, cast
from uuid import UUID

import strawberry

from gateway import e164, models
from gateway.commands import Caller
from gateway.paging import Window
from schema.enums import CallHandlerKind, MessageHandlerKind
from schema.handlers import CallHandler, MessageHandler
from schema.names import global_id
from schema.scalars import E164

if TYPE_CHECKING:
    from schema.events import PhoneNumberEventConnection

_CALL_KINDS: Final[Mapping[str, StrEnum]] = {kind.value: kind for kind in CallHandlerKind}
_MESSAGE_KINDS: Final[Mapping[str, StrEnum]] = {kind.value: kind for kind in MessageHandlerKind}
Events = Annotated["PhoneNumberEventConnection", strawberry.lazy("schema.events")]
First = Annotated[int, strawberry.argument(description="How many at most, 1 to 100.")]
After = Annotated[
    str | None, strawberry.argument(description="Only what follows this cursor: an endCursor.")
]
Format = Annotated[e164.NumberFormat, strawberry.argument(description="Which format to write.")]


@strawberry.interface(description="A thing that its id finds again.")
class Node:
    """What `Query.node` returns."""

    id: strawberry.ID = strawberry.field(description="Opaque, and unique among all types.")


@strawberry.type(
    description="A phone number in the project, and what answers its calls and messages."
)
class PhoneNumber(Node):
    """Drawn by hand: a new column never becomes public by itself."""

    uuid: UUID = strawberry.field(description="The id that the REST API uses.")
    number: E164 = strawberry.field(description="The number. Example: +14155550123")
    name: str | None = strawberry.field(
        description="A name to tell numbers apart. Example: Front desk"
    )
    capabilities: list[models.Capability] = strawberry.field(
        description="What the number can carry, in the order VOICE, FAX, SMS, MMS."
    )
    number_type: e164.NumberType = strawberry.field(description="How carriers class the number.")
    country_code: str | None = strawberry.field(
        description="The number's country by ISO 3166-1 alpha-2; for a number that several share, "
        "the main one; null for international numbers such as +800. Example: US"
    )
    call_receive_mode: models.CallReceiveMode = strawberry.field(
        description="Whether incoming calls are treated as voice or fax."
    )
    call_handler: CallHandler | None = strawberry.field(
        description="What answers calls. Null: nothing does. Passwords in URLs read **** "
        "without the scope handlers:reveal."
    )
    call_handler_kind: CallHandlerKind | None = strawberry.field(  # type: ignore[valid-type]
        description="The kind of callHandler, cheaper than the handler itself in long lists."
    )
    call_handler_resource_id: UUID | None = strawberry.field(
        description="Id of the platform's resource that answers calls, once it assigned one."
    )
    message_handler: MessageHandler | None = strawberry.field(
        description="What answers messages. Null: nothing does. Passwords in URLs read **** "
        "without the scope handlers:reveal."
    )
    message_handler_kind: MessageHandlerKind | None = strawberry.field(  # type: ignore[valid-type]
        description="The kind of messageHandler, cheaper than the handler itself in long lists."
    )
    message_handler_resource_id: UUID | None = strawberry.field(
        description="Id of the platform's resource that answers messages, once it assigned one."
    )
    e911_address_id: UUID | None = strawberry.field(
        description="Id of the address that emergency services are told."
    )
    e911_status: models.E911Status | None = strawberry.field(
        description="How far the registration of the emergency address has come."
    )
    next_billed_at: datetime | None = strawberry.field(
        description="When the number is billed next. Null: it is not billed here."
    )
    tags: list[str] = strawberry.field(
        description="Labels to find numbers by. Example: [support, eu]"
    )
    release_protected: bool = strawberry.field(
        description="Whether the number refuses to be released."
    )
    version: int = strawberry.field(description="1 at first, and 1 more with each change.")
    created_at: datetime = strawberry.field(description="When the number came into the project.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @strawberry.field(description="The number as people write it.")
    def number_formatted(
        self,
        format: Format = e164.NumberFormat.INTERNATIONAL,
    ) -> str:
        """Write the number in one of libphonenumber's formats."""
        return e164.formatted(self.number, format)

    @strawberry.field(
        description="Whether libphonenumber knows the number's range as assigned. Numbers that "
        "it does not know yet can be imported, with a warning."
    )
    def is_valid(self) -> bool:
        """Ask libphonenumber."""
        return e164.facts(self.number).valid

    @strawberry.field(description="What happened to the number, in the order it happened.")
    async def events(
        self, info: strawberry.Info[Any, None], first: First = 20, after: After = None
    ) -> Events:
        """Ask the context, which knows the services."""
        page = await info.context.events_of(self.uuid, Window(first=first, after=after))
        return cast("PhoneNumberEventConnection", page)

    @classmethod
    def of(cls, row: models.PhoneNumber, caller: Caller) -> Self:
        """Show a row to the caller."""
        reveals = caller.may(models.Scope.HANDLERS_REVEAL)
        return cls(
            id=global_id("PhoneNumber", row.id),
            uuid=row.id,
            number=E164(row.number),
            name=row.name,
            capabilities=row.capabilities,
            number_type=row.number_type,
            country_code=row.country_code,
            call_receive_mode=row.call_receive_mode,
            call_handler=_shown(row.call_handler, reveals=reveals),
            call_handler_kind=_known(_CALL_KINDS, row.call_handler_kind),
            call_handler_resource_id=row.call_handler_resource_id,
            message_handler=_shown(row.message_handler, reveals=reveals),
            message_handler_kind=_known(_MESSAGE_KINDS, row.message_handler_kind),
            message_handler_resource_id=row.message_handler_resource_id,
            e911_address_id=row.e911_address_id,
            e911_status=row.e911_status,
            next_billed_at=row.next_billed_at,
            tags=row.tags,
            release_protected=row.release_protected,
            version=row.version,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


def _shown(handler: Any, *, reveals: bool) -> Any:
    return handler if handler is None or reveals else handler.masked()


def _known(kinds: Mapping[str, StrEnum], kind: str | None) -> StrEnum | None:
    """Return the kind, or UNRECOGNIZED for one that a later version wrote."""
    return None if kind is None else kinds.get(kind, kinds["unrecognized"])
