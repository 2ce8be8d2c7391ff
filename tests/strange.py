"""A schema whose resolvers return values that violate their types, at random by a seed."""

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from graphql import Undefined
from strawberry.scalars import JSON

from gateway.graphql_jit import DirectRead

Info = strawberry.Info["World", None]


@strawberry.enum
class Colour(Enum):
    """An enum whose values are not strings."""

    RED = 1
    BLUE = 2


_SERIAL = UUID("11111111-1111-4111-8111-111111111111")
_SHADES: dict[Any, Any] = {"red": Colour.RED, "blue": Colour.BLUE, "odd": 9, "none": None}


def _reading(direct_read: DirectRead, resolver: Any) -> Any:
    """Return a field with a resolver that declares what it reads."""
    resolver.direct_read = direct_read
    return strawberry.field(resolver=resolver)


class Soon:
    """An awaitable value. It may stay unawaited."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"Soon({self._value!r})"

    def __await__(self) -> Generator[Any, None, Any]:
        """Yield to the event loop once."""
        yield from asyncio.sleep(0).__await__()
        return self._value


def _shade(self: Any) -> Colour | None:
    return cast("Colour | None", _SHADES[self.kept])


def _twin(self: Any) -> "Leaf":
    return cast("Leaf", Maker(Random(f"twin {self.kept}")).leaf())  # noqa: S311


def _instant(self: Any) -> datetime | None:
    return cast("datetime | None", self.moment)


@strawberry.interface
class Named:
    """An interface of two of the types."""

    name: str
    rank: int | None


@strawberry.type
class Leaf(Named):
    """Fields of every scalar type."""

    colour: Colour
    when: datetime | None
    ratio: float
    sure: bool | None
    key: strawberry.ID
    colours: list[Colour | None] | None
    serial: UUID | None
    serials: list[UUID | None] | None
    amount: Decimal
    extra: JSON | None
    kept: strawberry.Private[Any]  # read by the next two resolvers
    moment: strawberry.Private[Any]
    shade: Colour | None = _reading(DirectRead(cache_by=("kept", "name")), _shade)
    twin: Annotated["Leaf", strawberry.lazy("tests.strange")] = _reading(
        DirectRead(cache_by=("kept",)), _twin
    )
    instant: datetime | None = _reading(DirectRead("moment", None, "moment_text"), _instant)

    @property
    def moment_text(self) -> Any:
        """The time as text, if it is one."""
        return self.moment.isoformat() if isinstance(self.moment, datetime) else self.moment and 5

    @strawberry.field
    def shout(self, times: int = 1) -> str:
        """Raise for a value of a wrong type."""
        if times < 0:
            raise ValueError("negative")
        return self.name.upper() * times

    @strawberry.field
    async def later(self) -> str | None:
        """Return or raise after yielding once."""
        await asyncio.sleep(0)
        if self.rank == 3:
            raise LookupError(self.name)
        return self.name


@strawberry.type
class Branch(Named):
    """Nested objects, also in lists of lists."""

    leaf: Leaf
    maybe: Leaf | None
    leaves: list[Leaf]
    grid: list[list[int | None]] | None
    others: list["Thing"]

    @strawberry.field
    async def soon(self, info: Info) -> "Thing":
        """Return another object."""
        await asyncio.sleep(0)
        return cast("Thing", info.context.at(self.rank).thing(1))


@strawberry.type
class Stray(Named):
    """A type that is no member of the union."""

    stray: bool = True


Thing = Annotated[Leaf | Branch, strawberry.union("Thing")]


@dataclass
class World:
    """Records mutations, and creates the same objects at the same paths for the same seed."""

    seed: int
    changes: list[str] = field(default_factory=list[str])

    def at(self, place: object) -> "Maker":
        """Return the object factory of this response path."""
        return Maker(Random(f"{self.seed} {place}"))  # noqa: S311  # nothing here is a secret


@dataclass
class Maker:
    """Creates values, some of which violate their types."""

    chance: Random

    def pick(self, *values: Any) -> Any:
        """Return the first value mostly, and one of the others at times."""
        return self.chance.choice(values) if self.chance.random() < 0.15 else values[0]

    def leaf(self) -> Any:
        """Create a leaf, or an invalid value."""
        leaf = Leaf(
            name=self.pick("a", "é", None, 7, Colour.RED, Undefined, Soon("b")),
            rank=self.pick(1, None, 3, "x", 2**40),
            colour=self.pick(Colour.RED, Colour.BLUE, 9, None),
            when=self.pick(datetime(2026, 1, 1, tzinfo=UTC), None, "noon"),
            ratio=self.pick(0.5, 1, float("nan"), None),
            sure=self.pick(True, None, 0, "yes"),  # noqa: FBT003
            key=self.pick(strawberry.ID("k"), 5, None),
            colours=self.pick([Colour.BLUE, None], None, (Colour.RED,), "RED", [4]),
            serial=self.pick(
                _SERIAL, None, "s", LookupError("no serial"), Undefined, Soon(_SERIAL)
            ),
            serials=self.pick([_SERIAL, None], [LookupError("none")], [Undefined, Soon(_SERIAL)]),
            amount=self.pick(Decimal("1.50"), None, 2, LookupError("no amount"), Soon(None)),
            extra=self.pick({"a": [1]}, None, LookupError("no extra"), Undefined, Soon(["b"])),
            kept=self.chance.choice(["red", "blue", "odd", "none", "unknown", ["unhashable"]]),
            moment=self.pick(datetime(2026, 1, 1, tzinfo=UTC), None, "noon"),
        )
        return self.pick(leaf, leaf, None, Stray(name="s", rank=1), ValueError("no leaf"))

    def thing(self, depth: int = 0) -> Any:
        """Create a member of the union, or an invalid value."""
        if depth > 2 or self.chance.random() < 0.4:
            return self.leaf()
        branch = Branch(
            name=self.pick("b", None),
            rank=self.pick(2, None),
            leaf=self.leaf(),
            maybe=self.pick(None, self.leaf()),
            leaves=self.pick([self.leaf(), self.leaf()], (self.leaf(),), None, 5),
            grid=self.pick([[1, None], []], None, [None], [["x"]], ([1],)),
            others=[self.thing(depth + 1), self.thing(depth + 1)],
        )
        return self.pick(branch, branch, None, "text")


@strawberry.type
class Query:
    """Queries, synchronous and asynchronous."""

    @strawberry.field
    def thing(self, info: Info) -> Thing | None:
        """Create one."""
        return cast("Thing", info.context.at(info.path.key).thing())

    @strawberry.field
    async def named(self, info: Info) -> Named:
        """Create one asynchronously."""
        await asyncio.sleep(0)
        return cast("Named", info.context.at(info.path.key).thing())

    @strawberry.field
    def things(self, info: Info, times: int = 2) -> list[Thing | None] | None:
        """Create several."""
        return [info.context.at(place).thing() for place in range(times)]

    @strawberry.field
    def colour(self, info: Info) -> Colour:
        """Return a colour, or raise."""
        return cast("Colour", info.context.at(info.path.key).pick(Colour.RED, Colour.BLUE, None, 8))


@strawberry.type
class Mutation:
    """Mutations, which run in order."""

    @strawberry.mutation
    async def change(self, info: Info) -> Thing | None:
        """Record a mutation."""
        await asyncio.sleep(0)
        info.context.changes.append("change")
        return cast("Thing", info.context.at(info.path.key).thing())

    @strawberry.mutation
    def rename(self, info: Info) -> str:
        """Record a mutation, or raise."""
        info.context.changes.append("rename")
        return cast("str", info.context.at(info.path.key).pick("name", None))


schema = strawberry.Schema(Query, Mutation, types=[Stray])
