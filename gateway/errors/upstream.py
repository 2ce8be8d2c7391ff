"""Failures of the platform behind a project: attaching to it, and what became of a change."""

from gateway.errors.base import Rejected


class NoUpstream(Rejected):
    """The project is attached to no platform."""

    code = "no_upstream"
    message = "The project is attached to no platform."


class AlreadyAttached(Rejected):
    """The project is attached to another space, or to another project of it."""

    code = "already_attached"
    message = "The project is attached to another space. Detach it first."


class SpaceTaken(Rejected):
    """Another project is attached to the same project of the platform."""

    code = "space_taken"
    message = "Another project is attached to this space and project."


class ConnectionRefused(Rejected):
    """The platform refused the credentials, or could not be reached to try them."""

    code = "connection_refused"

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__()
        self.message, self.retryable = message, retryable


class ChangePending(Rejected):
    """The number has a change that the platform has not confirmed."""

    code = "change_pending"
    message = "The platform has not confirmed an earlier change of this number. Try again later."
    retryable = True
    retry_after_seconds = 5


class UpstreamBusy(Rejected):
    """Too many changes of the project wait for the platform."""

    code = "upstream_busy"
    message = "Too many changes wait for the platform. Try again later."
    retryable = True
    retry_after_seconds = 30


class UpstreamRefused(Rejected):
    """The platform refused the change. The message holds its reason."""

    code = "upstream_refused"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class NumberTakenUpstream(Rejected):
    """The platform has the number already, and not from this project's import."""

    code = "number_taken_upstream"
    message = "The platform has this number already, from elsewhere. It was not touched."


class UpstreamGone(Rejected):
    """The platform does not have the number any more."""

    code = "upstream_gone"
    message = "The platform does not have this number. Import it again, or release it."


class UpstreamUnreadable(Rejected):
    """The platform answered with a record that cannot be kept."""

    code = "upstream_unreadable"
    message = (
        "The platform answered with a record whose id cannot be kept: an id has at least one and "
        "at most 64 characters, without NUL. The platform may have carried this out."
    )


class UpstreamDetached(Rejected):
    """The project was detached before the platform confirmed the change."""

    code = "upstream_detached"
    message = "The project was detached before the platform confirmed this change."
