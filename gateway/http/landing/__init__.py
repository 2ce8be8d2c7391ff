"""The front door: the page at /, and the schema as a file."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from gateway.settings import Settings

_PAGE: Final = (Path(__file__).parent / "page.html").read_text("utf-8")
_OPTIONAL: Final = r"<!-- {name} -->.*?<!-- /{name} -->\n"


def routes(settings: Settings, sdl: str) -> list[Route]:
    """Return the page at /, and /schema.graphql where the schema is public."""
    page = _shown(settings)
    headers = {"Content-Security-Policy": _policy(page), "X-Content-Type-Options": "nosniff"}

    async def front(_: Request) -> HTMLResponse:
        return HTMLResponse(page, headers=headers)

    async def schema(_: Request) -> PlainTextResponse:
        return PlainTextResponse(sdl, headers={"X-Content-Type-Options": "nosniff"})

    file = [Route("/schema.graphql", schema)] if settings.public_schema else []
    return [Route("/", front), *file]


def _shown(settings: Settings) -> str:
    """Return the page without the links that lead nowhere in this deployment."""
    page = _PAGE
    for name in ("explorer", "public_schema"):
        if not getattr(settings, name):
            page = re.sub(_OPTIONAL.format(name=name), "", page, flags=re.DOTALL)
    return page


def _policy(page: str) -> str:
    """Return the policy that lets the page have its one style sheet and nothing else."""
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
