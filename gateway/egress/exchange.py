"""Exchange with a host that a client names: the request, its response, and why there is none."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

SHORT_BODY: Final = 1024  # bytes

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class FailureReason(StrEnum):
    """Why there is no response to a request."""

    DNS_FAILED = "dns_failed"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    PORT_NOT_ALLOWED = "port_not_allowed"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    NO_RESPONSE = "no_response"


class RequestFailed(Exception):
    """There is no response. ``detail`` says more where TLS failed, and names no host."""

    def __init__(self, reason: FailureReason, detail: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class OutboundRequest(NamedTuple):
    """A request. A user and a password in the URL become basic authentication."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    content: bytes = b""


class Response(NamedTuple):
    """A response of any status, with the beginning of its body."""

    status: int
    headers: Mapping[str, str]  # by names in lower case
    body: bytes
    is_whole: bool
    seconds: float
    certificate_until: datetime | None  # None without TLS

    @property
    def succeeded(self) -> bool:
        """Whether the status is a success. A redirect is none."""
        return 200 <= self.status < 300  # noqa: PLR2004
