"""GraphQL requests over HTTP: how they are read, and in which media type they are answered."""

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
_JSON: Final = JSON.encode()
_CACHED_LENGTH: Final = 256  # bytes of an Accept header whose media type is cached

_PARAMETERS: Final[Mapping[str, type]] = {
    "query": str,
    "operationName": str,
    "variables": dict,
    "documentId": str,
    "extensions": dict,
}
_SPOKEN: Final[Mapping[type, str]] = {str: "text", dict: "an object"}
# What the parameters may be, one beside the other: each of its type, or nothing.
_SHAPES: Final = frozenset(product(*((type_, NoneType) for type_ in _PARAMETERS.values())))
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class GraphQLRequest(NamedTuple):
    """What a client asks: a document, which of its operations, and the variables' values."""

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    document_id: str | None = None  # of a document that is trusted, or was sent before
    query_hash: str | None = None  # the same, as automatic persisted queries name it

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "GraphQLRequest":
        """Read the parameters, or raise `RequestRefused`; of the extensions one is known."""
        values = tuple(map(parameters.get, _PARAMETERS))
        if tuple(map(type, values)) not in _SHAPES:
            raise _of_other_type(values)
        query, name, variables, document_id, extensions = values
        query_hash = _query_hash(extensions) if extensions else None
        if not (query or document_id or query_hash):
            text = "query is missing: the text of a GraphQL document. Or send a documentId."
            raise bad_request(text)
        if document_id and query_hash:
            raise bad_request("Send a documentId or a persistedQuery, not both.")
        return cls(query or None, name, variables, document_id or None, query_hash)


def _of_other_type(values: Sequence[object]) -> RequestRefused:
    wrong = next(
        (name, type_)
        for (name, type_), value in zip(_PARAMETERS.items(), values, strict=True)
        if value is not None and type(value) is not type_
    )
    return bad_request(f"{wrong[0]} must be {_SPOKEN[wrong[1]]}, or null.")


def _query_hash(extensions: Mapping[str, Any]) -> str | None:
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict):
        raise bad_request("persistedQuery must be an object, or null.")
    named = cast("dict[str, object]", persisted)
    found = named.get("sha256Hash")
    if named.get("version") != 1 or not isinstance(found, str) or not _SHA256.fullmatch(found):
        text = "persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}."
        raise bad_request(text)
    return found


@text_cache(256, _CACHED_LENGTH)
def media_type(accept: bytes) -> str:
    """Return the media type to answer in; raise `RequestRefused` when the client reads neither.

    Without an Accept header it is application/json, as the specification asks until 2025 and
    as older clients need.
    """
    if not accept:
        return JSON
    wanted = dict(_range(text) for text in accept.decode("latin-1").split(","))
    quality, _, _, media = max(_wish(media, wanted) for media in (GRAPHQL, JSON))
    if not quality:
        raise RequestRefused("NOT_ACCEPTABLE", f"Accept {GRAPHQL} or {JSON}.")
    return media


def _wish(media: str, wanted: dict[str, float]) -> tuple[float, int, bool, str]:
    """Say how much *media* is wanted: by the closest range that names it, ours first of equals.

    Whoever reads anything, as curl does, is an older client.
    """
    for closeness, name in ((2, media), (1, "application/*")):
        if name in wanted:
            return wanted[name], closeness, media == GRAPHQL, media
    return wanted.get("*/*", 0.0), 0, media == JSON, media


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
    """Return what the request asks, or raise `RequestRefused`."""
    if scope["method"] == "GET":
        return GraphQLRequest.of(_from_query(scope))
    if scope["method"] != "POST":
        text = "GraphQL is asked by POST, or by GET for queries."
        raise RequestRefused("METHOD_NOT_ALLOWED", text, Allow="GET, POST")
    headers = request_headers(scope)
    named, coding = headers.get(b"content-type", b""), headers.get(b"content-encoding", b"")
    if named != _JSON or coding:
        _check_content_type(named.decode("latin-1").lower(), coding.decode("latin-1").lower())
    return GraphQLRequest.of(
        json_object(await request_body.read(scope, receive, limit), "The request body")
    )


def _check_content_type(named: str, coding: str) -> None:
    media, *parameters = named.split(";")
    charset = [p.strip() for p in parameters if p.strip().startswith("charset=")]
    if media.strip() != JSON or coding not in {"", "identity"} or not _is_utf8(charset):
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
