"""Exports: GET /exports/phone_numbers.csv streams all numbers of a project as CSV.

What fails before the first page has a status. A later failure breaks the response off, so that
half a file is never taken for the whole.
"""

from collections.abc import AsyncIterator
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from gateway.errors import Failure
from gateway.http.authentication import RequestAuthentication
from gateway.http.statuses import headers_of, status_of
from gateway.services import export
from gateway.services.phone_numbers import PhoneNumbers

_PATH: Final = "/exports/phone_numbers.csv"
_COST: Final = 100  # many pages
_HEADERS: Final = {"Content-Disposition": 'attachment; filename="phone_numbers.csv"'}


class ExportEndpoint:
    """The endpoint of exports."""

    def __init__(self, authentication: RequestAuthentication, numbers: PhoneNumbers) -> None:
        """Stream the *numbers* of authenticated callers."""
        self._authentication, self._numbers = authentication, numbers

    def routes(self) -> list[Route]:
        """Return the route."""
        return [Route(_PATH, self._endpoint, methods=["GET"])]

    async def _endpoint(self, request: Request) -> Response:
        try:
            principal = await self._authentication.authenticate(request.scope)
            await self._authentication.charge(principal, _COST)
            caller = principal.caller(request.state.request_id)
            parts = export.csv_of(self._numbers, caller)
            first = await anext(parts)
        except Failure as failure:
            body = orjson.dumps({"code": failure.code, "message": failure.message})
            status, headers = status_of(failure), headers_of(failure)
            return Response(body, status, headers, "application/json")
        return StreamingResponse(_all(first, parts), headers=_HEADERS, media_type="text/csv")


async def _all(first: str, parts: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for part in parts:
        yield part
