"""Failures of bulk jobs: starting one, giving it its rows, and cancelling it."""

from gateway.errors.base import Failure, Rejected


class JobNotFound(Rejected):
    """The project has no job with this id, or it was deleted 30 days after its end."""

    code = "job_not_found"
    message = "The project has no job with this id."


class JobLimit(Rejected):
    """The project has as many unfinished jobs as it may."""

    code = "job_limit"
    retryable = True
    retry_after_seconds = 30

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.message = f"{limit} jobs of the project are not finished. Wait for one, or cancel one."


class JobFinished(Rejected):
    """The job has finished, so that it cannot be cancelled."""

    code = "job_finished"
    message = "The job has finished already."


class TooManyRows(Rejected):
    """A job would have more rows than are allowed."""

    code = "too_many_rows"

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.message = f"A job has at most {limit:,} rows. Split them into several jobs."


class UploadRefused(Rejected):
    """The file of a job is not accepted: the job waits for none, or it is not what was said."""

    code = "upload_refused"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class UploadReplaced(Rejected):
    """Another upload for the same job began, or the job was cancelled meanwhile."""

    code = "upload_replaced"
    message = "Another upload for this job began, or the job was cancelled."


class InvalidCsv(Failure):
    """The file cannot be imported: it is unreadable, or its header is invalid."""

    code = "invalid_csv"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
