"""Contenders: starts the servers that are compared, each with its own database."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import orjson

from bench import node, peers
from bench.data import PROJECT, Data, backed_up, copied, kept
from bench.failures import Failures
from bench.processes import Server, serving
from bench.scenarios import IMPORT, MOST, NUMBERS, UPDATE, Scenario
from bench.slow_platform import Platform, answering
from tests import postgres

_REST: Final = (peers.FLOOR, peers.GATE, peers.REMOTE)  # who has flat records


class Contender:
    """A server, its database, and counts of the requests and responses."""

    def __init__(
        self, name: str, server: Server, database: str, token: str = "", *, compiles: bool = False
    ) -> None:
        self.name, self.server, self.token = name, server, token
        self.compiles = compiles  # while it runs, what is called some thousands of times
        self.sent: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self._database = database

    def answers(self, scenario: Scenario) -> bool:
        """Whether the server supports the scenario."""
        return bool(scenario.document) or self.name in _REST

    def asked(self, scenario: Scenario) -> Scenario:
        """Return the scenario in its own words."""
        return scenario

    def keys(self, ids: Sequence[str]) -> Sequence[str]:
        """Return the ids by which it knows the numbers of these."""
        return ids

    def data(self, scenario: Scenario, body: bytes) -> Any:
        """Return the data of its response to one request."""
        self.sent[scenario.name] += 1
        answer = self._answer(scenario, body)
        try:
            found = orjson.loads(answer)
        except orjson.JSONDecodeError:
            found = {"errors": answer}
        if "errors" in found:
            raise SystemExit(f"{self.name} does not answer “{scenario.name}”: {found['errors']}")
        self.answered[scenario.name] += 1
        return found["data"]

    def _answer(self, scenario: Scenario, body: bytes) -> bytes:
        if body:
            return self.server.post(body, self.token)
        return self.server.get(scenario.path, self.token)

    def check(self) -> None:
        """Compare the sent writes with the database; a server that did not write is invalid."""
        if self.sent[IMPORT.name] > MOST - NUMBERS:
            raise SystemExit("There are no more numbers to import: ask for shorter rounds.")
        held = asyncio.run(kept(self._database))
        # Who checks a token writes events too.
        written = held.imported + held.updated if self.token else 0
        is_wrong = held.wrong or (held.events, held.length) != (written, written)
        for scenario, found in ((IMPORT, held.imported), (UPDATE, held.updated)):
            least, most = self.answered[scenario.name], self.sent[scenario.name]
            if is_wrong or not least <= found <= most:
                text = f"{self.name} was sent {most} and answered {least} of “{scenario.name}”"
                raise SystemExit(f"{text}, and its database holds: {held}")


class Attached(Contender):
    """A numbergate whose project is attached to a platform."""

    def __init__(self, name: str, server: Server, url: str, token: str, platform: Platform) -> None:
        super().__init__(name, server, url, token)
        self._platform = platform
        platform.attach(server, token)

    def check(self) -> None:
        """Compare the platform's numbers with those that were sent and answered."""
        found = self._platform.numbers()
        least, most = self.answered[IMPORT.name], self.sent[IMPORT.name]
        if not least <= found <= most:
            text = f"{self.name} was sent {most} and answered {least} imports"
            raise SystemExit(f"{text}, and its platform has {found} numbers.")


class Ring:
    """Servers that start with the same data, and their folder."""

    def __init__(self, data: Data, folder: Path, workers: int, running: ExitStack) -> None:
        self._data, self._workers, self._running = data, str(workers), running
        self._folder = Path(tempfile.mkdtemp(dir=folder))

    def start(self, names: Iterable[str], failures: Failures) -> Iterator[Contender]:
        """Start the servers one by one; note those that do not start."""
        starts = {
            peers.FLOOR: self._floor,
            peers.GATE: self._gate,
            peers.REMOTE: self._remote,
            peers.ATTACHED: self._attached,
            peers.REMOTE_ATTACHED: self._remote_attached,
            peers.STOCK: self._stock,
            peers.MERCURIUS: self._mercurius,
            peers.DRESSED: self._mercurius,
            peers.REMOTE_FLOOR: self._remote_floor,
            peers.REMOTE_MERCURIUS: self._remote_mercurius,
            peers.REMOTE_DRESSED: self._remote_mercurius,
        }
        for name in names:
            with failures.noted(name):
                yield starts[name](name)

    def _file(self, name: str) -> Path:
        return backed_up(self._data.file, self._folder / f"{name}.db")

    def _floor(self, name: str) -> Contender:
        return self._uvicorn(name, "bench.floor:create_app", "--workers", self._workers)

    def _stock(self, name: str) -> Contender:
        return self._uvicorn(name, "bench.stock.app:create_app")

    def _remote_floor(self, name: str) -> Contender:
        socket = self._socket()
        return self._factory(name, "bench.floor_postgresql:create_app", socket, _url(socket))

    def _uvicorn(self, name: str, factory: str, *options: str) -> Contender:
        file = self._file(name)
        return self._factory(name, factory, file, f"sqlite:///{file}", *options)

    def _factory(self, name: str, factory: str, place: Path, url: str, *options: str) -> Contender:
        known = {"BENCH_DATABASE": str(place), "BENCH_PROJECT": PROJECT.hex}
        server = serving("uvicorn", "--factory", factory, "--no-access-log", *options, **known)
        return Contender(name, self._running.enter_context(server), url)

    def _gate(self, name: str) -> Contender:
        return self.numbergate(name, self.sqlite(name))

    def _remote(self, name: str) -> Contender:
        return self.numbergate(name, self.postgresql())

    def _attached(self, name: str) -> Contender:
        return self._behind(name, self.sqlite(name))

    def _remote_attached(self, name: str) -> Contender:
        return self._behind(name, self.postgresql())

    def _behind(self, name: str, url: str) -> Contender:
        platform = self._running.enter_context(answering())
        server = self._served(name, url, **platform.settings)
        return Attached(name, server, url, self._data.token, platform)

    def sqlite(self, name: str) -> str:
        """Return the URL of a file of its own."""
        return f"sqlite:///{self._file(name)}"

    def postgresql(self) -> str:
        """Start a PostgreSQL server with the same data, and return the URL of its database."""
        return _url(self._socket())

    def _socket(self) -> Path:
        socket = self._running.enter_context(postgres.running(durable=True))
        asyncio.run(copied(self._data.file, _url(socket)))
        return socket

    def numbergate(
        self,
        name: str,
        url: str,
        command: Sequence[str] = ("gateway",),
        **options: Any,
    ) -> Contender:
        """Run it as it is shipped, with a rate limit that is counted and never reached.

        *command* is the module that starts it and its first arguments; *options* are those of a
        `Server`.
        """
        return Contender(name, self._served(name, url, command, **options), url, self._data.token)

    def _served(
        self, name: str, url: str, command: Sequence[str] = ("gateway",), **options: Any
    ) -> Server:
        known = {"NUMBERGATE_DATABASE_URL": url, "NUMBERGATE_RATE_LIMIT": "1000000000"}
        known["TMPDIR"] = str(self._folder)  # where workers leave their metrics
        log = self._folder / f"{name}.log"
        server = serving(*command, "serve", "--workers", self._workers, log=log, **options, **known)
        return self._running.enter_context(server)

    def _mercurius(self, name: str) -> Contender:
        file = self._file(name)
        return self._node(name, f"sqlite:///{file}", "sqlite", str(file))

    def _remote_mercurius(self, name: str) -> Contender:
        socket = self._socket()
        return self._node(name, _url(socket), "postgresql", str(socket))

    def _node(self, name: str, url: str, database: str, place: str) -> Contender:
        node.install(node.MERCURIUS)
        kind = "dressed" if name in {peers.DRESSED, peers.REMOTE_DRESSED} else "bare"
        server = serving(
            str(node.MERCURIUS / "server.mjs"),
            program=["node"],
            port_option=(),
            after=[database, kind, place, str(PROJECT)],
            log=self._folder / f"{name}.log",
        )
        token = self._data.token if kind == "dressed" else ""
        return Contender(name, self._running.enter_context(server), url, token, compiles=True)


def _url(socket: Path) -> str:
    return f"postgresql://postgres@/postgres?host={socket}"
