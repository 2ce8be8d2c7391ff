"""HTTP settings: sizes, timeouts, admission control, proxies and CORS."""

import re
from typing import Final

from pydantic import Field, field_validator

from gateway.settings.area import Area

_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, 5.6.2
# As browsers send it: lower case, no path, and a port only if it is not the default.
_ORIGIN: Final = re.compile(r"[a-z][a-z0-9+.-]*://[a-z0-9.:\[\]_-]+")


class HttpSettings(Area):
    """HTTP."""

    operation_seconds: float = Field(
        10, gt=0, le=300, description="Timeout of an operation, in seconds."
    )
    running_requests: int = Field(
        64, ge=1, description="Maximum number of requests that a process runs at once."
    )
    waiting_requests: int = Field(
        128, ge=0, description="Maximum number of requests that wait to run; further ones get 503."
    )
    waiting_seconds: float = Field(
        1, gt=0, le=60, description="Seconds that a request waits to run before it gets 503."
    )
    header_seconds: float = Field(
        10, gt=0, le=300, description="Timeout for receiving the head of a request, in seconds."
    )
    body_seconds: float = Field(
        10, gt=0, le=300, description="Timeout for receiving the body of a request, in seconds."
    )
    header_limit: int = Field(
        32_768, ge=1024, description="Maximum size of the head of a request, in bytes."
    )
    url_limit: int = Field(
        8192, ge=256, description="Maximum size of the URL in a request line, in bytes."
    )
    body_limit: int = Field(
        262_144, ge=1024, description="Maximum size of a request body, in bytes."
    )
    answer_limit: int = Field(
        4_194_304,
        ge=65_536,
        description="Maximum size of a response, in bytes before compression.",
    )
    unsent_limit: int = Field(
        67_108_864,
        ge=1_048_576,
        description="Maximum size of all responses of a process that clients have not read yet, in "
        "bytes. Beyond it the connections that have waited longest are closed.",
    )
    answer_seconds: float = Field(
        60,
        gt=0,
        le=3600,
        description="Timeout for a client to read its response, or to answer a ping over a "
        "WebSocket, in seconds.",
    )
    leave_seconds: float = Field(
        1,
        ge=0,
        le=300,
        description="Seconds between SIGTERM and the stop of the server, in which `/readyz` is 503 "
        "and requests are served. Set it longer than the interval of the load balancer's checks.",
    )
    compress_from: int = Field(
        2048,
        ge=0,
        description="Minimum size of a response to compress, in bytes, if the client accepts gzip.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Addresses and networks of proxies, separated by commas, whose "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are trusted. `*` trusts all.",
    )
    cors_origins: str = Field(
        "",
        description="Origins allowed by CORS, separated by spaces: `https://app.example.com`.",
    )
    cors_headers: str = Field(
        "",
        description="Request headers allowed by CORS besides those of GraphQL clients and tracing, "
        "separated by spaces: `X-Tenant X-Build`. `*` allows all.",
    )

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        for origin in value.split():
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError("an origin is a scheme and a host, without a slash at its end")
        return value

    @field_validator("cors_headers")
    @classmethod
    def _are_header_names(cls, value: str) -> str:
        for name in value.split():
            if not _HEADER_NAME.fullmatch(name):
                raise ValueError("names of headers are separated by spaces, without commas")
        return value
