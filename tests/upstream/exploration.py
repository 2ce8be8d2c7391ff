"""Exploration of all interleavings: `explore` takes every edge of a case's graph of states.

An edge that is taken again has to lead to the same state. Then a step that goes wrong in any
interleaving is an edge that was seen to go wrong. `bench.interleavings` explores larger cases.
"""

from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from gateway.assembly import Assembly
from gateway.domain.caller import Caller
from gateway.domain.commands.upstream import AttachUpstream
from gateway.services.projects import ALL_SCOPES
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from tests.upstream.chaos import KEY, TOKEN
from tests.upstream.interleavings import NUMBER, Case, State, Violation, World, enabled
from tests.upstream.platform import listen
from tests.upstream.stepped_platform import SteppedPlatform


@dataclass
class Explorer:
    """The graph of states as far as it is known, by turns of actors."""

    edges: dict[State, dict[str, State | None]] = field(
        default_factory=dict[State, dict[str, State | None]]
    )
    runs: int = 0

    def add(self, state: State) -> None:
        """Note a state."""
        self.edges.setdefault(state, dict.fromkeys(enabled(state)))

    def next(self, state: State) -> str | None:
        """Return whose turn leads to the nearest edge that was not taken; None where none does."""
        queue, seen = deque[tuple[State, str]](), {state}
        for name, after in self.edges[state].items():
            if after is None:
                return name
            queue.append((after, name))
        while queue:
            at, first = queue.popleft()
            if at in seen:
                continue
            seen.add(at)
            for after in self.edges[at].values():
                if after is None:
                    return first
                queue.append((after, first))
        return None

    async def follow(self, world: World) -> bool:
        """Take edges that were not taken; return whether there was one."""
        first = state = await world.state()
        self.add(state)
        while name := self.next(state):
            after = await world.turn(name, state)
            known = self.edges[state][name]
            if known not in {None, after}:
                raise Violation(f"{state} leads to {known} and to {after}", tuple(world.path))
            self.edges[state][name] = after
            self.add(after)
            state = after
        await world.finish(state)
        self.runs += 1
        return self.next(first) is not None


async def explore(database: str, case: Case) -> Explorer:
    """Take every edge of a case. Raises `Violation`."""
    explorer = Explorer()
    async with _service(database) as service:
        while await explorer.follow(await service.world(case)):
            pass
    return explorer


@dataclass
class _Service:
    """The service on a database, and the platform that its projects are attached to."""

    settings: Settings
    assembly: Assembly
    platform: SteppedPlatform

    async def world(self, case: Case) -> World:
        """Attach a new project, which has the number already unless it is to be imported."""
        caller = Caller(uuid4(), "tester", ALL_SCOPES)
        self.platform.steps = False
        self.platform.records.clear()
        given = {"space": self.settings.upstream_hosts, "project_id": str(uuid4())}
        command = AttachUpstream.of(given | {"api_token": TOKEN}, self.settings.policy)
        await self.assembly.upstreams.attach(caller, command)
        if case.ours[0] != "import":
            usual = {"number": NUMBER, "number_type": "longcode", "capabilities": ["voice"]}
            self.platform.records["theirs"] = {"id": "theirs", "name": "first", **usual}
            await self.assembly.workers.sync.run_now(caller.project_id)
        self.platform.steps = True
        return World(self.assembly, self.platform, caller, case)


@asynccontextmanager
async def _service(database: str) -> AsyncIterator[_Service]:
    platform = SteppedPlatform()
    server, port = await listen(platform)
    settings = Settings(
        database_url=database, secret_keys=SecretKeys.read(KEY), busy_seconds=60,
        upstream_hosts=f"127.0.0.1:{port}", upstream_call_seconds=60, upstream_answer_seconds=60,
    )  # fmt: skip
    service = _Service(settings, Assembly(settings), platform)
    try:
        yield service
    finally:
        platform.stop()
        await service.assembly.close()
        server.close()
