"""Schemas of the REST API's records and bodies, derived from the handler classes."""

from enum import StrEnum
from typing import get_args

from pydantic.fields import FieldInfo

from gateway.domain import flat_record
from gateway.domain.enums import CallReceiveMode, Capability, E911Status, NumberType
from gateway.domain.flat_record import CALL_KEYS, MESSAGE_KEYS, PUBLISHED, HandlerKeys
from gateway.rest import responses
from gateway.rest.descriptions import FIELDS, SCHEMAS
from gateway.rest.openapi.json_schema import (
    DATE_TIME,
    ID,
    TEXT,
    Schema,
    choice,
    nullable,
    object_of,
    reference,
)


def schemas() -> Schema:
    """Return the named schemas, each with its description."""
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
        "name": nullable(TEXT),
        "call_receive_mode": choice(CallReceiveMode),
        **{side.name: _handler_kind(side, settable=True) for side in (CALL_KEYS, MESSAGE_KEYS)},
        **handler_fields,
    }
    imported = {
        "number": TEXT | {"examples": ["+14155550123"]},
        "number_type": {
            "type": "string",
            "enum": sorted({*NumberType, *map(flat_record.wire_number_type, NumberType)}),
        },
        "capabilities": {"type": "array", "items": choice(Capability)},
        **common,
    }
    return {
        "PhoneNumber": object_of(_described(_record()), optional=_record().keys() - PUBLISHED),
        "Page": _page(),
        "ImportPhoneNumber": {
            "type": "object",
            "properties": _described(imported),
            "required": ["number", "number_type"],
        },
        "UpdatePhoneNumber": {"type": "object", "properties": _described(common)},
        "Lookup": _lookup(),
        "Error": object_of({"error": TEXT, "message": TEXT}, optional={"message"}),
        "Unprocessable": object_of({"errors": {"type": "array", "items": _error_entry()}}),
    }  # fmt: skip


def _record() -> Schema:
    sides: Schema = {}
    for side in (CALL_KEYS, MESSAGE_KEYS):
        own = {side.name: _handler_kind(side), side.resource_key: nullable(ID)}
        sides |= _handler_fields(side) | own
    return {
        "id": ID,
        "number": TEXT,
        "name": nullable(TEXT),
        "country_code": nullable(TEXT),
        "capabilities": {"type": "array", "items": choice(Capability)},
        "number_type": {
            "type": "string",
            "enum": [flat_record.wire_number_type(kind) for kind in NumberType],
        },
        "e911_address_id": nullable(ID),
        "e911_status": nullable(choice(E911Status)),
        "created_at": DATE_TIME,
        "updated_at": DATE_TIME,
        "next_billed_at": nullable(DATE_TIME),
        "call_receive_mode": choice(CallReceiveMode),
        **sides,
    }


def _handler_fields(side: HandlerKeys) -> Schema:
    fields = [f for model in side.kinds.values() for f in model.model_fields.values() if f.alias]
    return {str(field.alias): _field_schema(field) for field in fields}


def _field_schema(field: FieldInfo) -> Schema:
    kinds = [k for k in (field.annotation, *get_args(field.annotation)) if isinstance(k, type)]
    enum = next((k for k in kinds if issubclass(k, StrEnum)), None)
    schema = choice(enum) if enum else TEXT
    return nullable(schema) | {"description": field.description}


def _handler_kind(side: HandlerKeys, *, settable: bool = False) -> Schema:
    """Return the schema of the handler kind: of all that are known, or of the *settable* ones."""
    kinds = [kind for kind in side.settings if not settable or side.kinds[kind].settable]
    return nullable({"type": "string", "enum": kinds})


def _page() -> Schema:
    links: Schema = dict.fromkeys(("self", "first", "next", "prev"), TEXT)
    return object_of(
        {
            "links": object_of(links, optional={"next", "prev"}),
            "data": {"type": "array", "items": reference("PhoneNumber")},
        }
    )


def _lookup() -> Schema:
    texts = ("e164", "national_number", "national_number_formatted", "number_type",
             "international_number_formatted")  # fmt: skip
    return object_of(
        dict.fromkeys(texts, TEXT)
        | {name: {"type": "boolean"} for name in ("possible_number", "valid_number")}
        | {name: nullable(TEXT) for name in ("country_code", "location")}
        | {"country_code_number": {"type": "integer"}}
        | {"timezones": {"type": "array", "items": TEXT}}
    )


def _error_entry() -> Schema:
    return object_of(
        {
            "detail": TEXT,
            "status": {"const": "422"},
            "title": TEXT,
            "code": {"enum": sorted(responses.CODES)},
        }
    )
