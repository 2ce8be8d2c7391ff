"""A service with numbers of every handler kind, for tests that only read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import parse
from strawberry.types import get_object_definition

from gateway.database import migrate
from gateway.database.database import connect
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.egress import Egress
from gateway.encryption import Keyring
from gateway.graphql_jit.selections import DocumentNames
from gateway.providers.vendors import Vendors
from gateway.services.bulk_jobs.job_feed import JobFeed
from gateway.services.bulk_jobs.jobs import BulkJobs
from gateway.services.connections import Connections
from gateway.services.event_feed import EventFeed
from gateway.services.events import Events
from gateway.services.handler_checks import HandlerChecks
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.services.provider_numbers import ProviderNumbers
from gateway.services.upstreams import Upstreams
from gateway.services.url_checks import UrlChecks
from gateway.services.wakeups import Wakeups
from gateway.services.webhook_endpoints import WebhookEndpoints
from gateway.upstream.platforms import Platforms
from gateway.webhooks.delivery import Sender
from resolvers.context import Context
from schema.names import camel
from schema.phone_number import PhoneNumber
from tests.conftest import CALLER, PROJECT
from tests.graphql.test_handlers import SIDES, filled


def _settable() -> Iterator[tuple[str, str, Any]]:
    for side, kinds in SIDES.items():
        for kind, model in kinds.items():
            if model.settable:
                yield side, kind, model


@dataclass(frozen=True, slots=True)
class SampleNumbers:
    """The service, and contexts for operations."""

    numbers: PhoneNumbers

    @classmethod
    async def filled(cls, url: str) -> "SampleNumbers":
        """Import a number for each settable kind of handler, and one without."""
        opened = connect(url)
        await migrate.migrate(opened)
        await Projects(opened).create("sample", PROJECT)
        numbers = PhoneNumbers(opened)
        for place, (side, kind, model) in enumerate(_settable()):
            fields = {
                "number": f"+14155550{100 + place}",
                "number_type": "longcode",
                "name": f"{side} {kind}" if place % 2 else None,
                "tags": ["office"] * (place % 2),
                f"{side}_handler": {kind: filled(model)},
            }
            await numbers.import_number(CALLER, ImportNumber.of(fields, STRICT))
        return cls(numbers)

    def contexts(self, text: str) -> tuple[Context, Context]:
        """Return two contexts: one reads every column, one only those that *text* selects."""
        database = self.numbers.database
        upstreams = Upstreams(database, Platforms(Keyring({}), 1))
        events = Events(database)
        wakeups = Wakeups(database)
        feed = EventFeed(events, wakeups)
        egress, checks = Egress(), UrlChecks.of(0)
        webhooks = WebhookEndpoints(database, Sender(egress, Keyring({})), checks, lambda: None)
        vendors = Vendors({}, lambda *_: None, call_seconds=1)
        connections = Connections(database, Keyring({}), vendors.open)
        projects, jobs = Projects(database), BulkJobs(database)
        followed = JobFeed(jobs, wakeups)
        listed, handlers = ProviderNumbers(database), HandlerChecks(database, egress, checks)
        mine = events, upstreams, projects, feed, jobs, followed
        others = webhooks, connections, listed, handlers
        carry = partial(Context, CALLER, STRICT, self.numbers, *mine, *others)
        every = get_object_definition(PhoneNumber, strict=True).fields
        selected = frozenset(DocumentNames(parse(text)).fields)
        return carry(frozenset(camel(field.python_name) for field in every)), carry(selected)

    async def close(self) -> None:
        """Close the database."""
        await self.numbers.database.close()
