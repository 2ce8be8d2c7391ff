"""graphql-core's executor, for an operation of which some root fields were resolved already."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from graphql.execution.executor import Executor
from graphql.pyutils import Path

# graphql-core's annotations leave parts of themselves unknown.
_core: Any = Executor


class Explanation(Executor[Any]):
    """Executes as graphql-core does, but for root fields whose *outcomes* are known.

    An outcome is what the resolver returned, or the exception that it raised.
    """

    outcomes: Mapping[str, Any] = MappingProxyType({})

    def execute_field(
        self,
        parent_type: Any,
        source: Any,
        field_details_list: Any,
        path: Path,
        position_context: Any,
    ) -> Any:
        """Execute a field; where its outcome is known, without its resolver."""
        known = path.prev is None and path.key in self.outcomes
        stand_in: Any = _Known(self, self.outcomes[str(path.key)]) if known else None
        self.middleware_manager = stand_in
        return _core.execute_field(
            self, parent_type, source, field_details_list, path, position_context
        )


class _Known:
    """Stands in for the resolver of one field, as middleware may."""

    def __init__(self, executor: Any, outcome: Any) -> None:
        self._executor, self._outcome = executor, outcome

    def get_field_resolver(self, _: object) -> Callable[..., Any]:
        """Return what gives the outcome. Exceptions that are returned count as raised."""
        self._executor.middleware_manager = None
        return lambda *_, **__: self._outcome
