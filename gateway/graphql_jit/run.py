"""One execution of a compiled operation: what its resolvers are given, and what is waited for."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

from graphql import GraphQLResolveInfo, OperationDefinitionNode
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.graphql_jit.answer_size import AnswerSize, size_of
from gateway.graphql_jit.source import Complete, ResolverField, is_awaitable

# graphql-core's annotations leave parts of themselves unknown.
_info: Any = GraphQLResolveInfo

_NOWHERE: Final = Path(None, "", None)  # below the root, an info is that of all objects


class Frame(NamedTuple):
    """What all executions of an operation have in common, as an `info` has it."""

    schema: Any
    fragments: Any
    operation: OperationDefinitionNode
    helpers: Any


class Run:
    """The execution of one request."""

    __slots__ = ("_begun", "_frame", "_prepared", "context", "size", "values", "waiting")

    def __init__(
        self, frame: Frame, context: object, values: VariableValues, size: AnswerSize
    ) -> None:
        """Wait for nothing yet, and count into *size*."""
        self._frame, self.context, self.values, self.size = frame, context, values, size
        self._prepared: dict[ResolverField, tuple[Any, dict[str, Any]]] = {}
        self._begun: list[Any] = []
        self.waiting: list[tuple[dict[str, Any], str, Any, Complete]] = []

    def resolve(self, field: ResolverField, source: Any) -> Any:
        """Call the field's resolver. Its info and arguments are the same for every object."""
        if (prepared := self._prepared.get(field)) is None:
            prepared = self.info(field, _NOWHERE), field.arguments(self.values)
            self._prepared[field] = prepared
        info, arguments = prepared
        value = field.defined.resolve(source, info, **arguments)
        if is_awaitable(value):
            self._begun.append(value)
        return value

    def resolve_root(self, field: ResolverField, path: Path) -> Any:
        """Call the resolver of a field of the operation itself."""
        return field.defined.resolve(None, self.info(field, path), **field.arguments(self.values))

    def info(self, field: ResolverField, path: Path) -> Any:
        """Return what graphql-core tells a resolver."""
        frame, nodes = self._frame, field.nodes
        return _info(
            nodes[0].name.value, nodes, field.defined.type, field.parent, path, frame.schema,
            frame.fragments, None, frame.operation, self.values, self.context, is_awaitable,
            None, frame.helpers,
        )  # fmt: skip

    def listed(self, waiting: int, size: int, items: list[Any]) -> Any:
        """Return a list of completed objects as JSON, if none of them waits for anything.

        So many were *waiting*, and this was the *size* of the answer, before the first of them.
        """
        return items if len(self.waiting) > waiting else self.size.written(items, size)

    def later(self, into: dict[str, Any], name: str, value: Any, complete: Complete) -> None:
        """Put the completed value into an object: now, or when it has been waited for."""
        if is_awaitable(value):
            self.waiting.append((into, name, value, complete))
        else:
            into[name] = complete(value, self)

    async def completed(self, complete: Complete, value: Any) -> Any:
        """Complete the value of a root field, and what is waited for in it."""
        size = self.size.bytes
        try:
            completed = complete(value, self)
            if not self.waiting:
                return self.size.written(completed, size)
            await self._finish()
        except Exception:
            self._close_begun()
            raise
        self.size.set(self.size.bytes + size_of(completed))
        return completed

    async def _finish(self) -> None:
        """Wait for what is missing in what was completed; completing it may add more."""
        while self.waiting:
            batch, self.waiting = self.waiting, []
            values = await asyncio.gather(*(v for _, _, v, _ in batch), return_exceptions=True)
            for (into, name, _, complete), value in zip(batch, values, strict=True):
                if isinstance(value, BaseException):
                    raise value
                into[name] = self._late(complete, value)

    def _late(self, complete: Complete, value: Any) -> Any:
        """Complete what was waited for; write it at once if it is an object that is complete."""
        waiting, size = len(self.waiting), self.size.bytes
        completed: object = complete(value, self)
        if len(self.waiting) == waiting and isinstance(completed, dict):
            return self.size.written(completed, size)
        return completed

    def _close_begun(self) -> None:
        """Let go of what will not be waited for."""
        for value in self._begun:
            close = cast("Callable[[], object]", getattr(value, "close", _nothing))
            close()


def _nothing() -> None:
    """Stand in for what an awaitable other than a coroutine has not."""
