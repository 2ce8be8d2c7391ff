"""GraphQL over HTTP requests: reading GET and POST parameters, and content negotiation.

After the GraphQL over HTTP specification.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from types import NoneType
from typing import Any, Final, NamedTuple, cast

from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope

from gateway.http import request_body
from gateway.http.headers import request_headers
from gateway.http.request_body import RequestRefused, bad_request, json_object
from gateway.text_cache import text_cache

JSON: Final = "application/json"
GRAPHQL: Final = "application/graphql-response+json"
EVENT_STREAM: Final = "text/event-stream"
_JSON: Final = JSON.encode()
_CACHED_LENGTH: Final = 256  # bytes of an Accept header whose media type is cached

_PARAMETERS: Final[Mapping[str, type]] = {
    "query": str,
    "operationName": str,
    "variables": dict,
    "documentId": str,
    "extensions": dict,
}
_TYPE_NAMES: Final[Mapping[type, str]] = {str: "text", dict: "an object"}
# All valid combinations of the parameters' types: each is of its type, or None.
_VALID_TYPES: Final = frozenset(product(*((type_, NoneType) for type_ in _PARAMETERS.values())))
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class GraphQLRequest(NamedTuple):
    """The parameters of a request: a document or its id, an operation name, and variables."""

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    document_id: str | None = None  # of a trusted or a cached document
    query_hash: str | None = None  # of an automatic persisted query: the SHA-256 in hex

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "GraphQLRequest":
        """Check the parameters, or raise `RequestRefused`.

        Of the extensions only ``persistedQuery`` is read.
        """
        values = tuple(map(parameters.get, _PARAMETERS))
        if tuple(map(type, values)) not in _VALID_TYPES:
            raise _wrong_type(values)
        query, name, variables, document_id, extensions = values
        query_hash = _query_hash(extensions) if extensions else None
        if not (query or document_id or query_hash):
            text = "query is missing: the text of a GraphQL document. Or send a documentId."
            raise bad_request(text)
        if document_id and query_hash:
            raise bad_request("Send a documentId or a persistedQuery, not both.")
        return cls(query or None, name, variables, document_id or None, query_hash)


def _wrong_type(values: Sequence[object]) -> RequestRefused:
    name, type_ = next(
        (name, type_)
        for (name, type_), value in zip(_PARAMETERS.items(), values, strict=True)
        if value is not None and type(value) is not type_
    )
    return bad_request(f"{name} must be {_TYPE_NAMES[type_]}, or null.")


def _query_hash(extensions: Mapping[str, Any]) -> str | None:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict):
        raise bad_request("persistedQuery must be an object, or null.")
    query = cast("dict[str, object]", persisted)
    digest = query.get("sha256Hash")
    if query.get("version") != 1 or not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        text = "persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}."
        raise bad_request(text)
    return digest


@text_cache(256, _CACHED_LENGTH)
def media_type(accept: bytes) -> str:
    """Negotiate the media type of the response. Raises `RequestRefused` (406) if none fits.

    Without an Accept header it is application/json, which older clients need. An event stream has
    to be named, and none preferred to it.
    """
    if not accept:
        return JSON
    ranges = dict(_range(text) for text in accept.decode("latin-1").split(","))
    if (wanted := ranges.get(EVENT_STREAM)) and wanted >= max(ranges.values()):
        return EVENT_STREAM
    quality, _, _, media = max(_preference(media, ranges) for media in (GRAPHQL, JSON))
    if not quality:
        text = f"Accept {GRAPHQL} or {JSON}; or {EVENT_STREAM}, for a subscription."
        raise RequestRefused("NOT_ACCEPTABLE", text)
    return media


def _preference(media: str, ranges: dict[str, float]) -> tuple[float, int, bool, str]:
    """Return a sort key: the quality of *media*, and how specific the matching range is.

    Of equals, application/graphql-response+json is preferred; for ``*/*``, which curl sends, it is
    application/json.
    """
    for specificity, name in ((2, media), (1, "application/*")):
        if name in ranges:
            return ranges[name], specificity, media == GRAPHQL, media
    return ranges.get("*/*", 0.0), 0, media == JSON, media


def _range(text: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    return name, _quality(parameters)


def _quality(parameters: list[str]) -> float:
    given = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        quality = float(given)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


async def read(scope: Scope, receive: Receive, limit: int) -> GraphQLRequest:
    """Read a request, or raise `RequestRefused`. *limit* is the maximum of the body, in bytes."""
    if scope["method"] == "GET":
        return GraphQLRequest.of(_from_query(scope))
    if scope["method"] != "POST":
        text = "Send GraphQL requests by POST, or queries by GET."
        raise RequestRefused("METHOD_NOT_ALLOWED", text, Allow="GET, POST")
    headers = request_headers(scope)
    content_type = headers.get(b"content-type", b"")
    encoding = headers.get(b"content-encoding", b"")
    if content_type != _JSON or encoding:
        _check_content_type(
            content_type.decode("latin-1").lower(), encoding.decode("latin-1").lower()
        )
    return GraphQLRequest.of(
        json_object(await request_body.read(scope, receive, limit), "The request body")
    )


def check_kind(kind: str, method: str) -> None:
    """Raise `RequestRefused` for a subscription, which is a stream, and for a mutation by GET."""
    if kind == "subscription":
        text = f"A subscription is a stream: accept {EVENT_STREAM}, or use a WebSocket."
        raise RequestRefused("NOT_ACCEPTABLE", text)
    if kind == "mutation" and method == "GET":
        raise RequestRefused("METHOD_NOT_ALLOWED", "Mutations cannot be sent by GET.", Allow="POST")


def _check_content_type(content_type: str, encoding: str) -> None:
    media, *parameters = content_type.split(";")
    charset = [p.strip() for p in parameters if p.strip().startswith("charset=")]
    if media.strip() != JSON or encoding not in {"", "identity"} or not _is_utf8(charset):
        text = f"Content-Type must be {JSON}, in UTF-8 and not compressed."
        raise RequestRefused("UNSUPPORTED_MEDIA_TYPE", text)


def _is_utf8(charset: Iterable[str]) -> bool:
    return all(c.removeprefix("charset=").strip('"') in {"utf-8", "utf8"} for c in charset)


def _from_query(scope: Scope) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(QueryParams(scope["query_string"]))
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = json_object(parameters[name].encode(), name)
    return parameters
