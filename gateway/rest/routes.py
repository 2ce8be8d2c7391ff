"""REST routes: import, list, read, update, release and lookup, over the same services as GraphQL.

`flat_record` maps between the record's keys and our types; `responses` formats failures.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from gateway.concurrency.timeouts import timeout
from gateway.domain import flat_record
from gateway.domain.caller import Caller
from gateway.domain.commands.changes import AmendNumber, LookUpNumber, ReleaseNumber, UpdateNumber
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.enums import Scope
from gateway.domain.text import parse_uuid
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
from gateway.models.phone_number import PhoneNumber
from gateway.rest import openapi, pagination, request_body, responses
from gateway.services import number_lookup
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings

BASE_PATH: Final = "/api/relay/rest"
_API_PATH: Final = "/api"  # other APIs of the platform are below it
OVERLOADED: Final = bytes(responses.of_failure(Overloaded()).body)  # the body for load shedding
Operation = Callable[[Request, Caller], Awaitable[Response]]
C = TypeVar("C")
_PAGE_SIZE: Final = re.compile("[0-9]{1,4}")
_LIST_PATH: Final = "/phone_numbers"


class Rest:
    """The REST API at /api/relay/rest."""

    def __init__(
        self, settings: Settings, authentication: RequestAuthentication, numbers: PhoneNumbers
    ) -> None:
        """Serve authenticated callers from *numbers*, within the limits of *settings*."""
        self._settings, self._authentication, self._numbers = settings, authentication, numbers

    def routes(self) -> list[BaseRoute]:
        """Return the routes; other paths below the base path are 404, other methods 405."""
        by_id = "/phone_numbers/{id}"
        routes = [
            Route("/openapi.json", _openapi),
            Route("/imported_phone_numbers", self._endpoint(self._import), methods=["POST"]),
            Route(_LIST_PATH, self._endpoint(self._list), methods=["GET"]),
            Route(by_id, self._endpoint(self._get), methods=["GET"]),
            Route(by_id, self._endpoint(self._update), methods=["PUT"]),
            Route(by_id, self._endpoint(self._release), methods=["DELETE"]),
            Route("/lookup/phone_number/{number}", self._endpoint(self._look_up), methods=["GET"]),
        ]
        routes += [Route(f"{r.path}/", r.endpoint, methods=[*(r.methods or ())]) for r in routes]
        not_found = _of_any_method("/{path:path}", _not_found)
        return [
            Mount(BASE_PATH, routes=[*routes, *_method_not_allowed(routes), not_found]),
            _of_any_method(_API_PATH, _not_found),
            Mount(_API_PATH, routes=[not_found]),
        ]

    def _endpoint(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint: authenticate, charge the rate limit, run, and format failures."""
        seconds = self._settings.operation_seconds

        async def endpoint(request: Request) -> Response:
            try:
                principal = await self._authentication.authenticate(request.scope)
                rate_limit = await self._authentication.charge(principal, _cost(request))
                with timeout(seconds):
                    response = await operation(request, principal.caller(request.state.request_id))
            except Failure as failure:
                return responses.of_failure(failure)
            except RequestRefused as refusal:
                return responses.of_refusal(refusal)
            except TimeoutError:
                return responses.of_failure(
                    OperationTimeout(seconds, writes=request.method != "GET")
                )
            except ClientDisconnect:
                return Response(status_code=400)
            response.raw_headers.extend(rate_limit_headers(rate_limit) if rate_limit else ())
            return response

        return endpoint

    async def _import(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_WRITE)
        body = await request_body.read(request, self._settings.body_limit)
        handlers, failures = flat_record.read_handlers(body)
        failures = [*request_body.rejected_fields(body, request_body.IMPORT_FIELDS, {}), *failures]
        plain = _plain_fields(body, request_body.IMPORT_FIELDS)
        values = plain | handlers | _idempotency_key(request)
        command = _build(lambda: ImportNumber.of(values, self._settings.policy), failures)
        outcome = await self._numbers.import_number(caller, command)
        return _record_response(outcome.row, caller, 202 if outcome.change else 201)

    async def _list(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_READ)
        request_body.check_query(request, pagination.PARAMETERS)
        listing = pagination.ListRequest.of(request.url.path, request.query_params)
        window, filter_ = listing.window(), listing.number_filter()
        if filter_ is None:
            return responses.json({"links": listing.links(None), "data": []})
        page = await self._numbers.page(caller, window, filter_)
        reveals = caller.has_scope(Scope.HANDLERS_REVEAL)
        found = (flat_record.record(row, reveals=reveals) for row in page.rows)
        data = await responses.records(found, self._settings.answer_limit)
        return responses.json({"links": listing.links(page), "data": data})

    async def _get(self, request: Request, caller: Caller) -> Response:
        request_body.check_query(request, ())
        number_id = _id(request)
        row = await self._numbers.find(caller, number_id)
        if row is None:
            raise NumberNotFound(number_id)
        return _record_response(row, caller)

    async def _update(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_WRITE)
        number_id, body = _id(request), await request_body.read(request, self._settings.body_limit)

        def update(row: PhoneNumber) -> UpdateNumber:
            record = flat_record.record(row, reveals=False)
            rejected = request_body.rejected_fields(body, request_body.UPDATE_FIELDS, record)
            handlers, failures = flat_record.read_handlers(body, row)
            plain = _plain_fields(body, request_body.UPDATE_FIELDS)
            values = {"id": number_id, **plain, **handlers}
            build = partial(UpdateNumber.of, values, self._settings.policy)
            return _build(build, [*rejected, *failures])

        values = {"id": number_id, "body": body, "make_update": update, **_idempotency_key(request)}
        outcome = await self._numbers.amend(caller, AmendNumber.of(values, STRICT))
        return _record_response(outcome.row, caller, 202 if outcome.change else 200)

    async def _release(self, request: Request, caller: Caller) -> Response:
        request_body.check_query(request, ())
        command = ReleaseNumber.of({"id": _id(request), **_idempotency_key(request)}, STRICT)
        outcome = await self._numbers.release(caller, command)
        if outcome.change:
            return _record_response(outcome.row, caller, 202)
        return Response(status_code=204)

    async def _look_up(self, request: Request, caller: Caller) -> Response:
        caller.require_scope(Scope.NUMBERS_READ)
        request_body.check_query(request, ())
        command = LookUpNumber.of({"number": request.path_params["number"]}, STRICT)
        lookup = number_lookup.look_up(caller, command)
        return responses.json(flat_record.lookup_record(lookup))


async def _openapi(_: Request) -> Response:
    return responses.json(openapi.document(BASE_PATH))


async def _not_found(_: Request) -> Response:
    text = f"There is no such path. {BASE_PATH}/openapi.json describes those that are there."
    return responses.of_status(404, message=text)


def _of_any_method(path: str, respond: Callable[[Request], Any]) -> Route:
    """Return a route for all methods, known or not: Starlette takes a function to be for GET."""
    route = Route(path, respond)
    route.methods = None
    return route


def _method_not_allowed(routes: list[Route]) -> Iterator[Route]:
    """Yield a route for each path: 405 with the methods in Allow."""
    for path in dict.fromkeys(route.path for route in routes):
        methods = {m for route in routes if route.path == path for m in route.methods or ()}
        yield _of_any_method(path, _responder_405(", ".join(sorted(methods))))


def _responder_405(methods: str) -> Callable[[Request], Response]:
    def respond(_: Request) -> Response:
        return responses.of_status(405, {"Allow": methods})

    return respond


def _cost(request: Request) -> int:
    """Return the cost of a request: 1 for each number that a page can hold, otherwise 1."""
    if request.method != "GET" or not request.url.path.endswith(_LIST_PATH):
        return 1
    text = request.query_params.get("page_size", "")
    size = int(text) if _PAGE_SIZE.fullmatch(text) else pagination.DEFAULT_PAGE_SIZE
    return min(max(size, 1), pagination.MAX_PAGE_SIZE)


def _id(request: Request) -> Any:
    """Return the id in the path. Raises `NumberNotFound` if it is not a UUID."""
    number_id = parse_uuid(request.path_params["id"])
    if number_id is None:
        raise NumberNotFound(request.path_params["id"])
    return number_id


def _plain_fields(body: dict[str, Any], accepted: AbstractSet[str]) -> dict[str, Any]:
    """Return the accepted fields that are not about handlers."""
    plain = accepted - request_body.HANDLER_FIELDS
    return flat_record.read_choices({k: v for k, v in body.items() if k in plain})


def _idempotency_key(request: Request) -> dict[str, str]:
    key = request.headers.get("idempotency-key")
    return {} if key is None else {"idempotency_key": key}


def _build(build: Callable[[], C], failures: list[FieldFailure]) -> C:
    """Build a command. Raises `Invalid` with its failures and the earlier *failures*."""
    try:
        command = build()
    except Invalid as invalid:
        raise Invalid(*failures, *invalid.all_failures) from None
    if failures:
        raise Invalid(*failures)
    return command


def _record_response(row: PhoneNumber, caller: Caller, status: int = 200) -> Response:
    reveals = caller.has_scope(Scope.HANDLERS_REVEAL)
    return responses.json(flat_record.record(row, reveals=reveals), status)
