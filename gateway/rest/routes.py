"""The flat REST shape: what existing SDKs speak, over the same services as GraphQL.

One door with its routes. Which keys a record has, `flat` says; how failures look, `answers`.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from gateway.concurrency.timeouts import timeout
from gateway.domain import e164, flat_record
from gateway.domain.caller import Caller
from gateway.domain.commands import (
    AmendNumber,
    ImportNumber,
    LookUpNumber,
    ReleaseNumber,
    UpdateNumber,
)
from gateway.domain.enums import Scope
from gateway.domain.text import as_uuid
from gateway.domain.validation_policy import STRICT
from gateway.errors import (
    Failure,
    FieldFailure,
    Invalid,
    NumberNotFound,
    OperationTimeout,
    Overloaded,
)
from gateway.http.authentication import RequestAuthentication
from gateway.http.headers import rate_limit_headers
from gateway.http.request_body import RequestRefused
from gateway.models import PhoneNumber
from gateway.rest import openapi, pagination, request_body, responses
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings

PREFIX: Final = "/api/relay/rest"
OVERLOADED: Final = bytes(responses.failed(Overloaded()).body)  # sent by load shedding
Answered = Callable[[Request, Caller], Awaitable[Response]]
C = TypeVar("C")
_METHODS: Final = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_SIZE: Final = re.compile("[0-9]{2,4}")
_ROWS_A_COST: Final = 50  # a list costs 1 for so many rows


class Rest:
    """The door at /api/relay/rest."""

    def __init__(
        self, settings: Settings, authentication: RequestAuthentication, numbers: PhoneNumbers
    ) -> None:
        """Answer authenticated callers from *numbers*, under the limits of *settings*."""
        self._settings, self._authentication, self._numbers = settings, authentication, numbers

    def routes(self) -> list[BaseRoute]:
        """Return the routes. Whatever else is asked below the prefix is not found."""
        one = "/phone_numbers/{id}"
        routes = [
            Route("/openapi.json", _described),
            Route("/imported_phone_numbers", self._endpoint(self._import), methods=["POST"]),
            Route("/phone_numbers", self._endpoint(self._list), methods=["GET"]),
            Route(one, self._endpoint(self._get), methods=["GET"]),
            Route(one, self._endpoint(self._update), methods=["PUT"]),
            Route(one, self._endpoint(self._release), methods=["DELETE"]),
            Route("/lookup/phone_number/{number}", self._endpoint(self._look_up), methods=["GET"]),
        ]
        missing = Route("/{rest:path}", _not_found, methods=_METHODS)
        return [Mount(PREFIX, routes=[*routes, *_others(routes), missing])]

    def _endpoint(self, answered: Answered) -> Callable[[Request], Awaitable[Response]]:
        """Authenticate, charge and answer, and put failures into this API's shapes."""
        seconds = self._settings.operation_seconds

        async def endpoint(request: Request) -> Response:
            try:
                principal = await self._authentication.authenticate(request.scope)
                left = await self._authentication.charge(principal, _cost(request))
                with timeout(seconds):
                    response = await answered(request, principal.caller(request.state.request_id))
            except Failure as failure:
                return responses.failed(failure)
            except RequestRefused as refusal:
                return responses.refused(refusal)
            except TimeoutError:
                return responses.failed(OperationTimeout(seconds, writes=request.method != "GET"))
            except ClientDisconnect:
                return Response(status_code=400)
            response.raw_headers.extend(rate_limit_headers(left) if left else ())
            return response

        return endpoint

    async def _import(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_WRITE)
        body = await request_body.read(request, self._settings.body_limit)
        settings, failures = flat_record.handlers(body)
        failures = [*request_body.unknown(body, request_body.IMPORTED), *failures]
        own = {k: v for k, v in body.items() if k in request_body.IMPORTED - request_body.HANDLERS}
        asked = own | settings | _key(request)
        if "number_type" in asked:
            asked["number_type"] = flat_record.number_type(asked["number_type"])
        command = _checked(failures, lambda: ImportNumber.of(asked, self._settings.policy))
        done = await self._numbers.import_number(caller, command)
        return _shown(done.row, caller, 201)

    async def _list(self, request: Request, caller: Caller) -> Response:
        asked = pagination.ListRequest.of(request.url.path, request.query_params)
        page = await self._numbers.page(caller, asked.window(), asked.wanted())
        reveals = caller.has_scope(Scope.HANDLERS_REVEAL)
        data = [flat_record.record(row, reveals=reveals) for row in page.rows]
        return responses.json({"links": asked.links(page), "data": data})

    async def _get(self, request: Request, caller: Caller) -> Response:
        row = await self._numbers.find(caller, _id(request))
        return _shown(row, caller) if row else responses.said(404)

    async def _update(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_WRITE)
        number_id, body = _id(request), await request_body.read(request, self._settings.body_limit)
        unknown = request_body.unknown(body, request_body.UPDATED)

        def update(row: PhoneNumber) -> UpdateNumber:
            settings, failures = flat_record.handlers(body, row)
            own = {
                k: v for k, v in body.items() if k in request_body.UPDATED - request_body.HANDLERS
            }
            asked = {"id": number_id, **own, **settings}
            found = [*unknown, *failures]
            return _checked(found, lambda: UpdateNumber.of(asked, self._settings.policy))

        asked = {"id": number_id, "body": body, "make_update": update, **_key(request)}
        done = await self._numbers.amend(caller, AmendNumber.of(asked, STRICT))
        return _shown(done.row, caller)

    async def _release(self, request: Request, caller: Caller) -> Response:
        command = ReleaseNumber.of({"id": _id(request), **_key(request)}, STRICT)
        await self._numbers.release(caller, command)
        return Response(status_code=204)

    async def _look_up(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_READ)
        asked = LookUpNumber.of({"number": request.path_params["number"]}, STRICT)
        found = await asyncio.to_thread(e164.lookup, asked.number)
        return responses.json(flat_record.looked_up(found))


async def _described(_: Request) -> Response:
    return responses.json(openapi.description(PREFIX))


async def _not_found(_: Request) -> Response:
    return responses.said(404)


def _others(routes: list[Route]) -> Iterator[Route]:
    """Yield a route for each path that says which methods it has."""
    for path in dict.fromkeys(route.path for route in routes):
        methods = {m for route in routes if route.path == path for m in route.methods or ()}
        yield Route(path, _not_allowed(", ".join(sorted(methods))), methods=_METHODS)


def _not_allowed(methods: str) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        return responses.said(405, {"Allow": methods})

    return answer


def _cost(request: Request) -> int:
    """Return what a request costs: a page as much as its rows, anything else 1."""
    size = request.query_params.get("page_size", "")
    return int(size) // _ROWS_A_COST if _SIZE.fullmatch(size) else 1


def _id(request: Request) -> Any:
    """Return the id in the path; what is no id is the id of nothing."""
    found = as_uuid(request.path_params["id"])
    if found is None:
        raise NumberNotFound(request.path_params["id"])
    return found


def _key(request: Request) -> dict[str, str]:
    key = request.headers.get("idempotency-key")
    return {} if key is None else {"idempotency_key": key}


def _checked(failures: list[FieldFailure], build: Callable[[], C]) -> C:
    """Build a command; raise `Invalid` with its failures and those that were found before."""
    try:
        command = build()
    except Invalid as invalid:
        raise Invalid(*failures, *invalid.failures) from None
    if failures:
        raise Invalid(*failures)
    return command


def _shown(row: PhoneNumber, caller: Caller, status: int = 200) -> Response:
    reveals = caller.has_scope(Scope.HANDLERS_REVEAL)
    return responses.json(flat_record.record(row, reveals=reveals), status)
