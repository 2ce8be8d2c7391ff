"""Options of the commands on numbers, as typer reads them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

IdOrNumber = Annotated[str, typer.Argument(help="A number's id, or the number: +14155550123.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="A tag; repeat for more.")]
Name = Annotated[str | None, typer.Option(help="A display name.")]
CallHandler = Annotated[
    str | None,
    typer.Option(help="Handler of calls: a kind and its settings, 'relay_topic topic=office'."),
]
MessageHandler = Annotated[
    str | None, typer.Option(help="Handler of messages, in the format of --call-handler.")
]
NumberType = Annotated[
    str | None, typer.Option("--type", help="longcode (the default) or tollfree.")
]
Capabilities = Annotated[
    list[str] | None,
    typer.Option("--capability", help="voice, fax, sms or mms; repeat for more. Default: all."),
]
ReceiveMode = Annotated[
    str | None, typer.Option("--receive", help="Receive calls as voice or fax.")
]
CsvFile = Annotated[
    Path | None, typer.Option(exists=True, dir_okay=False, help="A CSV file of numbers.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only validate.")]
AsJob = Annotated[
    bool,
    typer.Option("--job", help="Import the file by a bulk job, as always on PostgreSQL."),
]
JobKey = Annotated[
    str | None,
    typer.Option("--key", help="Key of the job: the same one is the same job. Default: the file."),
]
Report = Annotated[
    Path | None, typer.Option(dir_okay=False, help="CSV file for the result of every row.")
]
Wait = Annotated[
    bool, typer.Option("--wait", help="Wait until the platform has confirmed it, if there is one.")
]


class ClearableField(StrEnum):
    """A field of a number that can be cleared."""

    NAME = "name"
    TAGS = "tags"
    CALL_HANDLER = "call_handler"
    MESSAGE_HANDLER = "message_handler"
