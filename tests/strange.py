"""A schema whose objects break the promises that their types make, by the numbers of a seed."""

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

from gateway.graphql_jit import Reads

Info = strawberry.Info["World", None]


@strawberry.enum
class Colour(Enum):
    """An enumeration whose values are no texts."""

    RED = 1
    BLUE = 2


_SERIAL = UUID("11111111-1111-4111-8111-111111111111")
_SHADES: dict[Any, Any] = {"red": Colour.RED, "blue": Colour.BLUE, "odd": 9, "none": None}


def _reading(reads: Reads, resolver: Any) -> Any:
    """Make a field of a resolver that says of itself what it reads."""
    resolver.reads = reads
    return strawberry.field(resolver=resolver)


class Soon:
    """A value that has to be waited for. Nobody minds if nobody does."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"Soon({self._value!r})"

    def __await__(self) -> Generator[Any, None, Any]:
        """Wait for a moment."""
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
    """What two of the types have in common."""

    name: str
    rank: int | None


@strawberry.type
class Leaf(Named):
    """Leaves of every kind."""

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
    kept: strawberry.Private[Any]  # what the next two depend on, whoever has it
    moment: strawberry.Private[Any]
    shade: Colour | None = _reading(Reads(by=("kept", "name")), _shade)
    twin: Annotated["Leaf", strawberry.lazy("tests.strange")] = _reading(Reads(by=("kept",)), _twin)
    instant: datetime | None = _reading(Reads("moment", None, "moment_text"), _instant)

    @property
    def moment_text(self) -> Any:
        """The moment as text, where it is one."""
        return self.moment.isoformat() if isinstance(self.moment, datetime) else self.moment and 5

    @strawberry.field
    def shout(self, times: int = 1) -> str:
        """Raise for what cannot be."""
        if times < 0:
            raise ValueError("negative")
        return self.name.upper() * times

    @strawberry.field
    async def later(self) -> str | None:
        """Answer after a moment, or fail."""
        await asyncio.sleep(0)
        if self.rank == 3:
            raise LookupError(self.name)
        return self.name


@strawberry.type
class Branch(Named):
    """Others within, in lists of lists too."""

    leaf: Leaf
    maybe: Leaf | None
    leaves: list[Leaf]
    grid: list[list[int | None]] | None
    others: list["Thing"]

    @strawberry.field
    async def soon(self, info: Info) -> "Thing":
        """Make another thing."""
        await asyncio.sleep(0)
        return cast("Thing", info.context.at(self.rank).thing(1))


@strawberry.type
class Stray(Named):
    """A type of its own, and no member of the union."""

    stray: bool = True


Thing = Annotated[Leaf | Branch, strawberry.union("Thing")]


@dataclass
class World:
    """Remembers changes, and makes the same things at the same places for the same seed."""

    seed: int
    changes: list[str] = field(default_factory=list[str])

    def at(self, place: object) -> "Maker":
        """Return what makes things at this place of the answer."""
        return Maker(Random(f"{self.seed} {place}"))  # noqa: S311  # nothing here is a secret


@dataclass
class Maker:
    """Makes things, some of which are not what they should be."""

    chance: Random

    def pick(self, *values: Any) -> Any:
        """Return the first value mostly, and one of the others now and then."""
        return self.chance.choice(values) if self.chance.random() < 0.15 else values[0]

    def leaf(self) -> Any:
        """Make a leaf, or what is none."""
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
        """Make a member of the union, or what is none."""
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
    """Things, at once and later."""

    @strawberry.field
    def thing(self, info: Info) -> Thing | None:
        """Make one."""
        return cast("Thing", info.context.at(info.path.key).thing())

    @strawberry.field
    async def named(self, info: Info) -> Named:
        """Make one, later."""
        await asyncio.sleep(0)
        return cast("Named", info.context.at(info.path.key).thing())

    @strawberry.field
    def things(self, info: Info, times: int = 2) -> list[Thing | None] | None:
        """Make several."""
        return [info.context.at(place).thing() for place in range(times)]

    @strawberry.field
    def colour(self, info: Info) -> Colour:
        """Make a colour, or fail."""
        return cast("Colour", info.context.at(info.path.key).pick(Colour.RED, Colour.BLUE, None, 8))


@strawberry.type
class Mutation:
    """Changes, which have an order."""

    @strawberry.mutation
    async def change(self, info: Info) -> Thing | None:
        """Change something."""
        await asyncio.sleep(0)
        info.context.changes.append("change")
        return cast("Thing", info.context.at(info.path.key).thing())

    @strawberry.mutation
    def rename(self, info: Info) -> str:
        """Rename something, or fail."""
        info.context.changes.append("rename")
        return cast("str", info.context.at(info.path.key).pick("name", None))


schema = strawberry.Schema(Query, Mutation, types=[Stray])
