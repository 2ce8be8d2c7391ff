"""graphql-core's executor, for one root field of which the resolver may have run already."""

from collections.abc import Callable
from typing import Any, Final

from graphql.execution.executor import Executor

UNKNOWN: Final = object()  # an outcome: the resolver did not run


class Explanation(Executor[Any]):
    """Executes as graphql-core does, but of the root fields one, or all."""

    _only: str | None = None

    def answer_only(self, key: str, outcome: Any) -> None:
        """Leave the other root fields out, and call no resolver where the *outcome* is known.

        An outcome is what the resolver returned, or the exception that it raised.
        """
        self._only = key
        if outcome is not UNKNOWN:
            middleware: Any = _Known(outcome)
            self.middleware_manager = middleware

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
