"""Landing page: the HTML page at /, and the schema as a file at /schema.graphql."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from gateway.settings import Settings

_PAGE: Final = (Path(__file__).parent / "page.html").read_text("utf-8")
_OPTIONAL_SECTION: Final = r"<!-- {name} -->.*?<!-- /{name} -->\n"


def routes(settings: Settings, sdl: Callable[[], str]) -> list[Route]:
    """Return the page at /, and /schema.graphql where the schema is public.

    *sdl* is called when the schema is asked for: to print it takes a part of a start.
    """
    page = _render(settings)
    headers = {"Content-Security-Policy": _csp(page), "X-Content-Type-Options": "nosniff"}

    async def landing_page(_: Request) -> HTMLResponse:
        return HTMLResponse(page, headers=headers)

    async def schema(_: Request) -> PlainTextResponse:
        return PlainTextResponse(sdl(), headers={"X-Content-Type-Options": "nosniff"})

    optional = [Route("/schema.graphql", schema)] if settings.public_schema else []
    return [Route("/", landing_page), *optional]


def _render(settings: Settings) -> str:
    """Return the page without links to routes that the settings switch off."""
    page = _PAGE
    for name in ("console", "explorer", "public_schema"):
        if not getattr(settings, name):
            page = re.sub(_OPTIONAL_SECTION.format(name=name), "", page, flags=re.DOTALL)
    return page


def _csp(page: str) -> str:
    """Return the Content-Security-Policy: it allows the page's style sheet, by its hash, only."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
