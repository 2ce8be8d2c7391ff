"""What clients may read of an error, and what only the log may."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import structlog
from graphql import FieldNode, GraphQLError

from gateway.domain import urls
from gateway.errors import Failure, Invalid
from schema.names import path

_LONGEST: Final = 400  # graphql-core's messages repeat what was sent, however long it is
_log = structlog.get_logger("numbergate.graphql")


def shown(
    errors: Sequence[GraphQLError], request_id: str | None, most: int
) -> list[dict[str, Any]]:
    """Return the first errors as clients read them: their mistakes explained, ours masked."""
    return [_shown(error, request_id) for error in errors[:most]]


def _shown(error: GraphQLError, request_id: str | None) -> dict[str, Any]:
    answer: dict[str, Any] = dict(error.formatted)
    answer["message"] = urls.masked(answer["message"])[:_LONGEST]
    original = origin(error)
    if isinstance(original, Failure):
        return answer | {"message": original.message, "extensions": _details(original)}
    if original is not None:
        _log.error("unexpected_error", exc_info=original, fields=_fields(error))
        extensions = {"code": "INTERNAL", "requestId": request_id}
        return answer | {"message": "Unexpected error.", "extensions": extensions}
    return answer | {"extensions": {"code": "BAD_USER_INPUT", **answer.get("extensions", {})}}


def _fields(error: GraphQLError) -> list[str]:
    """Name the fields by the schema's names: aliases are the client's words."""
    return [node.name.value for node in error.nodes or () if isinstance(node, FieldNode)]


def origin(error: GraphQLError) -> Exception | None:
    """Return what is not GraphQL's own beneath the error, if anything is."""
    inner: Exception | None = error
    while isinstance(inner, GraphQLError):
        inner = inner.original_error
    return inner


def _details(failure: Failure) -> dict[str, Any]:
    details: dict[str, Any] = {"code": failure.code.upper()}
    if isinstance(failure, Invalid):
        fields = [asdict(f) | {"path": path(f.path)} for f in failure.failures]
        details["fieldErrors"] = fields
    return details
