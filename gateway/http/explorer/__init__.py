"""GraphiQL: the explorer at /graphiql, whose assets are all served from this host.

``make explorer`` builds it from ``source`` into ``static``, where the assets are gzipped.
"""

import gzip
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

_STATIC: Final = Path(__file__).parent / "static"
_ASSETS: Final = frozenset(path.stem for path in (_STATIC / "graphiql").glob("*.gz"))
_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".ttf": "font/ttf",
}
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
# An asset's name contains a hash of its content, so that it can be cached forever.
_ASSET_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


def routes() -> list[Route]:
    """Return the page at /graphiql and its assets below it."""
    return [Route("/graphiql", _page), Route("/graphiql/{name}", _asset)]


async def _page(_: Request) -> Response:
    return FileResponse(_STATIC / "index.html", headers=_PAGE_HEADERS, media_type="text/html")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _ASSETS:
        raise HTTPException(404)
    path = _STATIC / "graphiql" / f"{name}.gz"
    media_type = _MEDIA_TYPES[Path(name).suffix]
    if "gzip" in request.headers.get("accept-encoding", ""):
        return FileResponse(
            path, headers=_ASSET_HEADERS | {"Content-Encoding": "gzip"}, media_type=media_type
        )
    return Response(
        await run_in_threadpool(_decompressed, path), headers=_ASSET_HEADERS, media_type=media_type
    )


def _decompressed(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
