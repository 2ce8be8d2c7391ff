"""The ASGI application: routes, and the middleware around them."""

from collections.abc import Awaitable
from typing import Any, Final, cast

from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gateway.concurrency.admission import AdmissionControl
from gateway.http.headers import CORS_HEADERS, request_headers
from gateway.http.middleware import RequestMiddleware
from gateway.http.overload import Overload
from gateway.rest.routes import BASE_PATH, OVERLOADED
from gateway.settings import Settings

_OVERLOAD_BODIES: Final = {BASE_PATH: OVERLOADED}


class Routes(Starlette):
    """Starlette without `ServerErrorMiddleware`: `RequestMiddleware` handles unexpected errors."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return the router, wrapped in the middleware."""
        app: ASGIApp = ExceptionMiddleware(self.router)
        for middleware, arguments, options in reversed(self.user_middleware):
            app = middleware(app, *arguments, **options)
        return app


class Application(RequestMiddleware):
    """The ASGI application. Its *routes* run the lifespan."""

    def __init__(
        self, settings: Settings, routes: Routes, endpoint: ASGIApp, admission: AdmissionControl
    ) -> None:
        """Send POSTs to /graphql to *endpoint* directly where possible, all else to *routes*."""
        self.routes = routes
        app = DirectRoute(routes, "/graphql", endpoint, settings.trusted_proxies)
        overload = Overload(_OVERLOAD_BODIES)
        super().__init__(
            _with_cors(app, settings),
            _with_cors(overload, settings),
            admission,
            settings.body_limit,
        )


class DirectRoute:
    """A shortcut to one endpoint, for requests on which the other middleware has no effect.

    These are POSTs that accept no gzip and came through no proxy. All other requests pass the
    middleware and the router, which call the same endpoint.
    """

    def __init__(self, app: ASGIApp, path: str, endpoint: ASGIApp, proxies: str) -> None:
        """Route *path* to *endpoint*; the X-Forwarded headers of *proxies* are trusted."""
        self._app, self._path, self._endpoint = app, path, endpoint
        self._behind_proxy: Any = ProxyHeadersMiddleware(cast("Any", app), proxies)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Call the endpoint, or the next application."""
        if scope["type"] == "lifespan":
            return self._app(scope, receive, send)
        headers = request_headers(scope)
        if b"x-forwarded-for" in headers or b"x-forwarded-proto" in headers:
            return cast("Awaitable[None]", self._behind_proxy(scope, receive, send))
        # Responses to POST are not cached, so an uncompressed one needs no Vary header.
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        encodings = headers.get(b"accept-encoding")  # `in` of bytes costs more than to ask first
        is_plain = is_post and not (encodings and b"gzip" in encodings)
        is_direct = is_plain and scope["path"] == self._path
        return (self._endpoint if is_direct else self._app)(scope, receive, send)


def _with_cors(app: ASGIApp, settings: Settings) -> ASGIApp:
    """Add CORS headers for the origins in *settings*."""
    if not settings.cors_origins:
        return app
    return CORSMiddleware(
        app,
        allow_origins=settings.cors_origins.split(),
        allow_methods=["GET", "POST", "PUT", "DELETE"],
        allow_headers=[*CORS_HEADERS, *settings.cors_headers.split()],
        expose_headers=[
            "X-Request-Id", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining",
            "RateLimit-Reset",
        ],
        max_age=600,
    )  # fmt: skip
