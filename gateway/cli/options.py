"""Options that several groups of commands have, as typer reads them."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Project = Annotated[
    str | None,
    typer.Option("--project", help="Name or id of the project. Optional if there is only one."),
]
