"""What happens in a soak: clients that work as usual, clients that attack, and what they count."""

import itertools
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean
from typing import Any, Final

import httpx2

from bench.attacks import BODIES
from tests.attacks import CHURN, INVALID, REQUESTS, TOO_COMPLEX
from tests.attacks_on_data import ATTACKS

_SHARES: Final = (("median", 0.5), ("p99", 0.99), ("most", 1.0))
_LIST: Final = "{ phoneNumbers(first: 20) { nodes { id number name version tags } } }"
_IMPORT: Final = """mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) {
  __typename ... on ImportPhoneNumberSuccess { phoneNumber { id version } } } }"""
_UPDATE: Final = """mutation ($input: UpdatePhoneNumberInput!) { updatePhoneNumber(input: $input) {
  __typename } }"""
_RELEASE: Final = """mutation ($input: ReleasePhoneNumberInput!) {
  releasePhoneNumber(input: $input) { __typename } }"""


@dataclass
class Counts:
    """What happened so far."""

    waits: list[float] = field(default_factory=list[float])  # of good requests, in seconds
    failed: Counter[str] = field(default_factory=Counter[str])
    attacks: Counter[str] = field(default_factory=Counter[str])
    memory: list[float] = field(default_factory=list[float])  # MiB of all processes, over time
    answered: list[int] = field(default_factory=list[int])  # good requests, after each sixth

    def shares(self) -> dict[str, float]:
        """Return the median wait, that of 99 %, and the longest, in milliseconds."""
        waits = sorted(self.waits) or [0.0]
        return {name: waits[int(share * (len(waits) - 1))] * 1000 for name, share in _SHARES}

    def line(self) -> str:
        """Return the figures so far, and how attacks were answered."""
        return (
            f"good {len(self.waits):,} {self.shares()}, failed {dict(self.failed)}, attacks "
            f"{dict(self.attacks.most_common(12))}, {self.memory[-1]:.0f} MiB"
        )

    def row(self, minutes: float) -> str:
        """Return a line of the table."""
        waits = " | ".join(f"{wait:.0f}" for wait in self.shares().values())
        good, bad, failed = len(self.waits), sum(self.attacks.values()), sum(self.failed.values())
        return (
            f"| {minutes:.0f} | {good:,} | {failed} | {waits} | {bad:,} | {self.memory[-1]:.0f} |"
        )

    def has_paused(self) -> bool:
        """Return whether no good request was answered for a sixth of the time."""
        return any(before == after for before, after in pairwise([0, *self.answered]))

    def has_grown(self, share: float = 0.1) -> bool:
        """Return whether the last third of the time used so much more than the second."""
        third = len(self.memory) // 3
        return mean(self.memory[-third:]) > (1 + share) * mean(self.memory[third : 2 * third])


@dataclass
class Good:
    """A client that lists, imports, changes and releases."""

    client: httpx2.AsyncClient
    counts: Counts
    numbers: Iterator[str]

    async def live(self, end: float) -> None:
        """Go on until the *end*."""
        while time.monotonic() < end:
            await self._ask(_LIST)
            number = {"number": next(self.numbers), "numberType": "LONGCODE", "tags": ["soak"]}
            made = await self._ask(_IMPORT, input=number)
            id_ = made and made["importPhoneNumber"].get("phoneNumber", {}).get("id")
            if id_:
                await self._ask(_UPDATE, input={"id": id_, "name": "Soak"})
                await self._ask(_RELEASE, input={"id": id_})

    async def _ask(self, document: str, **variables: Any) -> Any:
        began = time.monotonic()
        try:
            body = {"query": document, "variables": variables}
            answer = (await self.client.post("/graphql", json=body)).json()
        except (httpx2.HTTPError, ValueError) as exc:
            self.counts.failed[type(exc).__name__] += 1
            return None
        self.counts.waits.append(time.monotonic() - began)
        if "errors" in answer:
            self.counts.failed[answer["errors"][0]["extensions"]["code"]] += 1
            return None
        [outcome] = answer["data"].values()
        if not outcome.get("__typename", "Success").endswith("Success"):
            self.counts.failed[outcome["__typename"]] += 1
        return answer["data"]


@dataclass
class Bad:
    """A client that sends one attack after the other, in random order."""

    client: httpx2.AsyncClient
    counts: Counts
    chance: random.Random

    async def live(self, end: float) -> None:
        """Go on until the *end*."""
        churned = itertools.count(self.chance.randrange(10**9))
        while time.monotonic() < end:
            send = self.chance.choice(
                (self._document, self._body, self._request, self._churn, self._on_data)
            )
            try:
                answer = await send(next(churned))
                self.counts.attacks[_code(answer)] += 1
            except httpx2.HTTPError as exc:
                self.counts.attacks[type(exc).__name__] += 1

    async def _document(self, place: int) -> httpx2.Response:
        texts = [*INVALID.values(), *(text for _, text in TOO_COMPLEX.values())]
        query = f"{self.chance.choice(texts)}#{place}"
        return await self.client.post("/graphql", json={"query": query})

    async def _body(self, _: int) -> httpx2.Response:
        body, headers = self.chance.choice([*BODIES.values()]), {"Content-Type": "application/json"}
        return await self.client.post("/graphql", content=body, headers=headers)

    async def _request(self, place: int) -> httpx2.Response:
        request = self.chance.choice([*REQUESTS.values()])
        body = request.json(place) if callable(request.json) else request.json
        return await self.client.request(
            request.method, request.path, json=body, headers=request.headers
        )

    async def _churn(self, place: int) -> httpx2.Response:
        return await self.client.post("/graphql", json=self.chance.choice([*CHURN.values()])(place))

    async def _on_data(self, _: int) -> httpx2.Response:
        what = self.chance.choice([*ATTACKS.values()])
        asked = {"query": what.text(), "variables": what.variables()}
        return await self.client.post("/graphql", json=asked)


def _code(answer: httpx2.Response) -> str:
    try:
        errors = answer.json().get("errors")
    except ValueError:
        return str(answer.status_code)
    code = (errors[0].get("extensions") or errors[0]).get("code") if errors else "answered"
    return f"{answer.status_code} {code}"
