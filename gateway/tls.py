"""TLS of outbound connections: the one context of this process, with the trusted certificates."""

import functools
import ssl

import httpcore2


@functools.cache
def default_context() -> ssl.SSLContext:
    """Return the context that all connection pools share. Building it takes 20 to 50 ms of CPU."""
    return httpcore2.default_ssl_context()
