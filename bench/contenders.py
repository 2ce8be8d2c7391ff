"""Contenders: starts the servers that are compared, each with its own database."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import orjson

from bench.data import PROJECT, Data, backed_up, copied, kept
from bench.processes import Server, serving
from bench.scenarios import IMPORT, MOST, NUMBERS, UPDATE, Scenario
from tests import postgres

FLOOR: Final = "floor"
GATE: Final = "numbergate"
REMOTE: Final = "numbergate, PostgreSQL"
STOCK: Final = "Strawberry, stock"
MERCURIUS: Final = "Mercurius, jit"
REMOTE_FLOOR: Final = "floor, PostgreSQL"
REMOTE_MERCURIUS: Final = "Mercurius, jit, PostgreSQL"
EVERYONE: Final = (FLOOR, GATE, STOCK, MERCURIUS, REMOTE_FLOOR, REMOTE, REMOTE_MERCURIUS)
_REST: Final = (FLOOR, GATE, REMOTE)  # who has flat records
_NODE: Final = Path(__file__).parent / "mercurius"


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
        for scenario, found in ((IMPORT, held.imported), (UPDATE, held.updated)):
            least, most = self.answered[scenario.name], self.sent[scenario.name]
            if held.wrong or not least <= found <= most:
                text = f"{self.name} was sent {most} and answered {least} of “{scenario.name}”"
                raise SystemExit(f"{text}, and its database holds: {held}")


class Ring:
    """Servers that start with the same data, and their folder."""

    def __init__(self, data: Data, folder: Path, workers: int, running: ExitStack) -> None:
        self._data, self._workers, self._running = data, str(workers), running
        self._folder = Path(tempfile.mkdtemp(dir=folder))

    def start(self, names: Iterable[str]) -> Iterator[Contender]:
        """Start the servers one by one; skip those that cannot run here."""
        starts = {
            FLOOR: self._floor,
            GATE: self._gate,
            REMOTE: self._remote,
            STOCK: self._stock,
            MERCURIUS: self._mercurius,
            REMOTE_FLOOR: self._remote_floor,
            REMOTE_MERCURIUS: self._remote_mercurius,
        }
        for name in names:
            if contender := starts[name](name):
                yield contender

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
        known = {"NUMBERGATE_DATABASE_URL": url, "NUMBERGATE_RATE_LIMIT": "1000000000"}
        known["TMPDIR"] = str(self._folder)  # where workers leave their metrics
        log = self._folder / f"{name}.log"
        server = serving(*command, "serve", "--workers", self._workers, log=log, **options, **known)
        return Contender(name, self._running.enter_context(server), url, self._data.token)

    def _mercurius(self, name: str) -> Contender | None:
        if not _has_node():
            return None
        file = self._file(name)
        return self._node(name, f"sqlite:///{file}", "sqlite", str(file), PROJECT.hex)

    def _remote_mercurius(self, name: str) -> Contender | None:
        if not _has_node():
            return None
        socket = self._socket()
        return self._node(name, _url(socket), "postgresql", str(socket), str(PROJECT))

    def _node(self, name: str, url: str, *known: str) -> Contender:
        _install()
        server = serving(str(_NODE / "server.mjs"), program=["node"], port_option=(), after=known)
        return Contender(name, self._running.enter_context(server), url, compiles=True)


def _url(socket: Path) -> str:
    return f"postgresql://postgres@/postgres?host={socket}"


def _has_node() -> bool:
    found = shutil.which("node") and shutil.which("npm")
    if not found:
        print("Mercurius is left out: there is no Node here.", file=sys.stderr)
    return bool(found)


def _install() -> None:
    """Install Mercurius' packages unless they are there; its database driver may be compiled."""
    lock, made = _NODE / "package-lock.json", _NODE / "node_modules" / ".package-lock.json"
    if made.exists() and made.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing Mercurius.", file=sys.stderr)
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    subprocess.run(command, check=True, capture_output=True, cwd=_NODE)
