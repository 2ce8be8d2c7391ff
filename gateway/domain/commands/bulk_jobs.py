"""The commands that start bulk jobs: an import of many numbers, and an update by a filter."""

import re
from typing import Annotated, Any, Final, Self

from pydantic import (
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)

from gateway.domain.commands.base import IDEMPOTENCY_KEY_DESCRIPTION, Command, ConnectionId
from gateway.domain.commands.imports import IfExists
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.commands.number_fields import (
    NOT_EMPTY,
    CallHandlerOneOf,
    MessageHandlerOneOf,
    Tags,
)
from gateway.domain.frozen_model import FrozenModel
from gateway.domain.lists import MaxItems
from gateway.domain.text import Key, Pattern, violation

MOST_INLINE_ROWS: Final = 500
_MOST_CHOSEN: Final = 250  # numbers of a connection


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


_HOST: Final = Pattern(
    re.compile(r"[a-z0-9._:-]+|\[[0-9a-f:.]+\]"), 253, "the characters of a host"
)
_Host = Annotated[str, BeforeValidator(_HOST), BeforeValidator(_lower)]


class UploadSource(FrozenModel):
    """A CSV file that follows, by PUT to the job's uploadPath."""

    bytes: int = Field(ge=1, description="The length of the file, in bytes. Example: 1048576")


class ConnectionSource(FrozenModel):
    """Numbers of a connection, as its last refresh found them."""

    connection_id: ConnectionId = Field(description="The id or the uuid of the connection.")
    external_ids: Annotated[list[str], NOT_EMPTY, MaxItems(_MOST_CHOSEN, "external ids")] | None = (
        Field(
            None,
            description="The ids of the numbers at the provider. Default: all that are NEW. "
            'Example: ["PN1"]',
        )
    )
    copy_handlers: bool = Field(
        True,  # noqa: FBT003  # a default
        description="Whether handlers come along, where both sides speak the same language.",
    )


class ImportSource(FrozenModel):
    """Where the rows of an import job come from: exactly one."""

    rows: Annotated[list[dict[str, Any]], MaxItems(MOST_INLINE_ROWS, "rows")] | None = Field(
        None,
        description="The numbers. Each is validated when its turn comes: what is not valid is a "
        'failed row. Example: [{number: "+14155550123", numberType: LONGCODE}]',
    )
    csv: str | None = Field(
        None,
        description="The text of a CSV file, within the limit of a request. Its first line names "
        'the columns. Example: "number,number_type\\n+14155550123,longcode"',
    )
    upload: UploadSource | None = Field(
        None, description="A CSV file that follows, by PUT to the job's uploadPath."
    )
    connection: ConnectionSource | None = Field(
        None,
        description="Numbers of a connection. Needs the scope connections:manage too. "
        'Example: {connectionId: "…"}',
    )

    def _all(self) -> tuple[object, ...]:
        return self.rows, self.csv, self.upload, self.connection

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if sum(value is not None for value in self._all()) != 1:
            raise violation("one_source", "Name exactly one source.")
        return self


class StartImportJob(Command):
    """An import of many numbers in the background."""

    operation = "start_import_job"

    source: ImportSource = Field(description="Where the rows come from: exactly one.")
    dry_run: bool = Field(
        False,  # noqa: FBT003  # a default
        description="Whether nothing is imported: the fate of each row is what it would be.",
    )
    if_exists: IfExists = Field(
        IfExists.RETURN_EXISTING,
        description="What to do with numbers that the project has already. RETURN_EXISTING leaves "
        "them, and their rows are UNCHANGED or DIFFERS. FAIL: their rows are FAILED.",
    )
    idempotency_key: Key | None = Field(None, description=IDEMPOTENCY_KEY_DESCRIPTION)


class HostReplacement(FrozenModel):
    """A host in the URLs of handlers, and the host to replace it by."""

    old: _Host = Field(
        description="The host to replace, without the port. Example: old.example.com"
    )
    new: _Host = Field(description="The host to write instead. Example: new.example.com")


class NumberPatch(FrozenModel):
    """The changes of an update job, made to each number. What is left out stays as it is."""

    replace_url_host: HostReplacement | None = Field(
        None,
        description="Replaces a host in all URLs of the handlers. Port, path and query stay. "
        'Example: {old: "old.example.com", new: "new.example.com"}',
    )
    add_tags: Tags = Field(default_factory=list, description='Tags to add. Example: ["moved"]')
    remove_tags: Tags = Field(
        default_factory=list, description='Tags to remove. Example: ["legacy"]'
    )
    call_handler: CallHandlerOneOf | None = Field(
        None, description="The new call handler, which replaces the present one. Null removes it."
    )
    message_handler: MessageHandlerOneOf | None = Field(
        None,
        description="The new message handler, which replaces the present one. Null removes it.",
    )
    release_protected: bool | None = Field(
        None, description="Whether releasePhoneNumber is refused. Cannot be null."
    )

    @field_validator("release_protected")
    @classmethod
    def _cannot_be_null(cls, value: bool | None) -> bool | None:  # noqa: FBT001  # a field's value
        if value is None:
            raise violation("not_nullable", "This cannot be cleared: leave it out.")
        return value

    @model_validator(mode="after")
    def _check_changes(self) -> Self:
        changes = (self.replace_url_host, self.add_tags, self.remove_tags)
        if not (any(changes) or self.model_fields_set & _ALWAYS_CHANGES):
            raise violation("empty", "Name at least one change.")
        if both := sorted({*self.add_tags} & {*self.remove_tags}):
            raise violation("duplicate", f"{both[0]} is added and removed.")
        return self


# Fields that say something whenever they are given, null included.
_ALWAYS_CHANGES: Final = {"call_handler", "message_handler", "release_protected"}


class StartUpdateJob(Command):
    """The same changes of many numbers, in the background."""

    operation = "start_update_job"

    filter: NumberFilter = Field(
        description="Which numbers: those that match when the job starts. {} is all of them. "
        'Example: {handlerUrlHost: "old.example.com"}'
    )
    patch: NumberPatch = Field(description="What to change of each of them.")
    dry_run: bool = Field(
        False,  # noqa: FBT003  # a default
        description="Whether nothing is changed: the fate of each row is what it would be.",
    )
    idempotency_key: Key | None = Field(None, description=IDEMPOTENCY_KEY_DESCRIPTION)
