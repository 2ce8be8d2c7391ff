"""Fallback executor: graphql-core's executor for one root field, whose resolver may have run."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

from graphql import ExecutionResult, Undefined
from graphql.execution.executor import Executor

from gateway.concurrency.time_slice import give_way, in_slices
from gateway.graphql_jit.response_size import ResponseSize, size_of, size_of_text
from gateway.graphql_jit.root_field import RootResult
from gateway.graphql_jit.values import is_awaitable

UNKNOWN: Final = object()  # an outcome: the resolver did not run


class FallbackExecutor(Executor[Any]):
    """Executes an operation as graphql-core does: all of its root fields, or one."""

    _only: str | None = None
    size: ResponseSize

    def execute_only(self, key: str, outcome: Any) -> None:
        """Leave the other root fields out, and do not call this one's resolver again.

        An outcome is what the resolver returned, the exception that it raised, or `UNKNOWN`.
        """
        self._only = key
        if outcome is not UNKNOWN:
            middleware: Any = _KnownOutcome(outcome)
            self.middleware_manager = middleware

    def execute_field(  # noqa: D102  # as graphql-core describes it
        self,
        parent_type: Any,
        source: Any,
        field_details_list: Any,
        path: Any,
        position_context: Any,
    ) -> Any:
        if self.size.is_exceeded:
            return Undefined  # skip the other fields: the response is discarded
        give_way()
        self.size.add(size_of_text(path.key))
        return super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )

    async def complete_awaitable_value(  # noqa: PLR0913, PLR0917  # graphql-core's parameters
        self,
        return_type: Any,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Await a value, and complete it in time slices."""
        core: Any = self
        where = field_details_list, info, path
        try:
            value = await result
            completed: Any = await in_slices(
                lambda: core.complete_value(return_type, *where, value, position_context)
            )
            return await completed if is_awaitable(completed) else completed
        except Exception as exc:  # noqa: BLE001  # becomes an error of the response
            core.handle_field_error(exc, return_type, field_details_list, path)
            return None

    def complete_leaf_value(self, return_type: Any, result: Any) -> Any:  # type: ignore[override]
        """Complete a leaf, and add its size."""
        completed = Executor.complete_leaf_value(return_type, result)
        self.size.add(size_of(completed))
        return completed

    def execute_collected_root_fields(  # noqa: D102  # as graphql-core describes it
        self,
        root_type: Any,
        root_value: Any,
        grouped_field_set: Any,
        serially: bool,  # noqa: FBT001
        new_defer_usages: Any,
    ) -> Any:
        if self._only is not None:
            grouped_field_set = {self._only: grouped_field_set[self._only]}
        return super().execute_collected_root_fields(
            root_type, root_value, grouped_field_set, serially, new_defer_usages
        )


class _KnownOutcome:
    """A middleware manager of graphql-core, which wraps each resolver."""

    def __init__(self, outcome: Any) -> None:
        self._outcome = outcome

    def get_field_resolver(self, resolve: Callable[..., Any]) -> Callable[..., Any]:
        """Return a resolver that returns the outcome at the root; exceptions become errors."""

        def resolved(source: Any, info: Any, **arguments: Any) -> Any:
            return self._outcome if info.path.prev is None else resolve(source, info, **arguments)

        return resolved


class Fallback(NamedTuple):
    """Execution by graphql-core, of all root fields or of one."""

    executor: Callable[[ResponseSize], Any]

    async def execute(self, size: ResponseSize) -> ExecutionResult:
        """Execute the operation. Raises `ResponseTooLarge`."""
        return await _result(self.executor(size))

    async def execute_root(
        self, key: str, size: ResponseSize, outcome: Any = UNKNOWN
    ) -> RootResult:
        """Execute one root field, from the *outcome* of its resolver if that is known."""
        size.set(0)  # the values that were completed before are discarded
        executor = self.executor(size)
        executor.execute_only(key, outcome)
        result = await _result(executor)
        value = result.data.get(key) if result.data else None
        return RootResult(value, result.errors or (), nulls_data=result.data is None)


async def _result(executor: Any) -> ExecutionResult:
    executed: Any = await in_slices(executor.execute_operation)
    result = cast("ExecutionResult", await executed if is_awaitable(executed) else executed)
    executor.size.set(executor.size.bytes)
    return result
