"""Bulk job settings: how large jobs are, and how many."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gateway.settings.area import Area
from gateway.settings.extras import needs_extra


class EngineName(StrEnum):
    """What hands the chunks of bulk jobs to workers."""

    LOCAL = "local"
    DBOS = "dbos"


class BulkJobSettings(Area):
    """Bulk jobs."""

    job_rows: int = Field(100_000, ge=1, description="Maximum number of rows of a bulk job.")
    jobs_at_once: int = Field(
        5, ge=1, description="Maximum number of unfinished bulk jobs of a project."
    )
    upload_limit: int = Field(
        67_108_864, ge=1024, description="Maximum size of the file of an import job, in bytes."
    )
    upload_seconds: float = Field(
        600, gt=0, description="Seconds that the upload of a file may take altogether."
    )
    engine: Annotated[EngineName, needs_extra("dbos", "dbos", EngineName.LOCAL)] = Field(
        EngineName.LOCAL,
        description="What hands the chunks of bulk jobs to workers: `local`, the tables of "
        "numbergate alone, or `dbos`, queues of DBOS in the same database "
        "([which one](bulk.md#engines)). Needs `numbergate[dbos]`.",
    )
