"""Handler URLs: the one place that knows which addresses may answer a call.

Nothing is resolved or fetched. A host is judged by how it is written, so every spelling that
browsers and C libraries read as an address (decimal, hex, octal, short) counts as one.
"""

import ipaddress
import re
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import BeforeValidator, ValidationInfo

from gateway.domain.text import at_most, refuse, wrong
from gateway.domain.validation_policy import policy_of
from gateway.text_cache import text_cache

LONGEST = 2048
MASK = "****"

_REMEMBERED: Final = 4096  # URLs
_REMEMBERED_LENGTH: Final = 512  # characters of a URL that is remembered

_REFUSED = re.compile(r"[^\x21-\x7e]|[\\<>\"^`{|}]")
_CREDENTIALS = re.compile(r"(://[^/?#\s\":]*):[^/?#\s\"]*@")
# What follows the credentials: urlsplit skips what it cannot read around brackets.
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:@\[\]]+)(:[1-9][0-9]*)?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Most URLs. Where private hosts may be, nothing can be wrong with these, and nothing is changed.
_PLAIN = re.compile(
    r"https?://(?=[^/]{1,253}(/|\Z))(?![^/]*[^/.]{64})([a-z0-9]+[.-])*[a-z]+"
    r"(/[a-zA-Z0-9._~/%=&+,;:-]{,1024}(\?[a-zA-Z0-9._~/%=&+,;:-]{1,512})?)?"
)
_PRIVATE_SUFFIXES = (
    ".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".localdomain",
)  # fmt: skip
_HOST_LENGTH = 253
# Of IPv6 only this part is handed out; the rest maps, translates, or stays on the link.
_UNICAST: Final = ipaddress.ip_network("2000::/3")
# What Python's own list lets pass, or has only in some versions: protocol assignments (Teredo
# among them), 6to4 and its relays, documentation, and Azure's metadata.
_REFUSED_NETWORKS: Final = tuple(
    ipaddress.ip_network(net)
    for net in (
        "2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",
    )
)  # fmt: skip


def parse(value: object, info: ValidationInfo) -> str:
    """Return the URL with its scheme and host in small letters, or say what is wrong."""
    if not isinstance(value, str):
        raise wrong("wrong_type", "A URL is text.")
    private = policy_of(info).private_urls
    return value if private and _PLAIN.fullmatch(value) else _parsed(value, private)


@text_cache(_REMEMBERED, _REMEMBERED_LENGTH)
def _parsed(value: str, private: bool) -> str:  # noqa: FBT001  # the cache goes by position
    """Do it, once for each: numbers share handlers."""
    if not value:
        raise wrong("blank", "A URL must not be blank.")
    parts = _split(refuse(_REFUSED, at_most(LONGEST, value)))
    name = parts.hostname or ""
    if reason := None if private else _unsafe(name):
        raise wrong("url_unsafe", reason)
    if not _is_host(name):
        raise wrong("url_failed_to_parse", "The URL's host is neither a domain name nor an IP.")
    return _canonical(parts)


Url = Annotated[str, BeforeValidator(parse)]


def masked(text: str) -> str:
    """Hide the password of every URL in *text*, and keep everything else."""
    return _CREDENTIALS.sub(rf"\1:{MASK}@", text)


def is_secure(url: str) -> bool:
    """Tell whether the URL is fetched over TLS."""
    return url.startswith("https:")


@text_cache(_REMEMBERED, _REMEMBERED_LENGTH)
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
    if not parts.hostname:
        raise wrong("url_failed_to_parse", "This URL names no host.")
    credentials, _, address = parts.netloc.rpartition("@")
    if "@" in credentials or not _ADDRESS.fullmatch(address):
        text = "After the scheme comes a host, and a port where one is needed."
        raise wrong("url_failed_to_parse", text)
    if parts.password == MASK:
        text = "This password is masked. Write the password itself, or leave the handler out."
        raise wrong("masked_password", text)
    if "#" in url:
        raise wrong("url_failed_to_parse", "A handler URL has no # fragment.")
    return parts


def _canonical(parts: SplitResult) -> str:
    credentials, at, address = parts.netloc.rpartition("@")
    if ":" in (name := parts.hostname or ""):
        address = address.lower().replace(name, ipaddress.ip_address(name).compressed)
    return parts._replace(netloc=credentials + at + address.lower()).geturl()


def _is_host(host: str) -> bool:
    """Tell whether *host* is an IP address in its usual spelling, or a domain name."""
    if ":" in host or _NUMERIC.fullmatch(host.rpartition(".")[2]):
        return _address(host) is not None
    return len(host) <= _HOST_LENGTH and all(map(_LABEL.fullmatch, host.split(".")))


def _unsafe(host: str) -> str | None:
    """Say why calls must not be sent to *host*; None for a public one."""
    named = host.rstrip(".")  # a trailing dot changes nothing about where a name leads
    last = named.rpartition(".")[2]
    if ":" in host or _NUMERIC.fullmatch(last):
        return _unsafe_address(named)
    if last == named or f".{named}".endswith(_PRIVATE_SUFFIXES):
        return "The URL's host is a private name. Use one that the public internet resolves."
    return None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _unsafe_address(host: str) -> str | None:
    address = _address(host)
    if address is None or (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped):
        return "The URL's host is an IP address in an unusual spelling."
    odd = any(address in net for net in _REFUSED_NETWORKS)
    translated = isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST
    if not address.is_global or address.is_multicast or odd or translated:
        return "The URL's host is a private or reserved IP address."
    return None
