"""graphql-core's executor, for one root field of which the resolver may have run already."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

from graphql import ExecutionResult, Undefined
from graphql.execution.executor import Executor

from gateway.graphql_jit.answer_size import AnswerSize, size_of, size_of_text
from gateway.graphql_jit.root_field import Answered
from gateway.graphql_jit.source import is_awaitable

UNKNOWN: Final = object()  # an outcome: the resolver did not run


class Explanation(Executor[Any]):
    """Executes as graphql-core does, but of the root fields one, or all."""

    _only: str | None = None
    size: AnswerSize

    def answer_only(self, key: str, outcome: Any) -> None:
        """Leave the other root fields out, and call no resolver where the *outcome* is known.

        An outcome is what the resolver returned, or the exception that it raised.
        """
        self._only = key
        if outcome is not UNKNOWN:
            middleware: Any = _Known(outcome)
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
            return Undefined  # what is left is skipped: the answer is given up
        self.size.add(size_of_text(path.key))
        return super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )

    def complete_leaf_value(self, return_type: Any, result: Any) -> Any:  # type: ignore[override]
        """Complete a value of a leaf, and count it."""
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


class _Known:
    """Stands before all resolvers, as middleware does."""

    def __init__(self, outcome: Any) -> None:
        self._outcome = outcome

    def get_field_resolver(self, resolve: Callable[..., Any]) -> Callable[..., Any]:
        """Return what gives the outcome at the root. One that failed is an exception."""

        def resolved(source: Any, info: Any, **arguments: Any) -> Any:
            return self._outcome if info.path.prev is None else resolve(source, info, **arguments)

        return resolved


class Interpretation(NamedTuple):
    """Execution by graphql-core: of all root fields, or of one."""

    executor: Callable[[AnswerSize], Any]

    async def result(self, size: AnswerSize) -> ExecutionResult:
        """Execute the operation. Raises `AnswerTooLarge`."""
        return await _result(self.executor(size))

    async def answer(self, key: str, size: AnswerSize, outcome: Any = UNKNOWN) -> Answered:
        """Answer one root field, from the *outcome* of its resolver where that is known."""
        size.set(0)  # what was completed before is not answered
        explanation = self.executor(size)
        explanation.answer_only(key, outcome)
        result = await _result(explanation)
        value = result.data.get(key) if result.data else None
        return Answered(value, result.errors or (), nulls_data=result.data is None)


async def _result(executor: Any) -> ExecutionResult:
    found: Any = executor.execute_operation()
    result = cast("ExecutionResult", await found if is_awaitable(found) else found)
    executor.size.set(executor.size.bytes)
    return result
