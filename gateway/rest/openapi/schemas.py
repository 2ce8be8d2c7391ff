"""OpenAPI 3.1: the document of the REST API, derived from the handler classes and the routes."""

from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any, Final, get_args

from pydantic.fields import FieldInfo

from gateway.domain import flat_record
from gateway.domain.enums import CallReceiveMode, Capability, E911Status, NumberType
from gateway.domain.flat_record import CALL_KEYS, MESSAGE_KEYS, PUBLISHED, HandlerKeys
from gateway.rest import pagination, responses
from gateway.rest.descriptions import FIELDS, OPERATIONS, PARAMETERS, SCHEMAS

Schema = dict[str, Any]

_NUMBER: Final = "#/components/schemas/PhoneNumber"
_LOOKUP: Final = "#/components/schemas/Lookup"
_TEXT: Final[Schema] = {"type": "string"}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_DATE_TIME: Final[Schema] = {"type": "string", "format": "date-time"}
_IDEMPOTENCY_KEY: Final[Schema] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A request that is repeated with the same key and body takes effect once.",
    "schema": _TEXT,
}
_DESCRIPTION: Final = (
    "Flat records of phone numbers, over the same service as the GraphQL API at /graphql. One "
    "rule of cost for both: each number that a response can hold costs 1 of the rate limit of the "
    "token, and each request at least 1."
)
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


@lru_cache(1)
def document(prefix: str) -> Schema:
    """Return the OpenAPI document of the routes below *prefix*."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "numbergate REST API",
            "version": version("numbergate"),
            "description": _DESCRIPTION,
        },
        "servers": [{"url": prefix}],
        "security": [{"basic": []}, {"bearer": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": _schemas(),
        },
    }


def _paths() -> Schema:
    number_id = _parameter("id", "path")
    number = {"200": _response(_NUMBER), **_errors(401, 403, 404, 422, 429, 503)}
    text = "Pending: the platform behind the project has not confirmed it."
    pending = {"202": _response(_NUMBER) | {"description": text}}
    return {
        "/imported_phone_numbers": {
            "post": _operation(
                "importPhoneNumber",
                {
                    "201": _response(_NUMBER),
                    **pending,
                    **_errors(400, 401, 403, 413, 415, 422, 429, 503),
                },
                [_IDEMPOTENCY_KEY],
                "ImportPhoneNumber",
            )
        },
        "/phone_numbers": {
            "get": _operation(
                "listPhoneNumbers",
                {"200": _response("#/components/schemas/Page"), **_errors(401, 403, 422, 429, 503)},
                [_parameter(name, "query") for name in pagination.PARAMETERS],
            )
        },
        "/phone_numbers/{id}": {
            "get": _operation("getPhoneNumber", number, [number_id]),
            "put": _operation(
                "updatePhoneNumber",
                number | pending | _errors(400, 413, 415),
                [number_id, _IDEMPOTENCY_KEY],
                "UpdatePhoneNumber",
            ),
            "delete": _operation(
                "releasePhoneNumber",
                {
                    "204": {"description": "Released."},
                    **pending,
                    **_errors(401, 403, 404, 422, 429, 503),
                },
                [number_id, _IDEMPOTENCY_KEY],
            ),
        },
        "/lookup/phone_number/{number}": {
            "get": _operation(
                "lookUpPhoneNumber",
                {
                    "200": _response(_LOOKUP),
                    **_errors(401, 403, 422, 429, 503),
                },
                [_parameter("number", "path")],
            )
        },
    }


def _operation(
    name: str, responses: Schema, parameters: list[Schema], body: str | None = None
) -> Schema:
    summary, description = OPERATIONS[name]
    operation: Schema = {
        "operationId": name, "summary": summary, "description": description,
        "parameters": parameters, "responses": responses,
    }  # fmt: skip
    if body:
        schema = {"schema": {"$ref": f"#/components/schemas/{body}"}}
        content = {"application/json": schema, "application/x-www-form-urlencoded": schema}
        operation["requestBody"] = {"content": content, "required": True}
    return operation


def _parameter(name: str, place: str) -> Schema:
    return {
        "name": name,
        "in": place,
        "required": place == "path",
        "description": PARAMETERS[name],
        "schema": _INTEGERS.get(name, _TEXT),
    }


def _response(reference: str) -> Schema:
    content = {"application/json": {"schema": {"$ref": reference}}}
    return {"description": "Success.", "content": content}


def _errors(*statuses: int) -> Schema:
    def response(status: int) -> Schema:
        name = "Unprocessable" if status == HTTPStatus.UNPROCESSABLE_ENTITY else "Error"
        return _response(f"#/components/schemas/{name}") | {"description": "Failure."}

    return {str(status): response(status) for status in statuses}


def _schemas() -> Schema:
    return {name: {"description": SCHEMAS[name], **schema} for name, schema in _bare().items()}


def _described(fields: Schema) -> Schema:
    """Add the description of each field, unless its schema has one: settings of handlers do."""
    return {
        name: schema if "description" in schema else {**schema, "description": FIELDS[name]}
        for name, schema in fields.items()
    }


def _bare() -> Schema:
    handler_fields = {
        k: v for side in (CALL_KEYS, MESSAGE_KEYS) for k, v in _handler_fields(side).items()
    }
    common = {
        "name": _nullable(_TEXT),
        "call_receive_mode": _choice(CallReceiveMode),
        **{side.name: _handler_kind(side, settable=True) for side in (CALL_KEYS, MESSAGE_KEYS)},
        **handler_fields,
    }
    imported = {
        "number": _TEXT | {"examples": ["+14155550123"]},
        "number_type": {
            "type": "string",
            "enum": sorted({*NumberType, *map(flat_record.wire_number_type, NumberType)}),
        },
        "capabilities": {"type": "array", "items": _choice(Capability)},
        **common,
    }
    return {
        "PhoneNumber": _object(_described(_record()), optional=_record().keys() - PUBLISHED),
        "Page": _page(),
        "ImportPhoneNumber": {
            "type": "object",
            "properties": _described(imported),
            "required": ["number", "number_type"],
        },
        "UpdatePhoneNumber": {"type": "object", "properties": _described(common)},
        "Lookup": _lookup(),
        "Error": _object({"error": _TEXT}),
        "Unprocessable": _object({"errors": {"type": "array", "items": _error_entry()}}),
    }  # fmt: skip


def _record() -> Schema:
    sides: Schema = {}
    for side in (CALL_KEYS, MESSAGE_KEYS):
        own = {side.name: _handler_kind(side), side.resource_key: _nullable(_ID)}
        sides |= _handler_fields(side) | own
    return {
        "id": _ID,
        "number": _TEXT,
        "name": _nullable(_TEXT),
        "country_code": _nullable(_TEXT),
        "capabilities": {"type": "array", "items": _choice(Capability)},
        "number_type": {
            "type": "string",
            "enum": [flat_record.wire_number_type(kind) for kind in NumberType],
        },
        "e911_address_id": _nullable(_ID),
        "e911_status": _nullable(_choice(E911Status)),
        "created_at": _DATE_TIME,
        "updated_at": _DATE_TIME,
        "next_billed_at": _nullable(_DATE_TIME),
        "call_receive_mode": _choice(CallReceiveMode),
        **sides,
    }


def _handler_fields(side: HandlerKeys) -> Schema:
    fields = [f for model in side.kinds.values() for f in model.model_fields.values() if f.alias]
    return {str(field.alias): _field_schema(field) for field in fields}


def _field_schema(field: FieldInfo) -> Schema:
    kinds = [k for k in (field.annotation, *get_args(field.annotation)) if isinstance(k, type)]
    enum = next((k for k in kinds if issubclass(k, StrEnum)), None)
    schema = _choice(enum) if enum else _TEXT
    return _nullable(schema) | {"description": field.description}


def _handler_kind(side: HandlerKeys, *, settable: bool = False) -> Schema:
    """Return the schema of the handler kind: of all that are known, or of the *settable* ones."""
    kinds = [kind for kind in side.settings if not settable or side.kinds[kind].settable]
    return _nullable({"type": "string", "enum": kinds})


def _page() -> Schema:
    links: Schema = dict.fromkeys(("self", "first", "next", "prev"), _TEXT)
    return _object(
        {
            "links": _object(links, optional={"next", "prev"}),
            "data": {"type": "array", "items": {"$ref": _NUMBER}},
        }
    )


def _lookup() -> Schema:
    texts = ("e164", "national_number", "national_number_formatted", "number_type",
             "international_number_formatted")  # fmt: skip
    return _object(
        dict.fromkeys(texts, _TEXT)
        | {name: {"type": "boolean"} for name in ("possible_number", "valid_number")}
        | {name: _nullable(_TEXT) for name in ("country_code", "location")}
        | {"country_code_number": {"type": "integer"}}
        | {"timezones": {"type": "array", "items": _TEXT}}
    )


def _error_entry() -> Schema:
    return _object(
        {
            "detail": _TEXT,
            "status": {"const": "422"},
            "title": _TEXT,
            "code": {"enum": sorted(responses.CODES)},
        }
    )


def _object(properties: Schema, optional: Any = ()) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _choice(enum: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [member.value for member in enum]}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
