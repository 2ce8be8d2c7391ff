"""The table of the stock application."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Engine, event
from sqlmodel import Column, Field, SQLModel, create_engine


class Number(SQLModel, table=True):
    """A row, with the columns that the benchmark reads."""

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


def opened(file: str) -> Engine:
    """Open the file; write transactions begin with BEGIN IMMEDIATE."""
    engine = create_engine(f"sqlite:///{file}", connect_args={"isolation_level": "IMMEDIATE"})

    @event.listens_for(engine, "connect")
    def tune(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    return engine
