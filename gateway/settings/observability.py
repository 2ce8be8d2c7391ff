"""Observability settings: logs and traces."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gateway.settings.area import Area
from gateway.settings.extras import needs_extra


class LogFormat(StrEnum):
    """The format of log lines."""

    JSON = "json"
    CONSOLE = "console"


class ObservabilitySettings(Area):
    """Observability."""

    traces: Annotated[bool, needs_extra("otel", "opentelemetry")] = Field(
        default=False,
        description="Export OpenTelemetry traces, configured by the standard `OTEL_` variables. "
        "Needs `numbergate[otel]`.",
    )
    log_format: LogFormat = Field(
        LogFormat.JSON, description="Format of log lines: `json` or `console`."
    )
    log_level: str = Field(
        "INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="Minimum level of log lines: `DEBUG`, `INFO`, `WARNING` or `ERROR`.",
    )
