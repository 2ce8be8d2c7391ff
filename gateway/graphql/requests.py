"""GraphQL requests over HTTP: how they are read, and in which media type they are answered."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import orjson
from starlette.requests import Request

JSON: Final = "application/json"
GRAPHQL: Final = "application/graphql-response+json"

_DEEPEST: Final = 32
_MOST_ITEMS: Final = 5_000
_LONG_INTEGER: Final = re.compile(rb"(?<![.0-9])[0-9]{20}")
_TO_ZEROS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_TWENTY: Final = b"0" * 20
_TEXT: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Refused(Exception):  # says what happened
    """The request is none that can be executed. The message is for the client."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks: a document, which of its operations, and the variables' values."""

    query: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    document_id: str | None = None  # of a document that is trusted, or was sent before
    query_hash: str | None = None  # the same, as automatic persisted queries name it

    @classmethod
    def of(cls, parameters: dict[str, Any]) -> "Asked":
        """Read the parameters, or raise `Refused`; of the extensions one is known."""
        extensions: dict[str, Any] = _typed(parameters, "extensions", dict) or {}
        asked = cls(
            _typed(parameters, "query", str) or None,
            _typed(parameters, "operationName", str),
            _typed(parameters, "variables", dict),
            _typed(parameters, "documentId", str) or None,
            _query_hash(_typed(extensions, "persistedQuery", dict)),
        )
        if not (asked.query or asked.document_id or asked.query_hash):
            text = "query is missing: the text of a GraphQL document. Or send a documentId."
            raise bad_request(text)
        if asked.document_id and asked.query_hash:
            raise bad_request("Send a documentId or a persistedQuery, not both.")
        return asked


def _query_hash(persisted: dict[str, Any] | None) -> str | None:
    if persisted is None:
        return None
    found = persisted.get("sha256Hash")
    if persisted.get("version") != 1 or not isinstance(found, str) or not _SHA256.fullmatch(found):
        text = "persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}."
        raise bad_request(text)
    return found


def bad_request(message: str) -> Refused:
    """Return the refusal of a request that is malformed."""
    return Refused(400, "BAD_REQUEST", message)


def media_type(accept: Sequence[str]) -> str:
    """Return the media type to answer in; raise `Refused` when the client reads neither.

    Without an Accept header it is application/json, as the specification asks until 2025 and
    as older clients need.
    """
    if not any(accept):
        return JSON
    wanted = dict(_range(text) for line in accept for text in line.split(","))
    quality, _, _, media = max(_wish(media, wanted) for media in (GRAPHQL, JSON))
    if not quality:
        raise Refused(406, "NOT_ACCEPTABLE", f"Accept {GRAPHQL} or {JSON}.")
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


async def read(request: Request, limit: int) -> Asked:
    """Return what the request asks, or raise `Refused`."""
    if request.method == "GET":
        return Asked.of(_from_query(request))
    if request.method != "POST":
        text = "GraphQL is asked by POST, or by GET for queries."
        raise Refused(405, "METHOD_NOT_ALLOWED", text, Allow="GET, POST")
    _check_content_type(request)
    return Asked.of(_object(await _body(request, limit), "The request body"))


def _check_content_type(request: Request) -> None:
    media, *parameters = request.headers.get("content-type", "").lower().split(";")
    charset = [p.strip() for p in parameters if p.strip().startswith("charset=")]
    coding = request.headers.get("content-encoding", "identity").lower()
    if media.strip() != JSON or coding != "identity" or not _is_utf8(charset):
        text = f"Content-Type must be {JSON}, in UTF-8 and not compressed."
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", text)


def _is_utf8(charset: Iterable[str]) -> bool:
    return all(c.removeprefix("charset=").strip('"') in {"utf-8", "utf8"} for c in charset)


def _from_query(request: Request) -> dict[str, Any]:
    parameters: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = _object(parameters[name].encode(), name)
    return parameters


def _object(text: bytes, what: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as exc:
        raise bad_request(f"{what} is not JSON: {exc}.") from None
    # The parser rounds long integers and tells nobody. Texts may hold as many digits as they like.
    if _TWENTY in text.translate(_TO_ZEROS) and _LONG_INTEGER.search(_TEXT.sub(b"", text)):
        raise bad_request(f"{what} holds an integer of more than 19 digits.")
    if not isinstance(found, dict):
        raise bad_request(f"{what} must be a JSON object.")
    named = cast("dict[str, Any]", found)
    # What is short cannot hold much, and what opens seldom is not deep: nobody has to look.
    if len(text) > _MOST_ITEMS or text.count(b"{") + text.count(b"[") > _DEEPEST:
        _check_extent(named, what)
    return named


def _check_extent(found: object, what: str) -> None:
    """Refuse what is nested deeper, or holds more, than any request needs."""
    level, items = [found], 0
    for _ in range(_DEEPEST):
        items += sum(len(_parts(outer)) for outer in level)
        if items > _MOST_ITEMS:
            raise bad_request(f"{what} holds more than the {_MOST_ITEMS:,} items that are read.")
        level = [inner for outer in level for inner in _parts(outer)]
    if any(isinstance(value, dict | list) for value in level):
        raise bad_request(f"{what} is nested deeper than the {_DEEPEST} levels that are read.")


def _parts(value: object) -> Collection[object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


async def _body(request: Request, limit: int) -> bytes:
    """Read the body, and no more of it than is allowed: nothing if it is announced as larger."""
    announced = request.headers.get("content-length", "")
    if _LENGTH.fullmatch(announced) and int(announced) > limit:
        raise _too_large(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _too_large(limit: int) -> Refused:
    text = f"The request body is larger than the {limit} bytes that are read."
    return Refused(413, "PAYLOAD_TOO_LARGE", text, Connection="close")


def _typed(parameters: dict[str, Any], name: str, type_: type) -> Any:
    value = parameters.get(name)
    if value is not None and not isinstance(value, type_):
        expected = "text" if type_ is str else "an object"
        raise bad_request(f"{name} must be {expected}, or null.")
    return value
