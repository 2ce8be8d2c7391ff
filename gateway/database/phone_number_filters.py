"""Query builder: translate a filter and an order to SQL that reads little more than its page.

Compiled queries are kept in an LRU cache. Tags and URL hosts are looked up in the label table.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    SmallInteger,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    type_coerce,
)

from gateway.database.phone_numbers import (
    LABELS,
    NUMBERS,
    PROJECT,
    PUBLIC_COLUMNS,
    row_shape,
    select_live,
)
from gateway.database.statements import PreparedQuery
from gateway.domain.commands import NumberFilter, NumberOrder, OrderDirection, OrderField
from gateway.domain.enums import Capability
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.exhaustive import exhaustive
from gateway.models import LabelKind
from gateway.models.column_types import CAPABILITIES
from gateway.models.pagination import (
    KeysetOrder,
    SortKey,
    WindowShape,
    read_datetime,
    read_text,
    read_uuid,
)

Condition = Callable[[Any], ColumnElement[bool]]

# Bind parameters: these values follow the clock, so queries that differ in them alone are shared.
_DATETIME_FIELDS: Final = ("created_after", "created_before", "updated_after")
_QUERY_CACHE_SIZE: Final = 512
_C: Final = NUMBERS.c
_ID: Final = SortKey(_C.id, "id", read_uuid)
_SORT_KEYS: Final = exhaustive(
    "Sort keys",
    {
        OrderField.CREATED_AT: SortKey(_C.created_at, "created_at", read_datetime),
        OrderField.UPDATED_AT: SortKey(_C.updated_at, "updated_at", read_datetime),
        OrderField.NUMBER: SortKey(_C.number, "number", read_text),
        OrderField.NAME: SortKey(func.coalesce(_C.name, literal_column("''")), "name", read_text),
    },
    list(OrderField),
)


def list_query(
    filter_: NumberFilter, order: NumberOrder, columns: frozenset[str] = PUBLIC_COLUMNS
) -> tuple[Select[Any], KeysetOrder]:
    """Return the SELECT of the numbers that match a filter, and the keyset order of its pages.

    It selects *columns* and those of the order; the project is a bind parameter.
    """
    keys = [_SORT_KEYS[order.field], _ID]
    query = select_live(columns | {key.name for key in keys}).where(*_conditions(filter_))
    labels = _labels(filter_)
    if labels and order.field is OrderField.CREATED_AT:
        # The label table is in order of creation: scan one label's range, and check the others.
        query = query.join(LABELS, LABELS.c.number_id == _C.id).where(_is_label(*labels.pop(0)))
        label_columns = (LABELS.c.created_at, LABELS.c.number_id)
        keys = [key._replace(column=c) for key, c in zip(keys, label_columns, strict=True)]
        query = query.where(*(_has_label(kind, value) for kind, value in labels))
    else:
        query = query.where(*(_is_labelled(kind, value) for kind, value in labels))
    descending = order.direction is OrderDirection.DESC
    return query, KeysetOrder(f"{order.field}:{order.direction}", keys, descending=descending)


@lru_cache(_QUERY_CACHE_SIZE)
def lookup_query(column: str, columns: frozenset[str]) -> PreparedQuery:
    """Return the query of the number with a given value of *column*."""
    query = select_live(columns).where(NUMBERS.c[column] == bindparam("key"))
    return PreparedQuery(row_shape(columns), query)


def page_query(
    filter_: NumberFilter, order: NumberOrder, shape: WindowShape, columns: frozenset[str]
) -> tuple[PreparedQuery, KeysetOrder] | None:
    """Return the prepared query of a page, and its keyset order.

    None for a search in text: its values hardly repeat, so a cached query would not be used again.
    """
    if filter_.number_contains or filter_.name_contains:
        return None
    return _page_query(_FilterKey(filter_), order.field, order.direction, shape, columns)


class _FilterKey:
    """A cache key: equal for filters that have the same query."""

    __slots__ = ("_key", "filter")

    def __init__(self, filter_: NumberFilter) -> None:
        self.filter = filter_
        named = ((name, getattr(filter_, name)) for name in filter_.model_fields_set)
        self._key: frozenset[object] = frozenset((n, _key_value(n, v)) for n, v in named)

    def __hash__(self) -> int:
        """Return the hash of the fields."""
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        """Compare the fields."""
        return isinstance(other, _FilterKey) and self._key == other._key


def datetime_parameters(filter_: NumberFilter) -> dict[str, datetime]:
    """Return the values of the filter's datetimes, which are bind parameters of its query."""
    return {name: at for name in _DATETIME_FIELDS if (at := getattr(filter_, name))}


def _key_value(name: str, value: Any) -> Any:
    """Return the part of a field's value that changes the text of the query."""
    if name in _DATETIME_FIELDS:
        return value is None
    return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


@lru_cache(_QUERY_CACHE_SIZE)
def _page_query(
    key: _FilterKey,
    field: OrderField,
    direction: OrderDirection,
    shape: WindowShape,
    columns: frozenset[str],
) -> tuple[PreparedQuery, KeysetOrder]:
    query, order = list_query(key.filter, NumberOrder(field=field, direction=direction), columns)
    return PreparedQuery(row_shape(columns | order.names), order.paginate(query, shape)), order


def _labels(filter_: NumberFilter) -> list[tuple[LabelKind, str]]:
    hosts = [filter_.handler_url_host] if filter_.handler_url_host else []
    tags = filter_.tags_all or []
    return [*((LabelKind.HOST, h) for h in hosts), *((LabelKind.TAG, t) for t in tags)]


def _has_label(kind: LabelKind, value: str) -> ColumnElement[bool]:
    """Return an EXISTS for a row of the joined label table: one look-up by its primary key."""
    other = LABELS.alias()
    return exists().where(
        other.c.project_id == PROJECT,
        other.c.kind == kind,
        other.c.value == value,
        other.c.created_at == LABELS.c.created_at,
        other.c.number_id == LABELS.c.number_id,
    )


def _is_labelled(kind: LabelKind, value: str) -> ColumnElement[bool]:
    """Return an IN with the label's numbers. In any order but theirs they must be sorted anyway."""
    return _C.id.in_(select(LABELS.c.number_id).where(_is_label(kind, value)))


def _is_label(kind: LabelKind, value: str) -> ColumnElement[bool]:
    label = LABELS.c
    return (label.project_id == PROJECT) & (label.kind == kind) & (label.value == value)


def _conditions(filter_: NumberFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the condition of each field that is not null. Labels have theirs elsewhere."""
    for name, condition in _CONDITIONS.items():
        value = getattr(filter_, name)
        if value is not None:
            yield condition(value)


def _number_contains(digits: str) -> ColumnElement[bool]:
    """Search digits. With the plus they are a prefix, which is a range of the index."""
    if digits.startswith("+"):
        return (_C.number >= digits) & (_C.number < f"{digits}:")  # a colon sorts after the digits
    return _C.number.contains(digits, autoescape=True)


def _capabilities_all(capabilities: list[Capability]) -> ColumnElement[bool]:
    bits = type_coerce(_C.capabilities, SmallInteger)
    mask = CAPABILITIES.mask(capabilities)
    return bits.op("&", return_type=SmallInteger())(mask) == mask


def _is_kind(column: ColumnElement[Any], known: Collection[str]) -> Condition:
    """Match handler kinds. "unrecognized" matches every kind that is not *known*."""

    def condition(kinds: list[str]) -> ColumnElement[bool]:
        named = _is_one_of(column, kinds)
        return named | ~_is_one_of(column, list(known)) if "unrecognized" in kinds else named

    return condition


def _is_present(column: ColumnElement[Any]) -> Condition:
    return lambda present: column.is_not(None) if present else column.is_(None)


def _is_one_of(column: ColumnElement[Any], values: list[str]) -> ColumnElement[bool]:
    """Match one of the values, each a bind parameter: SQLAlchemy would expand a list each time."""
    if len(values) == 1:
        return column == values[0]
    return column.in_([bindparam(None, value, column.type) for value in values])


def _at(name: str, at: datetime) -> BindParameter[datetime]:
    return bindparam(name, at, _C.created_at.type)


# Fields whose condition is a label: see `_labels`.
_LABEL_FIELDS: Final = frozenset({"handler_url_host", "tags_all"})
_COLUMN_CONDITIONS: Final[dict[str, Condition]] = {
    "number_contains": _number_contains,
    "name_contains": lambda text: _C.name.icontains(text, autoescape=True),
    "number_type": lambda type_: _C.number_type == type_,
    "capabilities_all": _capabilities_all,
    "country_codes": partial(_is_one_of, _C.country_code),
    "call_handler_kinds": _is_kind(_C.call_handler_kind, CALL_HANDLERS),
    "message_handler_kinds": _is_kind(_C.message_handler_kind, MESSAGE_HANDLERS),
    "has_call_handler": _is_present(_C.call_handler_kind),
    "has_message_handler": _is_present(_C.message_handler_kind),
    "created_after": lambda at: _C.created_at > _at("created_after", at),
    "created_before": lambda at: _C.created_at < _at("created_before", at),
    "updated_after": lambda at: _C.updated_at > _at("updated_after", at),
}
_CONDITIONS: Final = exhaustive(
    "Filter conditions", _COLUMN_CONDITIONS, NumberFilter.model_fields.keys() - _LABEL_FIELDS
)
