"""JSON Schema: the forms of values in the description of the REST API."""

from enum import StrEnum
from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
ID: Final[Schema] = {"type": "string", "format": "uuid"}
DATE_TIME: Final[Schema] = {"type": "string", "format": "date-time"}


def reference(name: str) -> Schema:
    """Return the reference to a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def object_of(properties: Schema, optional: Any = ()) -> Schema:
    """Return the schema of an object with these properties, all required but the *optional*."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def choice(enum: type[StrEnum]) -> Schema:
    """Return the schema of a member of *enum*."""
    return {"type": "string", "enum": [member.value for member in enum]}


def nullable(schema: Schema) -> Schema:
    """Return the schema of a value or null."""
    return {"anyOf": [schema, {"type": "null"}]}
