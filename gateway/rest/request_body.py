"""What clients of the flat API send: JSON or a form, with keys that the record has."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.domain.flat_record import CALLS, MESSAGES, SIDES
from gateway.errors import FieldFailure
from gateway.http import request_body
from gateway.http.request_body import RequestRefused, bad_request

_FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 200
_LISTS: Final = {"capabilities"}

HANDLERS: Final = frozenset({*SIDES, *CALLS.unused, *MESSAGES.unused})
IMPORTED: Final = HANDLERS | {"number", "number_type", "capabilities", "name", "call_receive_mode"}
UPDATED: Final = HANDLERS | {"name", "call_receive_mode"}
# Older spellings that people still send, and what they mean.
_MEANT: Final = {"laml_url": "request_url", "laml_method": "request_method"}


async def read(request: Request, limit: int) -> dict[str, Any]:
    """Return the fields of the body; raise `RequestRefused` where it has none of the two forms."""
    media = request.headers.get("content-type", "application/json").partition(";")[0].strip()
    if media.lower() not in {"application/json", _FORM}:
        text = f"Content-Type must be application/json or {_FORM}."
        raise RequestRefused("UNSUPPORTED_MEDIA_TYPE", text)
    body = await request_body.read(request.scope, request.receive, limit)
    if media.lower() == _FORM:
        return _form(body)
    return request_body.json_object(body, "The request body") if body else {}


def _form(text: bytes) -> dict[str, Any]:
    """Read a form: a field that is blank is null, as a form has no other way to say it."""
    try:
        pairs = parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise bad_request("The request body is not a form.") from None
    found: dict[str, Any] = {}
    for name, value in pairs:
        if (key := name.removesuffix("[]")) in _LISTS:
            found.setdefault(key, []).append(value)
        else:
            found[key] = value or None
    return found


def unknown(body: Mapping[str, object], known: Collection[str]) -> list[FieldFailure]:
    """Return a failure for each field that is not *known*, with the one that may be meant."""
    return [
        FieldFailure((name,), "unknown_field", f"There is no such field.{_hint(name, known)}")
        for name in body
        if name not in known
    ]


def _hint(name: str, known: Collection[str]) -> str:
    meant = next((name.replace(old, new) for old, new in _MEANT.items() if old in name), name)
    near = get_close_matches(meant[:64], sorted(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""
