"""Result types of mutations of bulk jobs: a closed union of success and failures for each."""

from typing import Annotated, Final, Self, TypeAlias

import strawberry

from gateway.models.results import StartedJob
from schema.bulk_jobs import ImportJob, UpdateJob
from schema.errors import IdempotencyConflict, Rejected, ValidationFailed
from schema.result_unions import result_of

_JOB: Final = "The job. Read it again to follow its progress."
_REPLAYED: Final = "Whether a request with the same idempotency key started this job before."


@strawberry.type(description="The import job was started.")
class StartImportJobSuccess:
    """Has the job."""

    job: ImportJob = strawberry.field(description=_JOB)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, started: StartedJob) -> Self:
        """Convert a job that was started."""
        return cls(job=ImportJob.of(started.progress), replayed=started.replayed)


@strawberry.type(description="The update job was started.")
class StartUpdateJobSuccess:
    """Has the job."""

    job: UpdateJob = strawberry.field(description=_JOB)
    replayed: bool = strawberry.field(description=_REPLAYED)

    @classmethod
    def of(cls, started: StartedJob) -> Self:
        """Convert a job that was started."""
        return cls(job=UpdateJob.of(started.progress), replayed=started.replayed)


@strawberry.type(description="The job is cancelled: no further row is done.")
class CancelImportJobSuccess:
    """Has the job."""

    job: ImportJob = strawberry.field(description="The job, with what was done before.")


@strawberry.type(description="The job is cancelled: no further row is done.")
class CancelUpdateJobSuccess:
    """Has the job."""

    job: UpdateJob = strawberry.field(description="The job, with what was done before.")


StartImportJobResult: TypeAlias = Annotated[
    StartImportJobSuccess | ValidationFailed | IdempotencyConflict | Rejected,
    result_of("startImportJob", "the job, or why it was not started"),
]
StartUpdateJobResult: TypeAlias = Annotated[
    StartUpdateJobSuccess | ValidationFailed | IdempotencyConflict | Rejected,
    result_of("startUpdateJob", "the job, or why it was not started"),
]
CancelImportJobResult: TypeAlias = Annotated[
    CancelImportJobSuccess | Rejected,
    result_of("cancelImportJob", "the job, or why it was not cancelled"),
]
CancelUpdateJobResult: TypeAlias = Annotated[
    CancelUpdateJobSuccess | Rejected,
    result_of("cancelUpdateJob", "the job, or why it was not cancelled"),
]
