"""GraphQL subscriptions: the events of a root field, each executed and charged like a query.

A subscriber pulls: its next event is read when the one before has been sent. So a slow client
delays itself only, and so does one whose rate limit is used up.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from graphql import ExecutionResult, Undefined

from gateway.concurrency import scan_budget
from gateway.errors import Failure, RateLimited, ShuttingDown, TooManySubscriptions, Unavailable
from gateway.graphql.documents.store import SelectedOperation
from gateway.graphql.operations import Operations, Request, has_outage
from gateway.graphql.shared_results import SharedResults
from gateway.http.graceful_shutdown import GracefulShutdown
from gateway.observability.metrics import Metrics
from gateway.settings import Settings

_RETRY_SECONDS = 1.0  # after an outage


class Delivery(NamedTuple):
    """The result of one event, as JSON, and the cursor to resume after it, if it has one."""

    cursor: str | None
    result: bytes


class Subscriptions:
    """The subscribers of this process."""

    def __init__(
        self,
        operations: Operations,
        settings: Settings,
        metrics: Metrics,
        shutdown: GracefulShutdown,
    ) -> None:
        """Admit as many as *settings* allow."""
        self.operations, self._metrics, self._shutdown = operations, metrics, shutdown
        self._most, self._each = settings.subscribers, settings.project_subscribers
        self._of_projects = Counter[UUID]()
        self.results = SharedResults()
        metrics.gauge("numbergate_subscribers", "Subscriptions that are open.", self.count)

    def count(self) -> int:
        """Return how many there are."""
        return self._of_projects.total()

    async def open(self, request: Request, selected: SelectedOperation) -> "Subscription":
        """Begin a subscription, to be closed after use. It costs 1, and each result its cost.

        Raises `TooManySubscriptions`, `ShuttingDown`, `RateLimited`, `Forbidden`, and
        `GraphQLError` for what the root field raises.
        """
        await self.operations.charge(request.principal, 1)
        context = self.operations.authorized_context(request, selected)
        project_id = request.principal.project_id
        self._enter(project_id)
        try:
            events = await selected.operation.compiled.subscribe(context, selected.values)
        except BaseException:
            self.leave(project_id)
            raise
        return Subscription(self, request, selected, events)

    def leave(self, project_id: UUID) -> None:
        """Count one less."""
        self._of_projects[project_id] -= 1
        if not self._of_projects[project_id]:
            del self._of_projects[project_id]

    def record_delivery(self) -> None:
        """Count a result that is sent to a subscriber."""
        self._metrics.record_delivery()

    def _enter(self, project_id: UUID) -> None:
        if self._shutdown.is_stopping:
            raise ShuttingDown
        if self.count() >= self._most or self._of_projects[project_id] >= self._each:
            raise TooManySubscriptions
        self._of_projects[project_id] += 1


class Subscription:
    """One subscriber: an iterator over the results of its events."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        request: Request,
        selected: SelectedOperation,
        events: AsyncIterator[Any],
    ) -> None:
        """Execute *selected* for each of the *events*. `Subscriptions.open` makes them."""
        self._subscriptions, self._operations = subscriptions, subscriptions.operations
        self._request, self._selected, self._events = request, selected, events
        self._result_key = _result_key(request, selected)
        self._is_open = True

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Delivery:
        """Return the result of the next event, once there is one."""
        event = await anext(self._events)
        cursor: str | None = getattr(event, "cursor", None)
        await self._charge()
        key = (self._result_key, cursor or object())  # without a cursor it is shared with no other
        result = await self._subscriptions.results.get(key, partial(self._execute, event))
        self._subscriptions.record_delivery()
        return Delivery(cursor, result)

    async def aclose(self) -> None:
        """Leave."""
        if self._is_open:
            self._is_open = False
            self._subscriptions.leave(self._request.principal.project_id)
            close: Any = getattr(self._events, "aclose", None)
            if close:
                await close()

    async def _charge(self) -> None:
        """Charge the cost of a result; wait for as long as the rate limit has too little left.

        Half of it is for requests: however many events there are, a token can go on asking.
        """
        charge = self._operations.charge_delivery
        while True:
            try:
                await charge(self._request.principal, self._selected.cost)
            except RateLimited as limited:
                await asyncio.sleep(limited.retry_after_seconds or 1)
            else:
                return

    async def _execute(self, event: object) -> bytes:
        """Return the result of an event. An outage delays it."""
        while True:
            scan_budget.begin()
            context = self._operations.authorized_context(self._request, self._selected)
            try:
                result = await self._operations.execute(
                    self._request, self._selected, context, event
                )
            except Unavailable:
                await asyncio.sleep(_RETRY_SECONDS)
            except Failure as failure:
                return orjson.dumps(failed_result(failure))
            else:
                if not has_outage(result):
                    return self._written(result)
                await asyncio.sleep(_RETRY_SECONDS)

    def _written(self, result: ExecutionResult) -> bytes:
        body = self._operations.body(result, self._request.id)
        return orjson.dumps({"data": None, **body})


def failed_result(failure: Failure) -> dict[str, Any]:
    """Return the result of an event or an operation that failed as a whole."""
    error = {"message": failure.message, "extensions": {"code": failure.code.upper()}}
    return {"errors": [error], "data": None}


def _result_key(request: Request, selected: SelectedOperation) -> Hashable:
    """Return what the result of an event depends on, besides the event."""
    compiled, sources = selected.operation.compiled, selected.values.sources
    used: dict[str, Any] = {
        n: sources[n].value for n in compiled.selected_variables if n in sources
    }
    given = {name: value for name, value in used.items() if value is not Undefined}
    variables = orjson.dumps(given, option=orjson.OPT_SORT_KEYS)
    return request.principal.project_id, request.principal.scopes, compiled, variables
