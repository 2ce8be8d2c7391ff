"""Filter fields: for each field of the filter its SQL condition and its bind parameters.

A field is declared here once. If one is missing, the import of this module fails.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SmallInteger,
    String,
    bindparam,
    literal_column,
    select,
    true,
    type_coerce,
)

from gateway.database.lists import bound_list, is_one_of
from gateway.database.phone_numbers import NUMBERS, ORIGINS, PROJECT
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.enums import CallReceiveMode, ProvisioningStatus
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.search_terms import search_terms
from gateway.exhaustive import exhaustive
from gateway.models.column_types import CAPABILITIES

ONE: Final = "one"
SEVERAL: Final = "several"
_ESCAPE: Final = "/"
_SPECIAL: Final = str.maketrans({c: f"{_ESCAPE}{c}" for c in f"%_{_ESCAPE}"})
_C: Final = NUMBERS.c

Condition = Callable[[str, Any], ColumnElement[bool]]


def _always(_: object) -> Hashable:
    """Return the only variant of a field whose value does not change the text of the query."""
    return None


def _length(items: Collection[object]) -> Hashable:
    return ONE if len(items) == 1 else SEVERAL


def _bound(name: str, value: Any) -> dict[str, Any]:
    return {name: value}


@dataclass(frozen=True, slots=True)
class FilterField:
    """How a field becomes SQL.

    ``variant`` returns the part of a value that changes the text of the query; ``condition`` makes
    the text, from the name of the parameter and the variant; ``values`` returns the parameters. A
    field without a condition is looked up in the label table.
    """

    condition: Condition | None
    variant: Callable[[Any], Hashable] = _always
    values: Callable[[str, Any], dict[str, Any]] = _bound


def _parameter(name: str, column: ColumnElement[Any]) -> BindParameter[Any]:
    return bindparam(name, type_=column.type)


def _equal(column: ColumnElement[Any]) -> FilterField:
    return FilterField(lambda name, _: column == _parameter(name, column))


def _after(column: ColumnElement[Any]) -> FilterField:
    return FilterField(lambda name, _: column > _parameter(name, column))


def _before(column: ColumnElement[Any]) -> FilterField:
    return FilterField(lambda name, _: column < _parameter(name, column))


def _has(column: ColumnElement[Any]) -> FilterField:
    """Test for null. The value changes the text, so there is no parameter."""
    return FilterField(
        lambda _, wanted: column.is_not(None) if wanted else column.is_(None),
        variant=bool,
        values=lambda _, __: {},
    )


def _among(
    column: ColumnElement[Any], known: Collection[str] = (), other: str = "unrecognized"
) -> FilterField:
    """Match one of several values. *other* matches every value that is not *known*."""
    item = String()

    def condition(name: str, variant: tuple[Hashable, bool]) -> ColumnElement[bool]:
        length, unrecognized = variant
        if length == ONE:
            named = column == bindparam(name, type_=item)
        else:
            named = is_one_of(column, bound_list(name, item))
        if not unrecognized:
            return named
        return named | ~is_one_of(column, bound_list(f"{name}_known", item, sorted(known)))

    return FilterField(
        condition,
        variant=lambda given: (_length(given), bool(known) and other in given),
        values=lambda name, given: {name: given[0] if len(given) == 1 else given},
    )


def _provisioning() -> FilterField:
    """Match one of several statuses. Without ACTIVE it repeats the partial index's condition."""
    among = _among(_C.provisioning, [s for s in ProvisioningStatus if s != "other"], "other")
    settled = literal_column(f"'{ProvisioningStatus.ACTIVE}'", _C.provisioning.type)

    def condition(name: str, variant: tuple[Any, bool]) -> ColumnElement[bool]:
        named = among.condition(name, variant[0]) if among.condition else true()
        return named if variant[1] else named & (_C.provisioning != settled)

    return FilterField(
        condition,
        variant=lambda given: (among.variant(given), ProvisioningStatus.ACTIVE in given),
        values=among.values,
    )


def _number_contains(name: str, is_prefix: bool) -> ColumnElement[bool]:  # noqa: FBT001  # a variant
    """Search digits. With the plus they are a prefix, which is a range of the index."""
    digits = bindparam(name, type_=String())
    if is_prefix:
        return (_C.number >= digits) & (_C.number < digits.concat(":"))  # sorts after the digits
    return _C.number.like(digits)


def _digits(name: str, text: str) -> dict[str, Any]:
    return {name: text if text.startswith("+") else f"%{text}%"}


def _search(name: str, variant: tuple[bool, bool]) -> ColumnElement[bool]:
    """Search numbers, names or both."""
    is_prefix, has_digits = variant
    if is_prefix:
        return _number_contains(name, is_prefix=True)
    in_names = _name_contains(f"{name}_name", None)
    return _number_contains(name, is_prefix=False) | in_names if has_digits else in_names


def _search_variant(text: str) -> tuple[bool, bool]:
    terms = search_terms(text)
    return terms.prefix is not None, terms.digits is not None


def _search_values(name: str, text: str) -> dict[str, Any]:
    terms = search_terms(text)
    number = terms.prefix or terms.digits
    in_numbers = _digits(name, number) if number else {}
    return in_numbers | (_text(f"{name}_name", terms.name) if terms.name else {})


def _literal(texts: Mapping[Any, str]) -> FilterField:
    """Match by the text for the value, without a parameter: a partial index repeats it."""
    return FilterField(
        lambda _, value: literal_column(texts[value]),
        variant=lambda value: cast("Hashable", value),
        values=lambda _, __: {},
    )


def _name_contains(name: str, _: object) -> ColumnElement[bool]:
    return _C.name.ilike(bindparam(name, type_=String()), escape=_ESCAPE)


def _text(name: str, text: str) -> dict[str, Any]:
    return {name: f"%{text.translate(_SPECIAL)}%"}


def _capabilities_all(name: str, _: object) -> ColumnElement[bool]:
    bits, mask = type_coerce(_C.capabilities, SmallInteger), bindparam(name, type_=SmallInteger())
    return bits.op("&", return_type=SmallInteger())(mask) == mask


def _mask(name: str, capabilities: Any) -> dict[str, Any]:
    return {name: CAPABILITIES.mask(capabilities)}


def _tags(name: str, tags: list[str]) -> dict[str, Any]:
    """Return the tag whose numbers are scanned, and those that are checked for each of them."""
    return {name: tags[0], f"{name}_others": tags[1:], f"{name}_count": len(tags) - 1}


def _any_tags(name: str, tags: list[str]) -> dict[str, Any]:
    """Return the only tag, whose numbers are scanned, or all of them."""
    return {name: tags[0], f"{name}_all": tags}


def _imported_from(name: str, _: object) -> ColumnElement[bool]:
    """Match numbers that came from a connection, by the index of their origins."""
    came = select(ORIGINS.c.number_id).where(
        ORIGINS.c.project_id == PROJECT,
        ORIGINS.c.connection_id == _parameter(name, ORIGINS.c.connection_id),
    )
    return _C.id.in_(came)


_FIELDS: Final = {
    "search": FilterField(_search, _search_variant, _search_values),
    "ids": FilterField(lambda name, _: is_one_of(_C.id, bound_list(name, _C.id.type))),
    "number_contains": FilterField(_number_contains, lambda text: text.startswith("+"), _digits),
    "name_contains": FilterField(_name_contains, values=_text),
    "number_type": _equal(_C.number_type),
    "capabilities_all": FilterField(_capabilities_all, values=_mask),
    "country_codes": _among(_C.country_code),
    "call_handler_kinds": _among(_C.call_handler_kind, CALL_HANDLERS),
    "message_handler_kinds": _among(_C.message_handler_kind, MESSAGE_HANDLERS),
    "has_call_handler": _has(_C.call_handler_kind),
    "has_message_handler": _has(_C.message_handler_kind),
    "handler_url_host": FilterField(None),
    "tags_all": FilterField(None, _length, _tags),
    "tags_any": FilterField(None, _length, _any_tags),
    "release_protected": _literal({True: "release_protected", False: "NOT release_protected"}),
    "call_receive_mode": _literal({m: f"call_receive_mode = '{m}'" for m in CallReceiveMode}),
    "provisioning": _provisioning(),
    "connection_id": FilterField(_imported_from),
    "created_after": _after(_C.created_at),
    "created_before": _before(_C.created_at),
    "updated_after": _after(_C.updated_at),
    "updated_before": _before(_C.updated_at),
}
FIELDS: Final = exhaustive("Filter fields", _FIELDS, NumberFilter.model_fields)
