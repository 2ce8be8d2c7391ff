"""REST request bodies: JSON or a form, with the fields that each operation accepts."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from itertools import chain, repeat
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from gateway.domain import flat_record
from gateway.domain.flat_record import CALL_KEYS, HANDLER_KEYS, MESSAGE_KEYS, PUBLISHED
from gateway.errors import FieldFailure, Invalid
from gateway.http import request_body
from gateway.http.request_body import RequestRefused, bad_request

_MOST_SUGGESTIONS: Final = 3  # finding a similar name takes most of a millisecond
_LONGEST_NAME: Final = 64  # characters of a name that may be a misspelt one
_JSON: Final = "application/json"
_FORM: Final = "application/x-www-form-urlencoded"
_MAX_FORM_FIELDS: Final = 200
_LIST_FIELDS: Final = {"capabilities"}

HANDLER_FIELDS: Final = frozenset({*HANDLER_KEYS, *CALL_KEYS.defaults, *MESSAGE_KEYS.defaults})
UPDATE_FIELDS: Final = HANDLER_FIELDS | {"name", "call_receive_mode"}
IMPORT_FIELDS: Final = UPDATE_FIELDS | {"number", "number_type", "capabilities"}
# Former names of parts of fields, for suggestions.
_FORMER_NAMES: Final = {"laml_url": "request_url", "laml_method": "request_method"}


async def read(request: Request, limit: int) -> dict[str, Any]:
    """Return the fields of the body or, where it has none, of the query string.

    Raises `RequestRefused` for other media types (415), and `Invalid` for fields in both.
    """
    fields = await _read_body(request, limit)
    in_query = _parse_form(request.scope["query_string"], "The query string")
    if fields and in_query:
        text = "The request has a body: send this in the body too, not in the query string."
        raise Invalid(*(FieldFailure((n,), "incompatible_parameters", text) for n in in_query))
    return fields or in_query


async def _read_body(request: Request, limit: int) -> dict[str, Any]:
    """Return the fields of the body. Raises `RequestRefused`.

    A page of another site can make a browser send a form or no media type, but no Authorization
    header: without that header, only JSON is accepted, and named as such.
    """
    is_authorized = "authorization" in request.headers
    default = _JSON if is_authorized else ""
    media_type = request.headers.get("content-type", default).partition(";")[0].strip()
    if media_type.lower() not in ({_JSON, _FORM} if is_authorized else {_JSON}):
        text = f"Content-Type must be {_JSON}, or with an Authorization header {_FORM}."
        raise RequestRefused("UNSUPPORTED_MEDIA_TYPE", text)
    body = await request_body.read(request.scope, request.receive, limit)
    if media_type.lower() == _FORM:
        return _parse_form(body, "The request body")
    return request_body.json_object(body, "The request body") if body else {}


def _parse_form(text: bytes, source: str) -> dict[str, Any]:
    """Parse a form. A blank field is null, because a form cannot express null otherwise."""
    try:
        pairs = parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FORM_FIELDS,
        )
    except ValueError:
        raise bad_request(f"{source} is not a valid form.") from None
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if (key := name.removesuffix("[]")) in _LIST_FIELDS:
            fields.setdefault(key, []).append(value)
        elif name in fields:
            raise bad_request(f"{source} has a field twice.")
        else:
            fields[key] = value or None
    return fields


def check_query(request: Request, known: Collection[str]) -> None:
    """Raise `Invalid` for query parameters that are not *known*, or are given twice."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    twice = [name for name, count in counts.items() if count > 1]
    failures = unknown_fields(counts, known)
    failures += [FieldFailure((name,), "duplicate", "This is given twice.") for name in twice]
    if failures:
        raise Invalid(*failures)


def rejected_fields(
    body: Mapping[str, object], settable: AbstractSet[str], record: Mapping[str, object]
) -> list[FieldFailure]:
    """Return a failure for each field that is unknown, or read-only and not as in *record*.

    So a client can send a record back as it was read. Before an import the record is empty.
    """
    read_only = [name for name in body if name in PUBLISHED - settable]
    text = "This cannot be set. Leave it out, or send it as it was read."
    changed = [n for n in read_only if not flat_record.is_same(n, body[n], record.get(n))]
    unknown = {name: value for name, value in body.items() if name not in read_only}
    return [
        *unknown_fields(unknown, settable),
        *(FieldFailure((name,), "read_only", text) for name in changed),
    ]


def unknown_fields(body: Iterable[str], known: Collection[str]) -> list[FieldFailure]:
    """Return a failure for each field that is not *known*, the first with a suggestion."""
    names = [name for name in body if name not in known]
    hints = chain((_suggestion(name, known) for name in names[:_MOST_SUGGESTIONS]), repeat(""))
    return [
        FieldFailure((name,), "unknown_field", f"There is no such field.{hint}")
        for name, hint in zip(names, hints, strict=False)
    ]


def _suggestion(name: str, known: Collection[str]) -> str:
    if len(name) > _LONGEST_NAME:
        return ""
    renamed = (name.replace(old, new) for old, new in _FORMER_NAMES.items() if old in name)
    matches = get_close_matches(next(renamed, name), sorted(known), n=1)
    return f" Did you mean {matches[0]}?" if matches else ""
