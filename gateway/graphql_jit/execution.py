"""Execution of a compiled operation: calls resolvers, and awaits their results together."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple, cast

from graphql import GraphQLResolveInfo, OperationDefinitionNode
from graphql.execution.values import VariableValues
from graphql.pyutils import Path

from gateway.concurrency.time_slice import in_slices, paced
from gateway.graphql_jit.codegen import Complete, ResolverField
from gateway.graphql_jit.response_size import ResponseSize, size_of
from gateway.graphql_jit.values import is_awaitable

# graphql-core's annotations are partially unknown to type checkers.
_info: Any = GraphQLResolveInfo
_tuple: Any = tuple
_new = _tuple.__new__  # of a named tuple, which calls a Python function to do this

_Pending = tuple[dict[str, Any], str, Any, Complete]

_NO_PATH: Final = Path(None, "", None)  # below the root all objects share one info


class SharedInfo(NamedTuple):
    """The parts of `info` that all executions of an operation share."""

    schema: Any
    fragments: Any
    operation: OperationDefinitionNode
    helpers: Any


class Execution:
    """The execution of a root field: the `Runtime` of its generated functions."""

    __slots__ = (
        "_prepared",
        "_root",
        "_shared",
        "_started",
        "context",
        "is_long",
        "pending",
        "size",
        "values",
    )

    def __init__(
        self,
        shared: SharedInfo,
        context: object,
        values: VariableValues,
        size: ResponseSize,
        root: object = None,
    ) -> None:
        """Start with nothing to await. The bytes of the result are added to *size*.

        *root* is the object that the root fields are resolved of: the event of a subscription.
        """
        self.is_long = False  # whether its values are completed in time slices
        self._shared, self.context, self.values, self.size = shared, context, values, size
        self._root = root
        self._prepared: dict[ResolverField, tuple[Any, dict[str, Any]]] = {}
        self._started: list[Any] = []
        self.pending: list[_Pending] = []

    def resolve(self, field: ResolverField, source: Any) -> Any:
        """Call the field's resolver. Info and arguments are made once, for all objects."""
        if (prepared := self._prepared.get(field)) is None:
            prepared = self.info(field, _NO_PATH), field.arguments(self.values)
            self._prepared[field] = prepared
        info, arguments = prepared
        value = field.defined.resolve(source, info, **arguments)
        if is_awaitable(value):
            self._started.append(value)
        return value

    def resolve_root(self, field: ResolverField, path: Path) -> Any:
        """Call the resolver of a root field."""
        info, arguments = self.info(field, path), field.arguments(self.values)
        return field.defined.resolve(self._root, info, **arguments)

    def subscribe(self, field: ResolverField, path: Path) -> Any:
        """Call the function of a root field that returns its stream of events."""
        return field.defined.subscribe(None, self.info(field, path), **field.arguments(self.values))

    def info(self, field: ResolverField, path: Path) -> Any:
        """Return the `info` that graphql-core would pass to the resolver."""
        shared, nodes = self._shared, field.nodes
        return _new(
            _info, (
                nodes[0].name.value, nodes, field.defined.type, field.parent, path, shared.schema,
                shared.fragments, None, shared.operation, self.values, self.context, is_awaitable,
                None, shared.helpers,
            )
        )  # fmt: skip

    def serialize_list(self, pending: int, size: int, items: list[Any]) -> Any:
        """Return a list of completed objects as JSON, unless one of them has a pending value.

        *pending* and *size* are their numbers before the list was completed.
        """
        return items if len(self.pending) > pending else self.size.serialize(items, size)

    def complete_into(
        self, result: dict[str, Any], name: str, value: Any, complete: Complete
    ) -> None:
        """Set the completed value in an object's result: now, or once it has been awaited."""
        if is_awaitable(value):
            self.pending.append((result, name, value, complete))
        else:
            result[name] = complete(value, self)

    def complete(self, complete: Complete, value: Any) -> Any:
        """Complete the value of a root field; `finish` has to await what is pending in it."""
        size = self.size.bytes
        try:
            completed = complete(value, self)
            return completed if self.pending else self.size.serialize(completed, size)
        except Exception:
            self._close_started()
            raise

    async def finish(self, completed: Any) -> Any:
        """Return the completed value of a root field, with all pending values in it."""
        try:
            await self._complete_pending()
        except Exception:
            self._close_started()
            raise
        self.size.set(self.size.bytes + size_of(completed))
        return completed

    async def _complete_pending(self) -> None:
        """Await the pending values and complete them. Completing them may add more."""
        while self.pending:
            batch, self.pending = self.pending, []
            values = await asyncio.gather(*(v for _, _, v, _ in batch), return_exceptions=True)
            complete = partial(self._complete_batch, batch, values)
            await in_slices(complete) if self.is_long else complete()

    def _complete_batch(self, batch: list[_Pending], values: list[Any]) -> None:
        for (result, name, _, complete), value in paced(zip(batch, values, strict=True)):
            if isinstance(value, BaseException):
                raise value
            result[name] = self._complete_awaited(complete, value)

    def _complete_awaited(self, complete: Complete, value: Any) -> Any:
        """Complete an awaited value, and serialize it if it is an object without pending values."""
        pending, size = len(self.pending), self.size.bytes
        completed: object = complete(value, self)
        if len(self.pending) == pending and isinstance(completed, dict):
            return self.size.serialize(completed, size)
        return completed

    def _close_started(self) -> None:
        """Close the coroutines that will not be awaited, so that Python does not warn."""
        for value in self._started:
            close = cast("Callable[[], object]", getattr(value, "close", _no_op))
            close()


def _no_op() -> None:
    """Do nothing: only coroutines have a method ``close``."""
