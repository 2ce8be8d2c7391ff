"""JWT claims: what they must be, as strictly as any other input.

A signature proves who wrote the claims, not that a database can store them: a subject is one line
of text without control characters or lone surrogates, and an expiry is a date that exists.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Final, NamedTuple, cast

from pydantic import BeforeValidator, TypeAdapter

from gateway.domain.enums import Scope
from gateway.domain.text import Text, Uuid, violation

_LAST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def _time(value: object) -> datetime:
    """Return the time of a NumericDate (RFC 7519, 2): seconds since 1970, until the year 9999."""
    if type(value) not in {int, float} or not 0 <= cast("float", value) < _LAST:
        raise violation("wrong_type", "A NumericDate is a number of seconds.")
    return datetime.fromtimestamp(cast("float", value), UTC)


def _scopes(value: object) -> frozenset[Scope]:
    """Return the scopes of numbergate in a list, or in text with spaces; others are ignored."""
    names = value.split() if isinstance(value, str) else [] if value is None else value
    if not isinstance(names, list):
        raise violation("wrong_type", "Scopes are text or a list.")
    return frozenset(scope for scope in Scope if scope in cast("list[object]", names))


class Claims(NamedTuple):
    """The claims that numbergate reads."""

    subject: Text
    project_id: Uuid
    scopes: Annotated[frozenset[Scope], BeforeValidator(_scopes)]
    expires_at: Annotated[datetime, BeforeValidator(_time)]


_ADAPTER: Final = TypeAdapter(Claims)


def read_claims(payload: dict[str, Any], project_claim: str, scope_claim: str) -> Claims:
    """Return the claims of a token's *payload*. Raises `ValueError` for one that is not valid."""
    values = {
        "subject": payload.get("sub"),
        "project_id": payload.get(project_claim),
        "scopes": payload.get(scope_claim),
        "expires_at": payload.get("exp"),
    }
    return _ADAPTER.validate_python(values)
