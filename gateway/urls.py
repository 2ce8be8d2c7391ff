"""Handler URLs: the one place that knows which addresses may answer a call.

Nothing is resolved or fetched. A host is judged by how it is written, so every spelling that
browsers and C libraries read as an address (decimal, hex, octal, short) counts as one.
"""

import ipaddress
import re
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import BeforeValidator, ValidationInfo

from gateway.policy import policy_of
from gateway.text import at_most, refuse, wrong

LONGEST = 2048

_REFUSED = re.compile(r"[^\x21-\x7e]|[\\<>\"^`{|}]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet")
_HOST_LENGTH = 253
# Addresses that carry or reach others: translated (NAT64), tunnelled (6to4, Teredo).
_CARRIERS: Final = tuple(
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


def parse(value: object, info: ValidationInfo) -> str:
    """Return the URL with its scheme and host in small letters, or say what is wrong."""
    if not isinstance(value, str) or not value:
        raise wrong("blank", "A URL must not be blank.")
    parts = _split(refuse(_REFUSED, at_most(LONGEST, value)))
    if reason := None if policy_of(info).private_urls else _unsafe(parts.hostname or ""):
        raise wrong("url_unsafe", reason)
    return _canonical(parts)


Url = Annotated[str, BeforeValidator(parse)]


def masked(url: str) -> str:
    """Hide the password of *url*, and keep everything else."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    user, host = parts.username or "", parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}:****@{host}").geturl()


def is_secure(url: str) -> bool:
    """Tell whether the URL is fetched over TLS."""
    return url.startswith("https:")


def host(url: str) -> str | None:
    """Return the host of *url*, without port or brackets."""
    return urlsplit(url).hostname


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it is what validates it
    except ValueError:
        raise wrong("url_failed_to_parse", "This is not a URL.") from None
    if parts.scheme not in {"http", "https"}:
        raise wrong("not_an_http_url", "A URL starts with https:// or http://.")
    if not parts.hostname or parts.netloc.endswith(":"):
        raise wrong("url_failed_to_parse", "This URL names no host.")
    if "#" in url:
        raise wrong("url_failed_to_parse", "A handler URL has no # fragment.")
    return parts


def _canonical(parts: SplitResult) -> str:
    credentials, at, address = parts.netloc.rpartition("@")
    return parts._replace(netloc=credentials + at + address.lower()).geturl()


def _unsafe(host: str) -> str | None:
    """Say why calls must not be sent to *host*; None for a public one."""
    if ":" in host:
        return _unsafe_address(host)
    labels = host.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        return _unsafe_address(host)
    if len(host) > _HOST_LENGTH or not all(map(_LABEL.fullmatch, labels)):
        return "The URL's host is not a domain name."
    if len(labels) == 1 or f".{host}".endswith(_PRIVATE_SUFFIXES):
        return "The URL's host is a private name. Use one that the public internet resolves."
    return None


def _unsafe_address(host: str) -> str | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "The URL's host is an IP address in an unusual spelling."
    if address.version == 6 and (address.ipv4_mapped or address.scope_id):  # noqa: PLR2004
        return "The URL's host is an IP address in an unusual spelling."
    if not address.is_global or address.is_multicast or any(address in net for net in _CARRIERS):
        return "The URL's host is a private or reserved IP address."
    return None
