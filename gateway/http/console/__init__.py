"""Console: a web application at /console to see and change numbers, served from this host only.

``make console`` builds it from ``source`` into ``static``, where the assets are gzipped. Its pages
are addresses below /console, which all respond with the same document. Its operations are trusted
documents: it sends their ids, and a deployment that executes trusted documents only executes them.
"""

from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from gateway.http.assets import Assets
from gateway.settings import Settings
from gateway.settings.trusted_documents import TrustedDocuments

_STATIC: Final = Path(__file__).parent / "static"
_ASSETS: Final = Assets(_STATIC / "console/assets")
# Where the document refers to its assets; deeper pages need more steps up.
_RELATIVE: Final = '"./console/'
_WITH_TOKEN, _OPEN = (
    '<meta name="access" content="token" />',
    '<meta name="access" content="open" />',
)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def routes(settings: Settings) -> list[Route]:
    """Return the pages at /console and below it, and their assets."""
    document = (_STATIC / "index.html").read_text("utf-8")
    if settings.open_access:
        document = document.replace(_WITH_TOKEN, _OPEN)

    async def page(request: Request) -> Response:
        depth = request.path_params.get("page", "").count("/") + ("page" in request.path_params)
        return HTMLResponse(
            document.replace(_RELATIVE, f'"{"../" * depth}console/') if depth else document,
            headers=_HEADERS,
        )

    return [
        Route("/console", page),
        Route("/console/assets/{name}", _ASSETS.response),
        Route("/console/{page:path}", page),
    ]


def trusting(settings: Settings) -> Settings:
    """Return *settings* whose trusted documents include the operations of the console."""
    own = TrustedDocuments.read(_STATIC / "persisted-documents.json")
    documents = settings.trusted_documents.plus(own)
    return settings.model_copy(update={"trusted_documents": documents})
