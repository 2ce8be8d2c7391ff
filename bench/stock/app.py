"""The resolvers of the stock application, and the application itself."""

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import strawberry
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.extensions import SchemaExtension

from bench.stock.numbers import Number, opened
from bench.stock.types import (
    ImportPhoneNumberInput,
    ImportPhoneNumberResult,
    ImportPhoneNumberSuccess,
    PhoneNumber,
    PhoneNumberConnection,
    UpdatePhoneNumberInput,
    UpdatePhoneNumberResult,
    UpdatePhoneNumberSuccess,
)

_PROJECT: Final = UUID(os.environ.get("BENCH_PROJECT", UUID(int=1).hex))
Info = strawberry.Info[dict[str, Any], None]


@strawberry.type
class Query:
    """The queries."""

    @strawberry.field
    def phone_number(self, info: Info, id: strawberry.ID) -> PhoneNumber | None:
        """Find one number."""
        wanted = _live().where(Number.id == _key(id))
        row = _session(info).exec(wanted).first()
        return PhoneNumber.of(row) if row else None

    @strawberry.field
    def phone_numbers(self, info: Info, first: int) -> PhoneNumberConnection:
        """List the newest."""
        newest = _live().order_by(col(Number.created_at).desc(), col(Number.id).desc())
        rows = _session(info).exec(newest.limit(first)).all()
        return PhoneNumberConnection(nodes=[PhoneNumber.of(row) for row in rows])


@strawberry.type
class Mutation:
    """The mutations."""

    @strawberry.mutation
    def import_phone_number(
        self, info: Info, input: ImportPhoneNumberInput
    ) -> ImportPhoneNumberResult:
        """Add a number."""
        session, row = _session(info), _new(input)
        session.add(row)
        session.commit()
        session.refresh(row)
        return ImportPhoneNumberSuccess(phone_number=PhoneNumber.of(row), warnings=[])

    @strawberry.mutation
    def update_phone_number(
        self, info: Info, input: UpdatePhoneNumberInput
    ) -> UpdatePhoneNumberResult:
        """Rename a number."""
        session = _session(info)
        row = session.exec(_live().where(Number.id == _key(input.id))).one()
        row.name, row.version, row.updated_at = input.name, row.version + 1, datetime.now(UTC)
        session.add(row)
        session.commit()
        session.refresh(row)
        return UpdatePhoneNumberSuccess(phone_number=PhoneNumber.of(row))


def create_app() -> Starlette:
    """Build the application; the environment names the database."""
    engine = opened(os.environ["BENCH_DATABASE"])

    class Sessions(SchemaExtension):
        """Opens a session for each operation."""

        def on_operation(self) -> Iterator[None]:
            with Session(engine) as session:
                self.execution_context.context["session"] = session
                yield

    schema = strawberry.Schema(query=Query, mutation=Mutation, extensions=[Sessions])
    return Starlette(routes=[Route("/graphql", GraphQL(schema))])


def _session(info: Info) -> Session:
    session: Session = info.context["session"]
    return session


def _live() -> Any:
    return select(Number).where(Number.project_id == _PROJECT, col(Number.released_at).is_(None))


def _new(asked: ImportPhoneNumberInput) -> Number:
    webhook, now = asked.call_handler.laml_webhooks, datetime.now(UTC)
    handler = {"kind": "laml_webhooks", "request_url": webhook.request_url}
    methods = dict.fromkeys(("fallback_method", "status_callback_method"), "POST")
    return Number(
        project_id=_PROJECT,
        number=asked.number,
        number_type=asked.number_type.value,
        country_code="US",
        capabilities=15,
        name=asked.name,
        tags=[],
        call_receive_mode="voice",
        call_handler=handler | {"request_method": webhook.request_method.value} | methods,
        created_at=now,
        updated_at=now,
    )


def _key(id_: str) -> UUID:
    return UUID(base64.urlsafe_b64decode(id_).decode().partition(":")[2])
