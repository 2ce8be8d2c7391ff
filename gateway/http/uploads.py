"""Uploads: the file of an import job, streamed to a temporary file by PUT /imports/{id}/rows.

A file is larger than other bodies and takes longer. So these requests have a limit and a timeout
of their own, are not buffered, and take no slot of admission control while they arrive.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import Any, Final

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.concurrency.timeouts import timeout
from gateway.domain.enums import Scope as TokenScope
from gateway.domain.text import parse_uuid
from gateway.errors import Failure, JobNotFound, Overloaded, UploadRefused
from gateway.http.authentication import RequestAuthentication
from gateway.http.statuses import headers_of, status_of
from gateway.services.bulk_jobs.uploads import Uploads
from gateway.settings import Settings

_PREFIX, _SUFFIX = "/imports/", "/rows"
_AT_ONCE: Final = 4  # uploads of one process
_IN_MEMORY: Final = 1 << 20  # bytes of a file that is not written to disk
_TIMEOUT: Final = 408
_TOO_LARGE: Final = 413


def is_upload_path(path: str) -> bool:
    """Tell whether a PUT to this path is the upload of a file."""
    return path.startswith(_PREFIX) and path.endswith(_SUFFIX)


class UploadEndpoint:
    """The endpoint of uploads."""

    def __init__(
        self, settings: Settings, authentication: RequestAuthentication, uploads: Uploads
    ) -> None:
        """Give the files of authenticated callers to *uploads*."""
        self._limit, self._seconds = settings.upload_limit, settings.upload_seconds
        self._authentication, self._uploads = authentication, uploads
        self._free = _AT_ONCE

    def routes(self) -> list[Route]:
        """Return the route."""
        return [Route(f"{_PREFIX}{{id}}{_SUFFIX}", self._endpoint, methods=["PUT"])]

    async def _endpoint(self, request: Request) -> Response:
        try:
            principal = await self._authentication.authenticate(request.scope)
            await self._authentication.charge(principal, 1)
            caller = principal.caller(request.state.request_id)
            caller.require_scope(TokenScope.NUMBERS_WRITE)
            job_id = parse_uuid(request.path_params["id"])
            if job_id is None:
                raise JobNotFound
            if not self._free:
                raise Overloaded
            self._free -= 1
            try:
                with timeout(self._seconds):
                    total = await self._received(request, caller, job_id)
            finally:
                self._free += 1
        except Failure as failure:
            return _problem(failure.code, failure.message, status_of(failure), headers_of(failure))
        except TimeoutError:
            text = f"The upload took longer than {self._seconds:g} seconds."
            return _problem("timeout", text, _TIMEOUT, {"Connection": "close"})
        except _TooLargeError:
            text = f"A file has at most {self._limit:,} bytes."
            return _problem("payload_too_large", text, _TOO_LARGE, {"Connection": "close"})
        except ClientDisconnect:
            return Response(status_code=400)
        return _json({"id": str(job_id), "total": total}, 200, {})

    async def _received(self, request: Request, caller: Any, job_id: Any) -> int:
        """Receive the whole file, then keep its rows; return how many there are."""
        expected = await self._uploads.expected_bytes(caller, job_id)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
            size = 0
            async for part in _parts(request):
                size += len(part)
                if size > self._limit:
                    raise _TooLargeError
                await asyncio.to_thread(file.write, part)
            if size != expected:
                text = f"The file has {size:,} bytes, and {expected:,} were announced."
                raise UploadRefused(text)
            file.seek(0)
            return await self._uploads.keep(caller, job_id, file)


class _TooLargeError(Exception):
    """The file is larger than is allowed."""


async def _parts(request: Request) -> AsyncIterator[bytes]:
    """Yield the parts of the body, joined to pieces that are worth a thread."""
    buffer = bytearray()
    async for part in request.stream():
        buffer += part
        if len(buffer) >= _IN_MEMORY // 4:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


def _problem(code: str, message: str, status: int, headers: Any) -> Response:
    return _json({"code": code, "message": message}, status, headers)


def _json(body: dict[str, Any], status: int, headers: Any) -> Response:
    return Response(orjson.dumps(body), status, dict(headers), "application/json")
