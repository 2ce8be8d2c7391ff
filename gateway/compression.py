"""Compression of answers, by Starlette, where there is anything to decide."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from gateway import heads


class Compression(GZipMiddleware):
    """Compresses what is asked for compressed.

    Nobody keeps the answer to a POST, so none has to say that it could have been another: where
    such a request does not ask for compression it goes straight on.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        plain = scope["type"] == "http" and scope["method"] == "POST"
        if plain and b"gzip" not in heads.of(scope).get(b"accept-encoding", b""):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)
