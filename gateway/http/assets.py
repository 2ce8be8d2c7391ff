"""Static assets: the gzipped files of a page that is built ahead, cached forever by clients.

An asset's name contains a hash of its content. Clients that accept no gzip get it decompressed.
"""

import gzip
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
_HEADERS: Final = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
}


class Assets:
    """The assets in one folder, whose names are read once."""

    def __init__(self, folder: Path) -> None:
        """Serve the files of *folder* that end in ``.gz``, without this ending."""
        self._folder = folder
        self._names = frozenset(path.stem for path in folder.glob("*.gz"))

    async def response(self, request: Request) -> Response:
        """Respond with the asset whose name is in the path. Raises 404 if there is none."""
        name = request.path_params["name"]
        if name not in self._names:
            raise HTTPException(404)
        path = self._folder / f"{name}.gz"
        media_type = _MEDIA_TYPES[Path(name).suffix]
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = _HEADERS | {"Content-Encoding": "gzip"}
            return FileResponse(path, headers=headers, media_type=media_type)
        content = await run_in_threadpool(_decompressed, path)
        return Response(content, headers=_HEADERS, media_type=media_type)


def _decompressed(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())
