"""Failures of projects and their tokens: not found, or the name taken."""

from collections.abc import Sequence

from gateway.errors.base import Failure


class ProjectNotFound(Failure):
    """No project has this name or id, or several could be meant."""

    code = "project_not_found"

    def __init__(self, message: str, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.message = message
        self.names = names  # of all projects, for their operator only


class ProjectNameTaken(Failure):
    """Another project has this name."""

    code = "project_name_taken"
    message = "A project with this name exists already."


class TokenNotFound(Failure):
    """No token has this id, or it was revoked."""

    code = "token_not_found"
    message = "No active token has this id."
