"""URL validation of handlers, against server-side request forgery (SSRF), and masking of secrets.

Secrets of a URL are its password, a user without a password, as API keys are often written, and the
values of query parameters that are named like secrets, such as ``?token=…``.

Nothing is resolved or requested. A host is checked as it is written: every notation that browsers
and C libraries read as an IP address (decimal, hexadecimal, octal, short) is treated as one.
"""

import ipaddress
import re
from typing import Annotated, Final
from urllib.parse import SplitResult, urlsplit

from pydantic import BeforeValidator, ValidationInfo

from gateway.domain.text import check_length, forbid, violation
from gateway.domain.validation_policy import policy_of
from gateway.text_cache import text_cache

MAX_LENGTH = 2048
MASK = "****"

_CACHE_SIZE: Final = 4096
_CACHED_LENGTH: Final = 512  # characters of a URL that is cached

_FORBIDDEN = re.compile(r"[^\x21-\x7e]|[\\<>\"^`{|}]")
_CREDENTIALS = re.compile(r"://(?:(?P<user>[^/?#\s\":]*):)?[^/?#\s\"]*@")
_SECRETIVE: Final = (  # names of query parameters
    r"[\w.~-]*(?:token|secret|passw(?:or)?d|passphrase|pwd|signature|credential"
    r"|(?:api|access|private)[._-]?key)[\w.~-]*|key|sig|pass|auth|authorization|jwt"
)
_SECRET_VALUE: Final = re.compile(rf"([?&;](?:{_SECRETIVE})=)[^&;#\s\"]+", re.IGNORECASE)
# Host and port. urlsplit ignores what it cannot parse around the brackets of an IPv6 address.
_HOST_AND_PORT = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:@\[\]]+)(:[1-9][0-9]*)?")
_MASKED: Final = re.compile(
    rf"://(?:[^/?#\s\":]*:)?\*{{4}}@|[?&;](?:{_SECRETIVE})=\*{{4}}(?![^&;#\s\"])", re.IGNORECASE
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
# A fast path for most URLs up to the maximum length: where private hosts are allowed, these are
# valid and canonical. What has matched is not tried again in parts: a long URL takes 4 µs.
_CANONICAL = re.compile(
    r"https?://(?=[^/]{1,253}(/|\Z))(?![^/]*[^/.]{64})([a-z0-9]+[.-])*[a-z]+"
    r"(/[a-zA-Z0-9._~/%=&+,;:-]*+(\?[a-zA-Z0-9._~/%=&+,;:-]++)?)?"
)
_INVALID_ESCAPE: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
# Names that the public internet does not resolve: reserved ones (RFC 2606, 6761, 6762, 7686, 8375),
# ICANN's .internal, those that networks commonly use inside, and reverse look-ups of addresses.
_PRIVATE_SUFFIXES = (
    ".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".localdomain",
    ".svc", ".corp", ".home", ".private", ".test", ".invalid", ".example", ".onion", ".alt",
    ".in-addr.arpa", ".ip6.arpa",
)  # fmt: skip
_HOST_LENGTH = 253
# The only part of IPv6 that IANA allocates as global unicast.
_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
# Networks that `ip_address.is_global` accepts in some versions of Python: protocol assignments
# (with Teredo), 6to4 and its relays, documentation, and the metadata service of Azure.
_FORBIDDEN_NETWORKS: Final = tuple(
    ipaddress.ip_network(net)
    for net in (
        "2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32",
    )
)  # fmt: skip


def parse(value: object, info: ValidationInfo) -> str:
    """Return the URL with scheme and host in lower case, or raise a violation."""
    if not isinstance(value, str):
        raise violation("wrong_type", "A URL is text.")
    policy = policy_of(info)
    private = policy.private_urls
    if private and _is_canonical(value):  # no mask: it has no asterisk
        return value
    return value if policy.masked_urls and is_masked(value) else _parse(value, private)


def _is_canonical(value: str) -> bool:
    return len(value) <= MAX_LENGTH and _CANONICAL.fullmatch(value) is not None


@text_cache(_CACHE_SIZE, _CACHED_LENGTH)
def _parse(value: str, private: bool) -> str:  # noqa: FBT001  # lru_cache is called by position
    """Parse and check a URL. Cached, because many numbers share a handler."""
    if not value:
        raise violation("blank", "A URL must not be blank.")
    parts = _split(forbid(_FORBIDDEN, check_length(MAX_LENGTH, value)))
    name = parts.hostname or ""
    if reason := None if private else _unsafe_reason(name):
        raise violation("url_unsafe", reason)
    if not _is_host(name):
        raise violation("url_failed_to_parse", "The URL's host is neither a domain name nor an IP.")
    return _canonical(parts)


Url = Annotated[str, BeforeValidator(parse)]


def may_hold_secrets(text: str) -> bool:
    """Return whether *text* has what comes after or before every secret of a URL."""
    return "@" in text or "=" in text


def mask_secrets(text: str) -> str:
    """Replace the secrets of every URL in *text* by ``****``."""
    if not may_hold_secrets(text):  # most URLs: the patterns take 7 µs
        return text
    return _SECRET_VALUE.sub(rf"\1{MASK}", _CREDENTIALS.sub(_masked_credentials, text))


def _masked_credentials(found: re.Match[str]) -> str:
    user = found["user"]
    return f"://{MASK}@" if user is None else f"://{user}:{MASK}@"


def is_masked(url: str) -> bool:
    """Return whether a secret of *url* is written as ``****``, as `mask_secrets` writes it."""
    return MASK in url and _MASKED.search(url) is not None


def is_secure(url: str) -> bool:
    """Return whether the URL is requested over TLS."""
    return url.startswith("https:")


def has_invalid_escape(url: str) -> bool:
    """Return whether a percent sign in *url* begins no escape, as in ``%SPACE%``."""
    return _INVALID_ESCAPE.search(url) is not None


@text_cache(_CACHE_SIZE, _CACHED_LENGTH)
def with_host(url: str, new: str) -> str:
    """Return a valid URL with another host; its credentials, port, path and query stay."""
    parts = _split(url)
    credentials, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{credentials}{at}{new}{port}").geturl()


@text_cache(_CACHE_SIZE, _CACHED_LENGTH)
def host(url: str) -> str | None:
    """Return the host of *url*, without the port and an IPv6 address's brackets."""
    return urlsplit(url).hostname


def is_public_address(address: str) -> bool:
    """Return whether requests may be sent to an IP address that a name was resolved to."""
    return _unsafe_address_reason(address) is None


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:
        text = (
            "Before its path, brackets in a URL only enclose an IPv6 address: https://[2606::1]/."
        )
        raise violation("url_failed_to_parse", text) from None
    _check_port(parts)
    if parts.scheme not in {"http", "https"}:
        raise violation("not_an_http_url", "A URL starts with https:// or http://.")
    if not parts.hostname:
        raise violation("url_failed_to_parse", "This URL names no host.")
    credentials, _, address = parts.netloc.rpartition("@")
    if "@" in credentials or not _HOST_AND_PORT.fullmatch(address):
        text = "After the scheme comes a host, and a port where one is needed."
        raise violation("url_failed_to_parse", text)
    if is_masked(url):
        text = "A secret of this URL is masked. Write the secret itself, or leave the handler out."
        raise violation("masked_password", text)
    if "#" in url:
        raise violation("url_failed_to_parse", "A handler URL has no # fragment.")
    return parts


def _check_port(parts: SplitResult) -> None:
    try:
        parts.port  # noqa: B018  # reading it is what validates it
    except ValueError:
        text = "The port of a URL is a number from 1 to 65535."
        raise violation("url_failed_to_parse", text) from None


def _canonical(parts: SplitResult) -> str:
    credentials, at, address = parts.netloc.rpartition("@")
    if ":" in (name := parts.hostname or ""):
        address = address.lower().replace(name, ipaddress.ip_address(name).compressed)
    return parts._replace(netloc=credentials + at + address.lower()).geturl()


def _is_host(host: str) -> bool:
    """Return whether *host* is a domain name, or an IP address in the standard notation."""
    if ":" in host or _NUMERIC.fullmatch(host.rpartition(".")[2]):
        return _address(host) is not None
    return len(host) <= _HOST_LENGTH and all(map(_LABEL.fullmatch, host.split(".")))


def _unsafe_reason(host: str) -> str | None:
    """Return why requests must not be sent to *host*; None for a public host."""
    name = host.rstrip(".")  # a trailing dot marks a fully qualified name and resolves alike
    last_label = name.rpartition(".")[2]
    if ":" in host or _NUMERIC.fullmatch(last_label):
        return _unsafe_address_reason(name)
    if last_label == name or f".{name}".endswith(_PRIVATE_SUFFIXES):
        return "The URL's host is a private name. Use one that the public internet resolves."
    return None


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _unsafe_address_reason(host: str) -> str | None:
    address = _address(host)
    if address is None or (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped):
        return "The URL's host is an IP address in an unusual spelling."
    is_forbidden = any(address in network for network in _FORBIDDEN_NETWORKS)
    is_ipv6 = isinstance(address, ipaddress.IPv6Address)
    is_unicast = not is_ipv6 or address in _GLOBAL_UNICAST
    if not address.is_global or address.is_multicast or is_forbidden or not is_unicast:
        return "The URL's host is a private or reserved IP address."
    return None
