"""REST responses: records as JSON, and failures in the platform's error format."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Final

import orjson
from orjson import Fragment
from starlette.responses import Response

from gateway.concurrency.time_slice import TimeSlice
from gateway.domain import flat_record
from gateway.errors import (
    AnswerTooLarge,
    Failure,
    FieldFailure,
    Invalid,
    InvalidPage,
    NumberTaken,
)
from gateway.http.request_body import RequestRefused
from gateway.http.statuses import STATUSES, headers_of, status_of

# The platform's codes for our field errors; all others become `invalid_parameter`.
_FIELD_CODES: Final = {
    "required": "missing_required_parameter",
    "url_unsafe": "url_is_unsafe",
    "impossible_number": "invalid_number_format",
    "not_canonical": "invalid_number_format",
    "incompatible_parameters": "incompatible_parameters",
    "not_an_http_url": "not_an_http_url",
    "url_failed_to_parse": "url_failed_to_parse",
    "not_e164": "not_e164",
}
_CAPABILITY_CODES: Final = {"message_handler": "missing_messaging_capability"}
# Its message names the arguments of GraphQL.
_OF_ANOTHER_LIST: Final = FieldFailure(
    ("page_token",), "unknown_value", "This is not a page token of this list."
)
# The codes of failures that the platform calls otherwise; all others keep their own.
_FAILURE_CODES: Final[Mapping[type[Failure], str]] = {
    NumberTaken: "not_unique_within_project",
    InvalidPage: "invalid_parameter",
}
# Every code of a response 422.
CODES: Final = {
    *_FIELD_CODES.values(), "invalid_parameter", "invalid_number_format",
    "not_voice_capable", *_CAPABILITY_CODES.values(),
    *(
        _FAILURE_CODES.get(failure, failure.code)
        for failure, status in STATUSES.items()
        if status == HTTPStatus.UNPROCESSABLE_ENTITY and failure is not Invalid
    ),
}  # fmt: skip


def json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return *body* as JSON."""
    return Response(orjson.dumps(body, default=str), status, headers, media_type="application/json")


async def records(found: Iterable[object], limit: int) -> list[Fragment]:
    """Return records as JSON, each by itself; raise `AnswerTooLarge` beyond *limit* bytes.

    A page of 1,000 takes up to 80 ms, so it pauses for other requests.
    """
    written: list[Fragment] = []
    size, time_slice = 0, TimeSlice()
    for record in found:
        text = orjson.dumps(record, default=str)
        size += len(text)
        if size > limit:
            raise AnswerTooLarge(limit)
        written.append(Fragment(text))
        await time_slice.pause()
    return written


def of_failure(failure: Failure) -> Response:
    """Return the response for an expected failure."""
    if isinstance(failure, Invalid):
        return _unprocessable(_field_error(f) for f in failure.failures)
    if isinstance(failure, InvalidPage):
        return _unprocessable([_field_error(_OF_ANOTHER_LIST)])
    status = status_of(failure)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        code = _FAILURE_CODES.get(type(failure), failure.code)
        return _unprocessable([_entry(code, failure.message)])
    return of_status(status, headers_of(failure), failure.message)


def of_refusal(refusal: RequestRefused) -> Response:
    """Return the response for a malformed request."""
    return of_status(refusal.status, refusal.headers, refusal.message)


def of_status(
    status: int, headers: Mapping[str, str] | None = None, message: str | None = None
) -> Response:
    """Return a response whose body is the phrase of the *status*, and the reason, if any."""
    reason = {} if message is None else {"message": message}
    return json({"error": HTTPStatus(status).phrase, **reason}, status, headers)


def _unprocessable(errors: Iterable[dict[str, str]]) -> Response:
    return json({"errors": list(errors)}, 422)


def _field_error(failure: FieldFailure) -> dict[str, str]:
    key = flat_record.key_of(failure.path)
    text = failure.message if failure.message.startswith(key) else f"{key}: {failure.message}"
    return _entry(_code(failure, key), text)


def _code(failure: FieldFailure, key: str) -> str:
    if failure.code == "capability_missing":
        return _CAPABILITY_CODES.get(str(failure.path[0]), "not_voice_capable")
    is_number = key == "number" and failure.code != "unknown_field"
    default = "invalid_number_format" if is_number else "invalid_parameter"
    return _FIELD_CODES.get(failure.code, default)


def _entry(code: str, detail: str) -> dict[str, str]:
    title = code.replace("_", " ").capitalize()
    return {"detail": detail, "status": "422", "title": title, "code": code}
