"""Results: what the services return for a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from gateway.domain.commands.base import Notice
from gateway.domain.commands.imports import IfExists, ImportNumber
from gateway.domain.handler_catalogue import Channel
from gateway.domain.handler_documents import Finding, Severity
from gateway.domain.numbering_plan import NumberMetadata, metadata_of
from gateway.errors import FieldFailure
from gateway.models.bulk_job import BulkJob
from gateway.models.phone_number import PhoneNumber
from gateway.models.webhook import WebhookEndpoint


class FieldChange(NamedTuple):
    """A field of a number that got another value. Secrets in URLs are masked in both values."""

    field: str
    before: Any
    after: Any


class OpenChange(NamedTuple):
    """A change that a platform was asked for, and whose outcome is not known.

    ``marked_at``: when its first request was marked as sent, by `time.monotonic`, where this
    process is the one to send it. ``carried``: the change as its transaction opened it.
    """

    id: UUID
    marked_at: float | None
    carried: Any = None  # as `gateway.upstream.claims` has it


class ChangeReport(NamedTuple):
    """A change of a number that is open, or was refused, as clients see it.

    ``requested``: the fields that it asks for, from what the number has to what it shall have.
    """

    code: str | None
    message: str | None
    asked_at: datetime
    sends: int
    requested: Sequence[FieldChange]


class CommandResult(NamedTuple):
    """The number after a command, with the warnings, the changed fields and the event's position.

    ``replayed``: the command had run before with the same idempotency key, and was not repeated.
    ``change``: what a platform has not confirmed yet. ``event``: what was appended to the event
    log; it has its position once the transaction has committed.
    """

    row: PhoneNumber
    notices: Sequence[Notice] = ()
    changes: Sequence[FieldChange] = ()
    event_position: int | None = None
    replayed: bool = False
    change: OpenChange | None = None
    event: Mapping[str, Any] | None = None


class JobProgress(NamedTuple):
    """A job, and how many of its rows have which fate."""

    job: BulkJob
    counts: Mapping[str, int]

    @property
    def id(self) -> UUID:
        """The id of the job."""
        return self.job.id

    @property
    def created_at(self) -> datetime:
        """When the job was started."""
        return self.job.created_at

    @property
    def processed(self) -> int:
        """How many rows are done."""
        return sum(self.counts.values()) - self.counts["pending"]


class StartedJob(NamedTuple):
    """A job, and whether a request with the same idempotency key started it before."""

    progress: JobProgress
    replayed: bool


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """The result of a dry run of an import: its failures, or the command and the existing row."""

    failures: Sequence[FieldFailure] = ()
    notices: Sequence[Notice] = ()
    command: ImportNumber | None = None
    existing: PhoneNumber | None = None

    @property
    def would_succeed(self) -> bool:
        """Whether the import would return a number."""
        if self.command is None:
            return False
        return self.existing is None or self.command.if_exists is IfExists.RETURN_EXISTING

    @property
    def metadata(self) -> NumberMetadata | None:
        """What libphonenumber knows about the number; None if the input is not valid."""
        return metadata_of(self.command.number) if self.command else None


class NewSecret(NamedTuple):
    """An endpoint, and its new secret: shown this once."""

    endpoint: WebhookEndpoint
    secret: str


class SentTest(NamedTuple):
    """What came of a test message: a status, or the code of why there is none."""

    message_id: str
    status: int | None
    code: str | None
    seconds: float

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004


class UrlCheck(NamedTuple):
    """What was found when a URL of a handler was asked. Without a status there was no response."""

    setting: str
    seconds: float
    findings: Sequence[Finding]
    status: int | None = None
    media_type: str | None = None
    certificate_until: datetime | None = None

    @property
    def answers(self) -> bool | None:
        """Whether it returns instructions; None where that cannot be seen."""
        if any(finding.severity is Severity.ERROR for finding in self.findings):
            return False
        unseen = any(finding.code in _UNSEEN for finding in self.findings)
        return None if unseen else True


_UNSEEN: Final = {"test_refused", "compressed", "not_examined"}


class HandlerCheck(NamedTuple):
    """What was found for a handler: a check for each URL that returns instructions."""

    channel: Channel
    urls: Sequence[UrlCheck]

    @property
    def answers(self) -> bool | None:
        """Whether one of the URLs returns instructions; None where that cannot be seen."""
        answers = {url.answers for url in self.urls}
        if True in answers:
            return True
        return None if None in answers or not answers else False
