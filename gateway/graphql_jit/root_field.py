"""Execution of one root field: compiled, and by graphql-core where the compiled form gives up.

Root fields are independent. One that fails, or that cannot be compiled, is completed by
graphql-core alone, from the outcome of its resolver; no resolver of a root field runs twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from graphql import ExecutionResult, FieldNode, GraphQLError, GraphQLObjectType
from graphql.pyutils import Path

from gateway.graphql_jit.answer_size import AnswerSize, AnswerTooLarge
from gateway.graphql_jit.run import Run
from gateway.graphql_jit.selections import Selections, Unsupported
from gateway.graphql_jit.source import Complete, ResolverField, Source, is_awaitable


class Answered(NamedTuple):
    """What a root field is answered with, and its errors."""

    value: Any = None
    errors: Sequence[GraphQLError] = ()
    nulls_data: bool = False  # null where none may be: the whole data is null


class Interpreter(Protocol):
    """What executes one root field as graphql-core does."""

    async def answer(self, key: str, size: AnswerSize, outcome: Any = ...) -> Answered:
        """Answer the root field under this *key*, from the *outcome* of its resolver if known."""
        ...


@dataclass(frozen=True, slots=True)
class RootField:
    """A field of the operation itself, under its key in the answer."""

    key: str
    path: Path
    field: ResolverField | None = None  # nothing for `__typename`
    complete: Complete | None = None  # nothing where graphql-core has to execute the field

    @classmethod
    def compiled(
        cls, key: str, parent: GraphQLObjectType, nodes: list[FieldNode], selections: Selections
    ) -> "RootField":
        """Compile the field, if that is possible."""
        path = Path(None, key, parent.name)
        if nodes[0].name.value == "__typename":
            return cls(key, path, complete=lambda _, __: parent.name)
        try:
            return cls(key, path, *_functions(parent, nodes, selections))
        except (Unsupported, RecursionError):
            return cls(key, path)

    async def answer(self, run: Run, interpreter: Interpreter) -> Answered:
        """Resolve the field and complete its value; whatever fails, graphql-core explains.

        Raises `AnswerTooLarge`.
        """
        if self.field is None or self.complete is None:
            if self.complete is None:
                return await interpreter.answer(self.key, run.size)
            return Answered(self.complete(None, run))
        try:
            value: Any = run.resolve_root(self.field, self.path)
            if is_awaitable(value):
                value = await value
        except Exception as exc:  # noqa: BLE001  # an error of the answer
            return await interpreter.answer(self.key, run.size, exc)
        try:
            return Answered(await run.completed(self.complete, value))
        except AnswerTooLarge:
            raise
        except Exception:  # noqa: BLE001  # whatever it is, graphql-core says it better
            return await interpreter.answer(self.key, run.size, value)


def _functions(
    parent: GraphQLObjectType, nodes: list[FieldNode], selections: Selections
) -> tuple[ResolverField, Complete]:
    found = parent.fields.get(nodes[0].name.value)
    if found is None or found.resolve is None:
        raise Unsupported
    source = Source(selections)
    name = source.write(found.type, nodes)
    return ResolverField.of(parent, found, nodes), source.make()[name]


def merged(answered: Mapping[str, Answered]) -> ExecutionResult:
    """Put the answers together, the errors in the order of the root fields."""
    errors = [error for one in answered.values() for error in one.errors]
    data = {key: one.value for key, one in answered.items()}
    nulls = bool(errors) and any(one.nulls_data for one in answered.values())
    return ExecutionResult(None if nulls else data, errors or None)
