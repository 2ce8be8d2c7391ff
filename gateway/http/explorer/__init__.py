"""GraphiQL: the explorer at /graphiql, whose assets are all served from this host.

``make explorer`` builds it from ``source`` into ``static``, where the assets are gzipped.
"""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from gateway.http.assets import Assets

_STATIC: Final = Path(__file__).parent / "static"
_ASSETS: Final = Assets(_STATIC / "graphiql")
# The editor sets inline styles; scripts and requests are limited to this origin.
_PAGE_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> list[Route]:
    """Return the page at /graphiql and its assets below it."""
    return [Route("/graphiql", _page), Route("/graphiql/{name}", _ASSETS.response)]


async def _page(_: Request) -> Response:
    return FileResponse(_STATIC / "index.html", headers=_PAGE_HEADERS, media_type="text/html")
