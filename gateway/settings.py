"""Everything that differs between deployments: the only reader of the environment."""

from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from gateway.policy import Policy

# What may follow the question mark of a database's URL. Drivers answer any other with a traceback.
_OPTIONS: Final = {
    "sqlite": frozenset[str](),
    "postgresql": frozenset({"host", "port", "user", "password", "passfile", "ssl", "sslmode"}),
}


class LogFormat(StrEnum):
    """How log lines are written."""

    JSON = "json"
    CONSOLE = "console"


class Settings(BaseSettings):
    """Read once, at start. Each is set by the variable NUMBERGATE_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="NUMBERGATE_", frozen=True)

    database_url: str = Field(
        "sqlite:///numbergate.db",
        description="Where numbers are kept: `sqlite:///file.db`, or `postgresql://user@host/name`.",
    )
    project_id: UUID = Field(
        UUID("00000000-0000-4000-8000-000000000001"),
        description="The project that every request belongs to.",
    )
    body_limit: int = Field(
        262_144, ge=1024, description="Size in bytes of the largest request body that is read."
    )
    busy_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a change waits for a SQLite file that another program holds.",
    )
    allow_private_urls: bool = Field(
        default=False,
        description="Accept handler URLs on private hosts, such as `http://localhost:3000`. "
        "For development.",
    )
    require_assigned: bool = Field(
        default=False,
        description="Refuse numbers of ranges that libphonenumber knows no assignment of, "
        "instead of warning.",
    )
    log_format: LogFormat = Field(
        LogFormat.JSON, description="How log lines are written: `json` or `console`."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="The least serious lines to log: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            url = make_url(value.replace("postgres://", "postgresql://", 1))
        except (ArgumentError, ValueError):
            raise ValueError("this is not a database URL") from None
        kind = url.get_backend_name()
        if kind not in _OPTIONS:
            raise ValueError("only sqlite:// and postgresql:// are known")
        if kind == "sqlite" and url.database in {None, "", ":memory:"}:
            raise ValueError("SQLite needs a file, such as sqlite:///numbergate.db")
        if unknown := sorted(url.query.keys() - _OPTIONS[kind]):
            raise ValueError(f"{kind} URLs have no option {unknown[0]} here")
        return url.render_as_string(hide_password=False)

    @classmethod
    def read(cls) -> Self:
        """Return the settings that the environment holds; every one has a default."""
        return cls.model_validate({})

    @property
    def policy(self) -> Policy:
        """What this deployment decides about validation."""
        return Policy(private_urls=self.allow_private_urls, assigned_only=self.require_assigned)
