"""Error formatting: failures with code and message; unexpected errors are masked and logged."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from graphql import FieldNode, GraphQLError

from gateway.domain import urls
from gateway.errors import Failure, Invalid
from gateway.graphql.schema import ONE_OF_MESSAGES
from gateway.observability.loggers import Logger
from schema.names import path

_MAX_MESSAGE: Final = 400  # characters: graphql-core's messages repeat the client's input
# What graphql-core says of Python's values, and how GraphQL says it.
_PYTHON: Final = (
    (re.compile(r" not to be None\.\Z"), " not to be null."),
    (re.compile(r", found: .*\Z", re.DOTALL), "."),
    (re.compile(r"(?<=\?) Found: .*\Z", re.DOTALL), ""),
    (re.compile(r"(cannot represent (?:a )?non[- ][\w ]+ value): .*\Z", re.DOTALL), r"\1."),
)
_UNKNOWN: Final = re.compile(r"(Variable .*?: )Expected value of type '\w+' not to include unknown")
_log = Logger("numbergate.graphql")


def format_errors(
    errors: Sequence[GraphQLError], request_id: str | None, limit: int
) -> list[dict[str, Any]]:
    """Return at most *limit* errors for the response. Unexpected ones are masked and logged."""
    return [_format(error, request_id) for error in _without_consequences(errors)[:limit]]


def _without_consequences(errors: Sequence[GraphQLError]) -> Sequence[GraphQLError]:
    """Leave out that no kind was given in a one-of input where its name is unknown."""
    misspelt = {found[1] for error in errors if (found := _UNKNOWN.match(error.message))}
    if not misspelt:
        return errors
    consequences = {place + text for place in misspelt for text in ONE_OF_MESSAGES}
    return [error for error in errors if error.message not in consequences]


def _format(error: GraphQLError, request_id: str | None) -> dict[str, Any]:
    formatted: dict[str, Any] = dict(error.formatted)
    formatted["message"] = _explained(urls.mask_secrets(formatted["message"])[:_MAX_MESSAGE])
    original = original_error(error)
    if isinstance(original, Failure):
        return formatted | {"message": original.message, "extensions": _extensions(original)}
    if original is not None:
        _log.error("unexpected_error", exc_info=original, fields=_fields(error))
        extensions = {"code": "INTERNAL", "requestId": request_id}
        return formatted | {"message": "Unexpected error.", "extensions": extensions}
    formatted["message"] = _without_python(formatted["message"])
    return formatted | {"extensions": {"code": "BAD_USER_INPUT", **formatted.get("extensions", {})}}


def _explained(message: str) -> str:
    """Return *message*; of a one-of input, say what clients with a member for each kind miss."""
    is_one_of = message.endswith(ONE_OF_MESSAGES)
    return f"{message} Leave out the others: null counts as specified." if is_one_of else message


def _without_python(message: str) -> str:
    """Return a message of graphql-core in GraphQL's words, without the value that was sent.

    It would be written as Python writes it, and can be long; the message says where it is.
    """
    for pattern, replacement in _PYTHON:
        message = pattern.sub(replacement, message)
    return message


def _fields(error: GraphQLError) -> list[str]:
    """Return the schema's names of the fields, for the log. Aliases could contain secrets."""
    return [node.name.value for node in error.nodes or () if isinstance(node, FieldNode)]


def original_error(error: GraphQLError) -> Exception | None:
    """Return the exception that the error wraps; None if it is an error of GraphQL itself."""
    inner: Exception | None = error
    while isinstance(inner, GraphQLError):
        inner = inner.original_error
    return inner


def _extensions(failure: Failure) -> dict[str, Any]:
    extensions: dict[str, Any] = {"code": failure.code.upper()}
    if isinstance(failure, Invalid):
        fields = [asdict(f) | {"path": path(f.path)} for f in failure.failures]
        extensions["fieldErrors"] = fields
    return extensions
