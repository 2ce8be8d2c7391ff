"""A service with numbers of every handler kind, for tests that only read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import parse
from strawberry.types import get_object_definition

from gateway.assembly import Assembly
from gateway.database import migrate
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import STRICT
from gateway.graphql_jit.selections import DocumentNames
from gateway.settings import Settings
from resolvers.context import Context, Services
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

    assembly: Assembly

    @classmethod
    async def filled(cls, url: str) -> "SampleNumbers":
        """Import a number for each settable kind of handler, and one without."""
        assembly = Assembly(Settings(database_url=url))
        await migrate.migrate(assembly.database)
        await assembly.projects.create("sample", PROJECT)
        for place, (side, kind, model) in enumerate(_settable()):
            fields = {
                "number": f"+14155550{100 + place}",
                "number_type": "longcode",
                "name": f"{side} {kind}" if place % 2 else None,
                "tags": ["office"] * (place % 2),
                f"{side}_handler": {kind: filled(model)},
            }
            await assembly.numbers.import_number(CALLER, ImportNumber.of(fields, STRICT))
        return cls(assembly)

    def contexts(self, text: str) -> tuple[Context, Context]:
        """Return two contexts: one reads every column, one only those that *text* selects."""
        services = Services.of(self.assembly).in_order()
        carry = partial(Context, *services, caller=CALLER, policy=STRICT)
        every = get_object_definition(PhoneNumber, strict=True).fields
        selected = frozenset(DocumentNames(parse(text)).fields)
        everything = frozenset(camel(field.python_name) for field in every)
        return carry(fields=everything), carry(fields=selected)

    async def close(self) -> None:
        """Close the database."""
        await self.assembly.close()
