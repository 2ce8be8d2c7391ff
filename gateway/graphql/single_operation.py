"""One operation of a connection with many: its results, and its failure as GraphQL errors."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLError

from gateway.concurrency.admission import AdmissionControl
from gateway.errors import Failure, Overloaded
from gateway.graphql.documents.store import DocumentRefused, SelectedOperation
from gateway.graphql.operations import Operations, Request
from gateway.graphql.request import GraphQLRequest
from gateway.graphql.subscriptions import Subscriptions, failed_result

Deliver = Callable[[bytes], Awaitable[None]]


class OperationFailed(Exception):
    """The operation has no result, or no more results. The errors are for the client."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(len(errors))
        self.errors = errors


class OperationRunner:
    """Runs operations of connections that are no HTTP requests."""

    def __init__(
        self, operations: Operations, subscriptions: Subscriptions, admission: AdmissionControl
    ) -> None:
        """Run queries and mutations within *admission*, as HTTP requests do."""
        self._operations, self._subscriptions = operations, subscriptions
        self._admission = admission

    async def run(self, asked: Request, parameters: GraphQLRequest, deliver: Deliver) -> None:
        """Deliver the results of an operation. Raises `OperationFailed`."""
        try:
            selected = await self._operations.select(asked.principal, parameters)
            if selected.operation.kind == "subscription":
                await self._subscribe(asked, selected, deliver)
            else:
                await deliver(await self._execute(asked, selected))
        except DocumentRefused as refused:
            raise self._failed(asked, refused.errors) from None
        except GraphQLError as error:
            raise self._failed(asked, [error]) from None
        except Failure as failure:
            raise OperationFailed(failed_result(failure)["errors"]) from None

    async def _subscribe(
        self, asked: Request, selected: SelectedOperation, deliver: Deliver
    ) -> None:
        subscription = await self._subscriptions.open(asked, selected)
        try:
            async for _, result in subscription:
                await deliver(result)
        finally:
            await subscription.aclose()

    async def _execute(self, asked: Request, selected: SelectedOperation) -> bytes:
        if not (self._admission.acquire_nowait() or await self._admission.acquire()):
            raise Overloaded
        try:
            body, _ = await self._operations.run(asked, selected)
        finally:
            self._admission.release()
        if "data" not in body:
            raise OperationFailed(body["errors"])
        return orjson.dumps(body)

    def _failed(self, asked: Request, errors: Sequence[GraphQLError]) -> OperationFailed:
        return OperationFailed(self._operations.errors(errors, asked.id)["errors"])
