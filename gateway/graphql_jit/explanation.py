"""graphql-core's executor, for an operation of which some root fields were resolved already."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql.execution.executor import Executor


class Explanation(Executor[Any]):
    """Executes as graphql-core does, but does not resolve root fields whose outcomes are known.

    An outcome is what the resolver returned, or the exception that it raised.
    """

    def go_on_from(self, outcomes: Mapping[str, Any]) -> None:
        """Take these outcomes, by the names of root fields in the answer, as known."""
        middleware: Any = _Known(outcomes)
        self.middleware_manager = middleware


class _Known:
    """Stands before all resolvers, as middleware does."""

    def __init__(self, outcomes: Mapping[str, Any]) -> None:
        self._outcomes = outcomes

    def get_field_resolver(self, resolve: Callable[..., Any]) -> Callable[..., Any]:
        """Return what gives the outcome where one is known. One that failed is an exception."""

        def resolved(source: Any, info: Any, **arguments: Any) -> Any:
            path = info.path
            if path.prev is None and path.key in self._outcomes:
                return self._outcomes[str(path.key)]
            return resolve(source, info, **arguments)

        return resolved
