"""Authentication and authorization failures: credentials, scopes, cross-site requests."""

from gateway.errors.base import Failure, Rejected


class Unauthenticated(Failure):
    """Authentication failed: the credentials are missing, malformed, unknown or expired."""

    code = "unauthenticated"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message


class Forbidden(Rejected):
    """The caller lacks the required scope."""

    code = "forbidden"

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.message = f"This needs a token with the scope {scope}."


class CrossSite(Failure):
    """A page of another site may have sent the request, with access that the browser lent it."""

    code = "cross_site"

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message
