"""Query resolvers: numbers, events, a dry run of an import, look-ups and the attachment."""

from collections.abc import Awaitable
from functools import partial
from typing import Annotated, TypeVar, cast

import strawberry

from gateway.domain.commands.changes import FindNumber, LookUpNumber
from gateway.domain.commands.listing import NEWEST_FIRST, NO_FILTER, Facet, ListEvents
from gateway.domain.enums import EventType
from gateway.domain.handler_catalogue import Channel
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import Window
from gateway.services import number_lookup
from gateway.services.connections import MOST_CONNECTIONS
from resolvers.context import Info
from resolvers.nodes import find_node, find_nodes
from resolvers.webhooks import WebhookQuery
from schema.arguments import after, before
from schema.bulk_jobs import BulkJob, BulkJobConnection, ImportJob, UpdateJob, job_of
from schema.column_fields import has_length
from schema.events import PhoneNumberEventConnection
from schema.handler_kinds import HANDLER_KINDS, HandlerKind
from schema.inputs import ImportPhoneNumberInput, PhoneNumberFilter, PhoneNumberOrder
from schema.lookup import PhoneNumberLookup
from schema.names import read_id
from schema.node import Node
from schema.phone_number import PhoneNumber
from schema.phone_number_connection import PhoneNumberConnection
from schema.provider_connections import ProviderConnection
from schema.results import ImportCheck
from schema.upstream import Upstream
from schema.viewer import Viewer

J = TypeVar("J", bound=BulkJob)

Id = Annotated[
    strawberry.ID, strawberry.argument(description="The global id of an object of any type.")
]
Ids = Annotated[
    list[strawberry.ID],
    strawberry.argument(description="The global ids of objects of any type, 100 at most."),
]
NumberId = Annotated[
    strawberry.ID | None, strawberry.argument(description="The id or the uuid of the number.")
]
JobId = Annotated[strawberry.ID, strawberry.argument(description="The id of the job.")]
Number = Annotated[
    str | None,
    strawberry.argument(description='The number in E.164 format. Example: "+14155550123"'),
]
First = Annotated[
    int | None,
    strawberry.argument(
        description="Forward pagination: the page size, 1 to 100. Default: 20. Example: 50"
    ),
]
After = Annotated[str | None, after("entries")]
Last = Annotated[
    int | None,
    strawberry.argument(
        description="Backward pagination: the page size, 1 to 100, counted from the end. Not "
        "together with first. Example: 50"
    ),
]
Before = Annotated[str | None, before("entries")]
Filter = Annotated[
    PhoneNumberFilter | None,
    strawberry.argument(
        description="Conditions that the numbers must meet. Default: all numbers. "
        "Example: {hasCallHandler: false}"
    ),
]
OrderBy = Annotated[
    PhoneNumberOrder | None,
    strawberry.argument(
        description="The sort order. Default: newest first. "
        "Example: {field: NUMBER, direction: ASC}"
    ),
]
Types = Annotated[
    list[EventType] | None,
    strawberry.argument(
        description="Return only events of these types. Default: all types. "
        f"At most {len(EventType)} items. Example: [RELEASED]"
    ),
]
OfChannel = Annotated[
    Channel | None,
    strawberry.argument(
        description="Return only the kinds that answer these. Default: both. Example: CALL"
    ),
]
ToCheck = Annotated[
    ImportPhoneNumberInput, strawberry.argument(description="The input for importPhoneNumber.")
]
NumberToLookUp = Annotated[
    str, strawberry.argument(description='The number in E.164 format. Example: "+14155550123"')
]


@strawberry.type(
    description="The queries. They read the numbers and events of the token's project. Failures "
    "are in errors, with a code in extensions.code."
)
class Query(WebhookQuery):
    """The root type of queries."""

    @strawberry.field(
        description="Who is asking: the token of this request. Example: viewer { project { name } "
        "scopes expiresAt }"
    )
    async def viewer(self, info: Info) -> Viewer:
        """Return the caller."""
        return Viewer(caller=info.context.caller)

    @strawberry.field(
        description="The object with this global id. Null if the project has none with this id. "
        'Example: node(id: "…") { ... on PhoneNumber { number } }'
    )
    async def node(self, info: Info, id: Id) -> Node | None:
        """Look one object up."""
        return await find_node(info.context, id)

    @strawberry.field(
        description="The objects with these global ids, in the order of the ids. Null for each id "
        "that the project has no object with. Text that is no id is null too, and an error of its "
        "own."
    )
    async def nodes(self, info: Info, ids: Ids) -> list[Node | None]:
        """Look several objects up."""
        return cast("list[Node | None]", await find_nodes(info.context, ids))

    @strawberry.field(
        description="A phone number of the project, by its id or by its number: give exactly one. "
        'Null if the project does not have it. Example: phoneNumber(number: "+14155550123") { id '
        "callHandlerKind }"
    )
    async def phone_number(
        self,
        info: Info,
        id: NumberId = None,
        number: Number = None,
    ) -> PhoneNumber | None:
        """Look one number up."""
        ctx, key = info.context, None if id is None else read_id(id, "PhoneNumber")
        row = await ctx.numbers.find(ctx.caller, FindNumber.by(key, number), ctx.columns)
        return PhoneNumber.of(row, ctx.caller) if row else None

    @strawberry.field(
        description="The phone numbers of the project, as pages. Example: phoneNumbers(first: 50, "
        "filter: {hasCallHandler: false}, orderBy: {field: NUMBER, direction: ASC}) { nodes { "
        "number } pageInfo { hasNextPage endCursor } }"
    )
    async def phone_numbers(  # noqa: PLR0913, PLR0917  # GraphQL names them
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Filter = None,
        order_by: OrderBy = None,
    ) -> PhoneNumberConnection:
        """List numbers."""
        ctx, conditions = info.context, filter.build() if filter else NO_FILTER
        window = Window(first=first, after=after, last=last, before=before)
        order = order_by or NEWEST_FIRST
        page = await ctx.numbers.page(ctx.caller, window, conditions, order, ctx.columns)
        count = partial(ctx.numbers.count, ctx.caller, conditions)

        def count_by(facet: Facet, most: int) -> Awaitable[list[tuple[str | None, int]]]:
            return ctx.numbers.facet(ctx.caller, facet, conditions, most)

        return PhoneNumberConnection.of(page, ctx.caller, count, count_by)

    @strawberry.field(
        description="The event log of the project's phone numbers, oldest first. To follow it, "
        "store the last endCursor and pass it as after: each event is returned exactly once, also "
        "when requests run concurrently. last: 20 reads the newest 20, and before: startCursor "
        'those before them. Example: phoneNumberEvents(first: 100, after: "…") { '
        "nodes { type number occurredAt } pageInfo { endCursor } }"
    )
    async def phone_number_events(  # noqa: PLR0913, PLR0917  # GraphQL names them
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        types: Types = None,
    ) -> PhoneNumberEventConnection:
        """List events."""
        ctx, conditions = info.context, ListEvents.of({"types": types}, STRICT)
        window = Window(first=first, after=after, last=last, before=before)
        page = await ctx.events.page(ctx.caller, window, conditions)
        return PhoneNumberEventConnection.of(page)

    @strawberry.field(
        description="A dry run of importPhoneNumber: the same validation, and whether the project "
        "has the number. Nothing is written. Example: checkImport(input: {number: "
        '"+14155550123", numberType: LONGCODE}) { valid fieldErrors { path code message } }'
    )
    async def check_import(self, info: Info, input: ToCheck) -> ImportCheck:
        """Check an import."""
        ctx = info.context
        check = await ctx.numbers.check_import(ctx.caller, input.build)
        return ImportCheck.of(check, ctx.caller)

    @strawberry.field(
        description="What the metadata of libphonenumber says about any number, whether the "
        'project has it or not. Example: lookup(number: "+14155550123") { countryCode timezones }'
    )
    async def lookup(self, info: Info, number: NumberToLookUp) -> PhoneNumberLookup:
        """Look a number up."""
        command = LookUpNumber.of({"number": number}, STRICT)
        return PhoneNumberLookup.of(number_lookup.look_up(info.context.caller, command))

    @strawberry.field(
        description="All kinds of handlers with their settings, those of calls first: for forms. "
        "Example: handlerKinds(channel: CALL) { name label settings { name type required } }",
        metadata=has_length(len(HANDLER_KINDS)),
    )
    async def handler_kinds(self, channel: OfChannel = None) -> list[HandlerKind]:
        """List the kinds."""
        return [kind for kind in HANDLER_KINDS if channel in {None, kind.channel}]

    @strawberry.field(
        description="A bulk job of the project, by its global id. Null if it has none with this "
        'id. Example: importJob(id: "…") { status processed total counts { imported failed } }'
    )
    async def import_job(self, info: Info, id: JobId) -> ImportJob | None:
        """Look an import job up."""
        return await _job(info, id, ImportJob)

    @strawberry.field(
        description="An update job of the project, by its global id. Null if it has none with this "
        'id. Example: updateJob(id: "…") { status processed total counts { updated failed } }'
    )
    async def update_job(self, info: Info, id: JobId) -> UpdateJob | None:
        """Look an update job up."""
        return await _job(info, id, UpdateJob)

    @strawberry.field(
        description="The bulk jobs of the project, newest first. Example: bulkJobs(first: 10) { "
        "nodes { id status total processed } }"
    )
    async def bulk_jobs(
        self, info: Info, first: First = None, after: After = None
    ) -> BulkJobConnection:
        """List jobs."""
        ctx = info.context
        window = Window(first=first, after=after)
        return BulkJobConnection.of(await ctx.bulk_jobs.page(ctx.caller, window))

    @strawberry.field(
        description="The space of the platform that the project is attached to. Null if it is not "
        "attached: then the numbers exist in this gateway only."
    )
    async def upstream(self, info: Info) -> Upstream | None:
        """Return the attachment."""
        row = await info.context.upstreams.find(info.context.caller)
        return Upstream.of(row) if row else None

    @strawberry.field(
        description="The connections of the project to accounts at other providers, the oldest "
        "first. Example: providerConnections { id provider label status refreshedAt }",
        metadata=has_length(MOST_CONNECTIONS),
    )
    async def provider_connections(self, info: Info) -> list[ProviderConnection]:
        """List connections."""
        rows = await info.context.connections.find_all(info.context.caller)
        return [ProviderConnection.of(row) for row in rows]


async def _job(info: Info, id_: str, type_: type[J]) -> J | None:
    """Return the caller's job with this id, if it is of the type."""
    ctx, key = info.context, read_id(id_, type_.__name__)
    found = (await ctx.bulk_jobs.get_many(ctx.caller, [key])).get(key)
    job = job_of(found) if found else None
    return job if isinstance(job, type_) else None
