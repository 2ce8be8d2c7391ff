"""In-process application: calls numbergate over ASGI without a server, with default settings."""

import contextlib
import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

from bench.data import Data, filled
from bench.scenarios import Scenario
from gateway.app import create_app
from gateway.settings import Settings

Ask = Callable[[], Awaitable[list[Any]]]


class Application:
    """The application on a database, and a token for it."""

    def __init__(self, data: Data) -> None:
        """Build the application."""
        url = f"sqlite:///{data.file}"
        self.app = create_app(Settings(database_url=url, rate_limit=1_000_000_000))
        self.token, self.ids = data.token, data.ids

    def asking(self, scenario: Scenario, layer: Any, place: int = 0) -> Ask:
        """Return a function that sends the request at *place* to *layer*; returns messages."""
        body = scenario.body(place, self.ids)

        async def ask() -> list[Any]:
            sent: list[Any] = []
            messages = [{"type": "http.request", "body": body, "more_body": False}]

            async def receive() -> Any:
                return messages.pop()

            async def send(message: Any) -> None:
                sent.append(message)

            await layer(self.scope(scenario, body), receive, send)
            return sent

        return ask

    def scope(self, scenario: Scenario, body: bytes) -> dict[str, Any]:
        """Return the ASGI scope of a request."""
        headers = {
            b"host": b"localhost", b"content-type": b"application/json",
            b"content-length": str(len(body)).encode(),
            b"authorization": f"Bearer {self.token}".encode(),
        }  # fmt: skip
        path, _, query = scenario.path.partition("?")
        return {
            "type": "http", "method": "POST" if body else "GET", "path": path,
            "raw_path": path.encode(), "query_string": query.encode(),
            "headers": list(headers.items()), "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80), "scheme": "http", "http_version": "1.1",
            "root_path": "", "app": self.app, "state": {"request_id": "x"}, "extensions": {},
        }  # fmt: skip

    @property
    def endpoint(self) -> Any:
        """The GraphQL endpoint, without middleware."""
        return next(r.app for r in self.app.routes.routes if getattr(r, "path", "") == "/graphql")


@contextlib.asynccontextmanager
async def running() -> AsyncGenerator[Application]:
    """Run the application on the benchmark's data, with its log discarded."""
    with tempfile.TemporaryDirectory() as folder:
        data = await filled(Path(folder) / "numbers.db")
        with _silence():
            application = Application(data)
        routes = application.app.routes
        async with routes.router.lifespan_context(routes):
            yield application


@contextlib.contextmanager
def _silence() -> Generator[None]:
    """Redirect stderr of log handlers to the null device."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  # it goes on writing
    with contextlib.redirect_stderr(nowhere):
        yield
