"""GraphQL operations: select one of a document, charge its cost, authorize it, and execute it.

Every transport does it here, so that a query over a WebSocket meets the limits of one over HTTP.
"""

from collections.abc import Awaitable, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple, TypeGuard

from graphql import ExecutionResult, GraphQLError

from gateway import graphql_jit
from gateway.auth.authenticator import Principal
from gateway.concurrency.cohort import yield_to_cohort
from gateway.concurrency.timeouts import timeout
from gateway.concurrency.token_buckets import RateLimitState
from gateway.errors import AnswerTooLarge, OperationTimeout, Unavailable
from gateway.graphql import authorization
from gateway.graphql.documents.store import (
    DocumentRefused,
    DocumentStore,
    NotParsed,
    SelectedOperation,
)
from gateway.graphql.errors import format_errors, original_error
from gateway.graphql.request import GraphQLRequest
from gateway.graphql.schema import core, schema
from gateway.http.authentication import RequestAuthentication
from gateway.observability import tracing
from gateway.observability.metrics import Metrics
from gateway.settings import Settings
from resolvers.context import Context, Services

Headers = Mapping[bytes, bytes]


class Request(NamedTuple):
    """Who asks for an operation, and the request that it is part of."""

    principal: Principal
    id: str
    headers: Headers
    resume_after: str | None = None  # the cursor after which a broken subscription goes on


class Operations:
    """The operations of the schema, on these services."""

    def __init__(
        self,
        settings: Settings,
        authentication: RequestAuthentication,
        metrics: Metrics,
        services: Services,
    ) -> None:
        """Execute them with the limits of *settings*."""
        self._settings, self._metrics = settings, metrics
        self.charge, self.charge_delivery = authentication.charge, authentication.charge_delivery
        self._services = services.in_order()
        self._policy = settings.policy
        self._documents = DocumentStore(core(schema), settings, metrics)
        self._operation_seconds = settings.operation_seconds
        self._limit_cost = settings.limit_cost

    async def select(self, principal: Principal, parameters: GraphQLRequest) -> SelectedOperation:
        """Return the operation of a request. Raises `DocumentRefused`, which costs 1."""
        try:
            try:
                return self._documents.select(parameters)
            except NotParsed as new:
                document = await self._documents.parsed(new.text)
                return self._documents.select(parameters, document)
        except DocumentRefused as refused:
            refused.limit = await self.charge(principal, 1)
            raise

    async def run(
        self, request: Request, selected: SelectedOperation
    ) -> tuple[dict[str, Any], RateLimitState | None]:
        """Execute a query or a mutation; return the body of its response.

        Raises a failure of the whole operation, such as `RateLimited` or `Unavailable`.
        """
        limit = await self.charge(request.principal, selected.cost)
        await yield_to_cohort()
        context = self.authorized_context(request, selected)
        result = await self.execute(request, selected, context)
        if result.errors:
            _check_outage(result)
        body = self.body(result, request.id) if result.errors else {"data": result.data}
        body["extensions"] = {"cost": self.cost(selected.cost, limit)}
        return body, limit

    def authorized_context(self, request: Request, selected: SelectedOperation) -> Context:
        """Return the context of an execution. Raises `Forbidden` where a scope is missing."""
        caller, operation = request.principal.caller(request.id), selected.operation
        if operation.demands:
            authorization.check(operation.demands, caller, selected.values)
        return Context(
            *self._services,
            caller=caller,
            policy=self._policy,
            fields=operation.compiled.fields,
            resume_after=request.resume_after,
        )

    async def execute(
        self, request: Request, selected: SelectedOperation, context: Context, root: object = None
    ) -> ExecutionResult:
        """Execute the operation, and record it in metrics and traces.

        *root* is the event of a subscription. Raises `OperationTimeout`: the operation is
        cancelled, and its open transaction rolled back. Raises `AnswerTooLarge`.
        """
        operation, name = selected.operation, selected.public_name
        seconds, writes = self._operation_seconds, operation.kind == "mutation"
        running: Awaitable[ExecutionResult]
        running = operation.compiled.execute(
            context,
            selected.values,
            root=root,
            max_bytes=self._settings.answer_limit,
            is_long=selected.is_long,
        )
        if tracing.is_enabled():
            span = tracing.operation_span(operation.kind, name, request.headers)
            running = tracing.in_span(span, running)
        began, outcome = perf_counter(), "stopped"
        try:
            with timeout(seconds):
                result = await running
            outcome = "errors" if result.errors else "done"
        except TimeoutError:
            raise OperationTimeout(seconds, writes=writes) from None
        except graphql_jit.ResponseTooLarge:
            raise AnswerTooLarge(self._settings.answer_limit, writes=writes) from None
        finally:
            self._metrics.record_operation(operation.kind, name, outcome, perf_counter() - began)
        return result

    def body(self, result: ExecutionResult, request_id: str) -> dict[str, Any]:
        """Return data and errors; without data if the request itself is at fault."""
        if not result.errors:
            return {"data": result.data}
        errors = self.errors(result.errors, request_id)
        is_request_error = result.data is None and all(e.path is None for e in result.errors)
        return errors if is_request_error else {**errors, "data": result.data}

    def cost(self, cost: int, limit: RateLimitState | None) -> dict[str, int]:
        """Return ``extensions.cost``: the cost, its limit, and what remains of the rate limit."""
        costs = {"requested": cost, "allowed": self._limit_cost}
        if limit:
            costs["remaining"] = limit.remaining
        return costs

    def errors(self, errors: Sequence[GraphQLError], request_id: str) -> dict[str, Any]:
        """Return the errors as a response holds them."""
        limit = self._settings.limit_errors
        return {"errors": format_errors(errors, request_id, limit)} if errors else {}


def has_outage(result: ExecutionResult) -> bool:
    """Return whether a part of the result is missing because the database was unavailable."""
    return any(_is_outage(original_error(error)) for error in result.errors or ())


def _check_outage(result: ExecutionResult) -> None:
    """Raise `Unavailable` if an outage left no data: the response is a 503 with Retry-After."""
    outages = filter(_is_outage, map(original_error, result.errors or ()))
    if result.data is None and (outage := next(outages, None)):
        raise outage


def _is_outage(cause: Exception | None) -> TypeGuard[Unavailable]:
    return isinstance(cause, Unavailable)
