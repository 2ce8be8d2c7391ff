"""GraphQL requests over HTTP: how they are read, and in which media type they are answered."""

from dataclasses import dataclass
from typing import Any, Final, cast

import orjson
from starlette.requests import Request

JSON: Final = "application/json"
GRAPHQL: Final = "application/graphql-response+json"

_RANK: Final = {
    GRAPHQL: (3, GRAPHQL),
    JSON: (3, JSON),
    "application/*": (2, GRAPHQL),
    "*/*": (1, JSON),
}


class Refused(Exception):  # says what happened
    """The request is none that can be executed. The message is for the client."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks: a document, which of its operations, and the variables' values."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] | None = None

    @classmethod
    def of(cls, parameters: dict[str, Any]) -> "Asked":
        """Read the parameters, or raise `Refused`; extensions are read by nobody yet."""
        query = _typed(parameters, "query", str)
        if not query:
            raise bad_request("query is missing: the text of a GraphQL document.")
        variables: dict[str, Any] | None = _typed(parameters, "variables", dict)
        _typed(parameters, "extensions", dict)
        return cls(query, _typed(parameters, "operationName", str), variables)


def bad_request(message: str) -> Refused:
    """Return the refusal of a request that is malformed."""
    return Refused(400, "BAD_REQUEST", message)


def media_type(accept: str | None) -> str:
    """Return the media type to answer in; raise `Refused` when the client reads neither.

    Without an Accept header it is application/json, as the specification asks until 2025 and
    as older clients need.
    """
    if not accept:
        return JSON
    ranges = [r for r in map(_range, accept.split(",")) if r[0] > 0 and r[1]]
    if not ranges:
        raise Refused(406, "NOT_ACCEPTABLE", f"Accept {GRAPHQL} or {JSON}.")
    return max(ranges)[2]


def _range(text: str) -> tuple[float, int, str]:
    name, *parameters = (part.strip().lower() for part in text.split(";"))
    specificity, media = _RANK.get(name, (0, ""))
    return _quality(parameters), specificity, media


def _quality(parameters: list[str]) -> float:
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return float(quality)
    except ValueError:
        return 0.0


async def read(request: Request, limit: int) -> Asked:
    """Return what the request asks, or raise `Refused`."""
    if request.method == "GET":
        return Asked.of(_from_query(request))
    if request.method != "POST":
        text = "GraphQL is asked by POST, or by GET for queries."
        raise Refused(405, "METHOD_NOT_ALLOWED", text, Allow="GET, POST")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        text = f"Content-Type must be {JSON}."
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", text)
    return Asked.of(_object(await _body(request, limit), "The request body"))


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
    if not isinstance(found, dict):
        raise bad_request(f"{what} must be a JSON object.")
    return cast("dict[str, Any]", found)


async def _body(request: Request, limit: int) -> bytes:
    """Read the body, and no more of it than is allowed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            text = f"The request body is larger than the {limit} bytes that are read."
            raise Refused(413, "PAYLOAD_TOO_LARGE", text, Connection="close")
    return bytes(body)


def _typed(parameters: dict[str, Any], name: str, type_: type) -> Any:
    value = parameters.get(name)
    if value is not None and not isinstance(value, type_):
        expected = "text" if type_ is str else "an object"
        raise bad_request(f"{name} must be {expected}, or null.")
    return value
