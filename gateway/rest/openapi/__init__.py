"""OpenAPI 3.1: the document of the REST API, derived from the handler classes and the routes."""

from functools import lru_cache
from importlib.metadata import version
from typing import Final

from gateway.rest.openapi.json_schema import Schema
from gateway.rest.openapi.paths import paths
from gateway.rest.openapi.schemas import schemas

_DESCRIPTION: Final = (
    "Flat records of phone numbers, over the same service as the GraphQL API at /graphql. One "
    "rule of cost for both: each number that a response can hold costs 1 of the rate limit of the "
    "token, and each request at least 1."
)


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
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
            "schemas": schemas(),
        },
    }
