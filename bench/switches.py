"""Feature switches: numbergate with one piece of own machinery off, for `bench.machinery`.

    python -m bench.switches "the piece" serve --port 8000

Each switch replaces a piece by what a library does without it, before anything is built; the rest
is served as it is shipped. A name that is not there any more ends the program.
"""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from math import inf
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

Switch = Callable[[], None]


def _replace(owner: str, **names: Any) -> None:
    """Replace names of a module or of its class, as in ``gateway.app.application:DirectRoute``."""
    module, _, class_ = owner.partition(":")
    found: Any = import_module(module)
    found = getattr(found, class_) if class_ else found
    for name, value in names.items():
        if not hasattr(found, name):
            raise SystemExit(f"{owner} has no {name} to switch off.")
        setattr(found, name, value)


def _nothing(*_: object, **__: object) -> None:
    """Do nothing."""


async def _at_once() -> None:
    """Return at once."""


def nothing() -> None:
    """Serve as it is shipped."""


def request_cycle() -> None:
    """Let uvicorn's own cycle receive and send."""
    _replace("gateway.http.protocol", RequestCycle=RequestResponseCycle, LazyEvent=asyncio.Event)


def resolver_fast_path() -> None:
    """Let Strawberry convert arguments and look at exceptions."""
    _replace("gateway.graphql.resolver_fast_path", install_fast_path=_nothing)


def direct_route() -> None:
    """Send every request through the middleware and the router."""

    def route(routes: Any, _path: str, _endpoint: object, proxies: str) -> Any:
        return ProxyHeadersMiddleware(routes, proxies)

    _replace("gateway.app.application", DirectRoute=route)


def cohort_scheduling() -> None:
    """Let each request run as far as it comes."""
    _replace("gateway.graphql.endpoint", yield_to_cohort=_at_once)
    _replace("gateway.graphql.operations", yield_to_cohort=_at_once)
    _replace("gateway.database.sqlite", yield_to_cohort=_at_once)
    _replace("gateway.http.middleware", yield_to_arrivals=_at_once)


def log_batches() -> None:
    """Write the line of each request by itself."""
    _replace("gateway.concurrency.cohort:Cohort", is_alone=True)


def direct_log_lines() -> None:
    """Send each request's line through logging."""
    from gateway.observability.loggers import Logger

    logger = Logger("numbergate.http")

    def write(lines: Iterable[Any]) -> None:
        for line in lines:
            logger.info("request", **line._asdict())

    _replace("gateway.observability.logging", _write=write)


def unqueued_log_lines() -> None:
    """Let the thread write each line."""
    _replace("gateway.observability.log_queue", _open_direct=_nothing)


class _Timeout(asyncio.Timeout):
    """asyncio's own, which awaits nothing when it is entered and left."""

    def __init__(self, seconds: float) -> None:
        super().__init__(asyncio.get_running_loop().time() + seconds)

    def __enter__(self) -> None:
        _finished(self.__aenter__())

    def __exit__(self, *raised: object) -> None:
        _finished(self.__aexit__(*raised))


def _finished(coroutine: Any) -> None:
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError(coroutine)


def timeouts() -> None:
    """Set a timer for each operation, as asyncio.timeout does, and each wait of a connection."""
    from gateway.http.protocol import Protocol

    _replace("gateway.graphql.operations", timeout=_Timeout)
    _replace("gateway.concurrency.admission", timeout=_Timeout)

    class Timed(Protocol):
        """A connection whose moment is a timer."""

        _moment = inf
        _timer: Any = None

        @property
        def due(self) -> float:
            return self._moment

        @due.setter
        def due(self, moment: float) -> None:
            if self._timer:
                self._timer.cancel()
            self._moment = moment
            self._timer = None if moment == inf else self.loop.call_at(moment, self._time_out)

        def _time_out(self) -> None:
            self.due = inf
            self.expire()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self.due = inf

    _replace("gateway.http.protocol", Protocol=Timed)
    alone = SimpleNamespace(add=_nothing, remove=_nothing)
    _replace("gateway.concurrency.timeouts", scheduler_of=lambda _: alone)


def idle_connections() -> None:
    """Check a connection out of the pool for each read, and in again."""
    _replace(
        "gateway.database.postgresql:IdleConnections",
        acquire=lambda self: self._engine.raw_connection(),
        release=lambda _, connection: connection.close(),
    )


def prepared_statements() -> None:
    """Let SQLAlchemy execute each statement."""
    from gateway.concurrency.cohort import yield_to_cohort

    async def fetched(self: Any, query: Any, values: Mapping[str, Any]) -> list[Any]:
        await yield_to_cohort()
        with self._reader.connect() as db:
            return _rows(query, values, db)

    async def fetch(self: Any, query: Any, values: Mapping[str, Any]) -> list[Any]:
        found: list[Any] = await self.read(lambda db: _rows(query, values, db))
        return found

    def run(self: Any, db: Any, *rows: Mapping[str, Any]) -> Any:
        insert = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
        if "made" not in self.__dict__:
            self.made = self._make(insert)
        result = db.execute(self.made, rows[0] if len(rows) == 1 else list(rows))
        return result.fetchall() if result.returns_rows else ()

    _replace("gateway.database.sqlite:SQLite", fetch=fetched)
    _replace("gateway.database.postgresql:PostgreSQL", fetch=fetch)
    _replace("gateway.database.statements:PreparedStatement", run=run)


def _rows(query: Any, values: Mapping[str, Any], db: Any) -> list[Any]:
    found: list[Any] = query.shape.rows(db.execute(query._query, values), db.dialect)
    return found


def group_commit() -> None:
    """Commit each write of SQLite on its own."""
    _replace("gateway.database.sqlite_writer", _MAX_BATCH=1)


def gc_thresholds() -> None:
    """Collect garbage as often as Python does."""
    _replace("gateway.app.lifespan", gc=SimpleNamespace(freeze=gc.freeze, set_threshold=_nothing))


def completed_values() -> None:
    """Complete each value anew."""
    _replace("gateway.result_cache:ResultCache", put=lambda _, __, result: result)


SWITCHES: Final[Mapping[str, Switch]] = {
    switch.__name__: switch
    for switch in (
        nothing, request_cycle, resolver_fast_path, direct_route, cohort_scheduling,
        log_batches, direct_log_lines, unqueued_log_lines, timeouts, idle_connections,
        prepared_statements, group_commit, gc_thresholds, completed_values,
    )
}  # fmt: skip


def main() -> None:
    """Throw the switch that is named first, and run numbergate's command with the rest."""
    from gateway.cli import app as command

    SWITCHES[sys.argv.pop(1)]()
    command()


if __name__ == "__main__":
    main()
