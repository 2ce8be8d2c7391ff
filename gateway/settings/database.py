"""Database settings: its URL, its connections, and how long statements may take."""

from pydantic import Field, field_validator

from gateway.settings.area import Area
from gateway.settings.database_url import validated_url


class DatabaseSettings(Area):
    """Database."""

    database_url: str = Field(
        "sqlite:///numbergate.db",
        description="URL of the database: `sqlite:///file.db`, or `postgresql://user@host/name`.",
    )
    busy_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Seconds that a write waits for a SQLite file that another process has locked.",
    )
    scan_seconds: float = Field(
        0.2,
        gt=0,
        le=60,
        description="Seconds of processor time that the searches and counts of one request may "
        "take together on SQLite. PostgreSQL stops each after five seconds.",
    )
    pool_size: int = Field(
        15, ge=1, le=1000, description="Maximum number of connections of a process to PostgreSQL."
    )

    @field_validator("database_url")
    @classmethod
    def _is_supported(cls, value: str) -> str:
        return validated_url(value)
