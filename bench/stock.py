"""What the benchmark asks for, answered as the guides of Strawberry and SQLModel show it.

Types and resolvers, an extension that opens a session of the ORM for each operation, rows as
entities. Nothing is tuned, nobody is asked who they are, and an import leaves no event.
"""

import base64
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import strawberry
from sqlalchemy import JSON, Engine, event
from sqlmodel import Column, Field, Session, SQLModel, col, create_engine, select
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.extensions import SchemaExtension

_PROJECT: Final = UUID(os.environ.get("BENCH_PROJECT", UUID(int=1).hex))


class Number(SQLModel, table=True):
    """A row, but for the columns that nothing here asks for."""

    __tablename__ = "phone_number"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    project_id: UUID
    number: str
    number_type: str
    country_code: str | None = None
    capabilities: int
    name: str | None = None
    tags: list[str] = Field(sa_column=Column(JSON))
    call_receive_mode: str
    call_handler: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    message_handler: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )
    release_protected: bool = False
    version: int = 1
    created_at: datetime
    updated_at: datetime
    released_at: datetime | None = None


@strawberry.enum
class Capability(Enum):
    """What a number can carry: a bit each."""

    VOICE = 1
    FAX = 2
    SMS = 4
    MMS = 8


@strawberry.enum
class NumberType(Enum):
    """How carriers class a number."""

    LONGCODE = "longcode"
    TOLLFREE = "tollfree"


@strawberry.enum
class HttpMethod(Enum):
    """How a webhook is called."""

    GET = "GET"
    POST = "POST"


@strawberry.type
class LamlWebhooksCallHandler:
    """Calls ask a URL."""

    request_url: str
    request_method: HttpMethod


@strawberry.type
class RelayTopicCallHandler:
    """Calls go to a topic."""

    topic: str


@strawberry.type
class LamlWebhooksMessageHandler:
    """Messages ask a URL."""

    request_url: str
    request_method: HttpMethod


@strawberry.type
class RelayApplicationMessageHandler:
    """Messages go to an application."""

    application: str


CallHandler = Annotated[
    LamlWebhooksCallHandler | RelayTopicCallHandler, strawberry.union("CallHandler")
]
MessageHandler = Annotated[
    LamlWebhooksMessageHandler | RelayApplicationMessageHandler, strawberry.union("MessageHandler")
]


@strawberry.type
class PhoneNumber:
    """A number, as clients see it."""

    id: strawberry.ID
    number: str
    name: str | None
    capabilities: list[Capability]
    number_type: NumberType
    country_code: str | None
    tags: list[str]
    version: int
    created_at: datetime
    call_handler: CallHandler | None
    message_handler: MessageHandler | None

    @classmethod
    def of(cls, row: Number) -> "PhoneNumber":
        """Draw a row."""
        return cls(
            id=strawberry.ID(base64.urlsafe_b64encode(f"PhoneNumber:{row.id}".encode()).decode()),
            number=row.number,
            name=row.name,
            capabilities=[c for c in Capability if row.capabilities & c.value],
            number_type=NumberType(row.number_type),
            country_code=row.country_code,
            tags=row.tags,
            version=row.version,
            created_at=row.created_at,
            call_handler=_call_handler(row.call_handler),
            message_handler=_message_handler(row.message_handler),
        )


@strawberry.type
class PhoneNumberConnection:
    """A page."""

    nodes: list[PhoneNumber]


@strawberry.type(name="Warning")
class Notice:
    """What to know about an import."""

    code: str


@strawberry.type
class ImportPhoneNumberSuccess:
    """The number is there."""

    phone_number: PhoneNumber
    warnings: list[Notice]


@strawberry.type
class UpdatePhoneNumberSuccess:
    """The number has changed."""

    phone_number: PhoneNumber


@strawberry.input
class LamlWebhooksCallHandlerInput:
    """Ask a URL."""

    request_url: str
    request_method: HttpMethod = HttpMethod.POST


@strawberry.input
class CallHandlerInput:
    """What answers calls."""

    laml_webhooks: LamlWebhooksCallHandlerInput


@strawberry.input
class ImportPhoneNumberInput:
    """The number, and what answers it."""

    number: str
    number_type: NumberType
    name: str | None = None
    call_handler: CallHandlerInput


@strawberry.input
class UpdatePhoneNumberInput:
    """The number, and its new name."""

    id: strawberry.ID
    name: str


ImportPhoneNumberResult = Annotated[
    ImportPhoneNumberSuccess, strawberry.union("ImportPhoneNumberResult")
]
UpdatePhoneNumberResult = Annotated[
    UpdatePhoneNumberSuccess, strawberry.union("UpdatePhoneNumberResult")
]
Info = strawberry.Info[dict[str, Any], None]


@strawberry.type
class Query:
    """What is read."""

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
    """What is written."""

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
    """Build the application on the database that the environment names."""
    engine = _engine(os.environ["BENCH_DATABASE"])

    class Sessions(SchemaExtension):
        """Opens a session for each operation."""

        def on_operation(self) -> Iterator[None]:
            with Session(engine) as session:
                self.execution_context.context["session"] = session
                yield

    schema = strawberry.Schema(query=Query, mutation=Mutation, extensions=[Sessions])
    return Starlette(routes=[Route("/graphql", GraphQL(schema))])


def _engine(file: str) -> Engine:
    """Open the file; the driver begins what writes with BEGIN IMMEDIATE."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"isolation_level": "IMMEDIATE"})

    @event.listens_for(engine, "connect")
    def tune(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine


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


def _call_handler(stored: dict[str, str] | None) -> CallHandler | None:
    if stored is None:
        return None
    if stored["kind"] == "relay_topic":
        return RelayTopicCallHandler(topic=stored["topic"])
    method = HttpMethod(stored["request_method"])
    return LamlWebhooksCallHandler(request_url=stored["request_url"], request_method=method)


def _message_handler(stored: dict[str, str] | None) -> MessageHandler | None:
    if stored is None:
        return None
    if stored["kind"] == "relay_application":
        return RelayApplicationMessageHandler(application=stored["application"])
    method = HttpMethod(stored["request_method"])
    return LamlWebhooksMessageHandler(request_url=stored["request_url"], request_method=method)
