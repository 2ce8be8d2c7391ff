"""Operations of the REST API, by path and method: parameters, bodies and responses."""

from http import HTTPStatus
from typing import Final

from gateway.rest import pagination
from gateway.rest.descriptions import OPERATIONS, PARAMETERS
from gateway.rest.openapi.json_schema import TEXT, Schema, reference

_COMMON_ERRORS: Final = (401, 403, 422, 429, 503)
_BODY_ERRORS: Final = (400, 413, 415)
_IDEMPOTENCY_KEY: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A request that is repeated with the same key and body takes effect once.",
    "schema": TEXT,
}
# Parameters of lists that are no text.
_INTEGERS: Final[Schema] = {
    "page_number": {"type": "integer", "minimum": 0},
    "page_size": {
        "type": "integer",
        "minimum": 1,
        "maximum": pagination.MAX_PAGE_SIZE,
        "default": pagination.DEFAULT_PAGE_SIZE,
    },
}


def paths() -> Schema:
    """Return the operations of each path."""
    return {
        "/imported_phone_numbers": {"post": _import()},
        "/phone_numbers": {"get": _list()},
        "/phone_numbers/{id}": {"get": _get(), "put": _update(), "delete": _release()},
        "/lookup/phone_number/{number}": {"get": _look_up()},
    }


def _import() -> Schema:
    return _operation(
        "importPhoneNumber",
        {"201": _success("PhoneNumber")} | _pending() | _errors(*_BODY_ERRORS),
        [_IDEMPOTENCY_KEY],
        "ImportPhoneNumber",
    )


def _list() -> Schema:
    responses = {"200": _success("Page")} | _errors()
    parameters = [_parameter(name, "query") for name in pagination.PARAMETERS]
    return _operation("listPhoneNumbers", responses, parameters)


def _get() -> Schema:
    responses = {"200": _success("PhoneNumber")} | _errors(404)
    return _operation("getPhoneNumber", responses, [_number_id()])


def _update() -> Schema:
    return _operation(
        "updatePhoneNumber",
        {"200": _success("PhoneNumber")} | _pending() | _errors(404, *_BODY_ERRORS),
        [_number_id(), _IDEMPOTENCY_KEY],
        "UpdatePhoneNumber",
    )


def _release() -> Schema:
    responses = {"204": {"description": "Released."}} | _pending() | _errors(404)
    return _operation("releasePhoneNumber", responses, [_number_id(), _IDEMPOTENCY_KEY])


def _look_up() -> Schema:
    responses = {"200": _success("Lookup")} | _errors()
    return _operation("lookUpPhoneNumber", responses, [_parameter("number", "path")])


def _number_id() -> Schema:
    return _parameter("id", "path")


def _pending() -> Schema:
    text = "Pending: the platform behind the project has not confirmed it."
    return {"202": _success("PhoneNumber") | {"description": text}}


def _operation(
    name: str, responses: Schema, parameters: list[Schema], body: str | None = None
) -> Schema:
    summary, description = OPERATIONS[name]
    operation: Schema = {
        "operationId": name, "summary": summary, "description": description,
        "parameters": parameters, "responses": responses,
    }  # fmt: skip
    if body:
        schema = {"schema": reference(body)}
        content = {"application/json": schema, "application/x-www-form-urlencoded": schema}
        operation["requestBody"] = {"content": content, "required": True}
    return operation


def _parameter(name: str, place: str) -> Schema:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": PARAMETERS[name],
        "schema": _INTEGERS.get(name, TEXT),
    }


def _success(name: str) -> Schema:
    content = {"application/json": {"schema": reference(name)}}
    return {"description": "Success.", "content": content}


def _errors(*more: int) -> Schema:
    """Return the failures of every operation, and *more*, by status."""
    statuses = sorted({*_COMMON_ERRORS, *more})
    return {str(status): _failure(status) for status in statuses}


def _failure(status: int) -> Schema:
    name = "Unprocessable" if status == HTTPStatus.UNPROCESSABLE_ENTITY else "Error"
    return _success(name) | {"description": "Failure."}
