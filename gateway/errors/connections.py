"""Failures of connections: accounts at other providers, and the refreshes of their numbers."""

from gateway.errors.base import Rejected


class ConnectionNotFound(Rejected):
    """The project has no connection with this id, or it was removed."""

    code = "connection_not_found"
    message = "The project has no connection with this id."


class ConnectionExists(Rejected):
    """The project is connected to this account already."""

    code = "connection_exists"
    message = "The project is connected to this account already. Change that connection instead."


class ConnectionLimit(Rejected):
    """The project has as many connections as it may."""

    code = "connection_limit"

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.message = f"The project has {limit} connections, which is the most. Remove one first."


class OtherAccount(Rejected):
    """The new credentials are of another account than the connection's."""

    code = "other_account"
    message = "These credentials are of another account. Add a connection for it instead."


class RefreshRunning(Rejected):
    """The connection is being refreshed now."""

    code = "refresh_running"
    message = "The numbers of this connection are being fetched already."
    retryable = True
    retry_after_seconds = 5


class RefreshTooSoon(Rejected):
    """The connection was refreshed a moment ago."""

    code = "refresh_too_soon"
    retryable = True

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = seconds
        self.message = f"The numbers were fetched a moment ago. Try again in {seconds} s."
