"""Cross-site request forgery: refuses requests that pages of other sites make a browser send.

A browser adds no Bearer token by itself, but it sends requests without credentials to a server with
open access, and may repeat Basic ones that a person typed once. Where no Bearer token proves what
the sender holds, a request that may write has to come from our own pages, from an origin that CORS
allows, or from no browser. With open access the Host has to be a name of this machine too: another
site's name may be made to resolve to it (DNS rebinding).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.types import Scope

from gateway.auth.authenticator import is_loopback
from gateway.errors import CrossSite
from gateway.http.headers import header_text

_SAFE_METHODS: Final = {"GET", "HEAD", "OPTIONS"}  # these change nothing
_OWN_SITE: Final = {"same-origin", "none"}  # "none": a person typed the address
_ORIGIN = "Pages of other sites may not send this. Allow their origin, or send a Bearer token."
_HOST = "Requests without a token must name this machine in Host: localhost, or the address."


@dataclass(frozen=True, slots=True)
class CrossSiteProtection:
    """The origins whose pages may send requests, besides our own."""

    origins: Collection[str]

    def check(self, scope: Scope, credentials: bytes | None) -> None:
        """Raise `CrossSite` for a request that another site's page may have sent.

        *credentials* is the value of its Authorization header.
        """
        if credentials is None:
            _check_host(scope)
        elif credentials[:7].lower() == b"bearer ":
            return
        if scope["method"] not in _SAFE_METHODS and not self._is_from_allowed_origin(scope):
            raise CrossSite(_ORIGIN)

    def check_origin(self, scope: Scope) -> None:
        """Raise `CrossSite` for a stream or a WebSocket that another site's page opens.

        CORS does not apply to WebSockets, and a page that may not read a stream could open many.
        """
        if not self._is_from_allowed_origin(scope):
            raise CrossSite(_ORIGIN)

    def check_host(self, scope: Scope) -> None:
        """Raise `CrossSite` where a request without credentials names another host."""
        _check_host(scope)

    def _is_from_allowed_origin(self, scope: Scope) -> bool:
        """Tell whether the sender is our own page, an allowed one, or no browser."""
        site, origin = header_text(scope, b"sec-fetch-site"), header_text(scope, b"origin")
        if site in _OWN_SITE or origin in self.origins or "*" in self.origins:
            return True
        is_own = origin.partition("://")[2] == header_text(scope, b"host")
        return not site and (not origin or is_own)


def _check_host(scope: Scope) -> None:
    """Raise `CrossSite` unless Host is loopback or the address listened on; HTTP/1.0 has none."""
    if not (host := header_text(scope, b"host")):
        return
    name, server = _name(host), scope.get("server")
    if not is_loopback(name) and not (server and name == server[0]):
        raise CrossSite(_HOST)


def _name(host: str) -> str:
    """Return the name in a Host header: without port and brackets."""
    try:
        return urlsplit(f"//{host}").hostname or host
    except ValueError:
        return host
