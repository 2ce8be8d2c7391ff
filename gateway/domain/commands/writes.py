"""The commands that write one number. Each may carry an idempotency key."""

from gateway.domain.commands.changes import AmendNumber, ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber

WriteCommand = ImportNumber | UpdateNumber | AmendNumber | ReleaseNumber
