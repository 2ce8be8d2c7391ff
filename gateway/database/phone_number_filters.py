"""How a filter and an order become a query that reads no more than its page, where it can.

Statements are made by shape: which fields a filter names decides the text, and every value in it is
a bound parameter, a list as well. So there are as many statements as shapes, and no cache is keyed
by what clients send.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
)

from gateway.database.filter_fields import FIELDS, SEVERAL
from gateway.database.lists import bound_list, is_one_of
from gateway.database.phone_numbers import LABELS, NUMBERS, PROJECT, row_shape, select_live
from gateway.database.statements import PreparedQuery, RowShape
from gateway.domain.commands import NumberFilter, NumberOrder, OrderDirection, OrderField
from gateway.exhaustive import exhaustive
from gateway.models import LabelKind
from gateway.models.pagination import (
    KeysetOrder,
    SortKey,
    WindowShape,
    read_datetime,
    read_text,
    read_uuid,
)

_QUERY_CACHE_SIZE: Final = 256  # that are kept: clients choose columns and fields
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
_TOTAL: Final = RowShape([Column("total", Integer)])

# Which fields a filter names, and of each what changes the text of the statement.
FilterShape = frozenset[tuple[str, Hashable]]


def page_query(
    filter_: NumberFilter, order: NumberOrder, shape: WindowShape, columns: frozenset[str]
) -> tuple[PreparedQuery, KeysetOrder]:
    """Return the query for a page of the numbers that are *wanted*, and their order.

    What `values` returns is left open. The rows have what the order needs beside the *columns*.
    """
    return _page_query(shape_of(filter_), order.field, order.direction, shape, columns)


def count_query(wanted: NumberFilter) -> PreparedQuery:
    """Return the query for how many numbers are *wanted*: one row, with their `total`."""
    return _count_query(shape_of(wanted))


@lru_cache(_QUERY_CACHE_SIZE)
def lookup_query(column: str, columns: frozenset[str]) -> PreparedQuery:
    """Return the query for the number with this value of a column, its `key`."""
    return PreparedQuery(
        row_shape(columns), select_live(columns).where(_C[column] == bindparam("key"))
    )


@lru_cache(_QUERY_CACHE_SIZE)
def lookup_many_query(columns: frozenset[str]) -> PreparedQuery:
    """Return the query for the numbers with the ids in `keys`."""
    query = select_live(columns).where(is_one_of(_C.id, bound_list("keys", _C.id.type)))
    return PreparedQuery(row_shape(columns), query)


def shape_of(wanted: NumberFilter) -> FilterShape:
    """Return what of a filter changes its statements."""
    return frozenset((name, FIELDS[name].variant(value)) for name, value in _named(wanted))


def parameters(wanted: NumberFilter) -> dict[str, Any]:
    """Return the values that the statements of a filter leave open."""
    found: dict[str, Any] = {}
    for name, value in _named(wanted):
        found |= FIELDS[name].values(name, value)
    return found


def _named(wanted: NumberFilter) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        value = getattr(wanted, name)
        if value is not None:
            yield name, value


@lru_cache(_QUERY_CACHE_SIZE)
def _page_query(
    wanted: FilterShape,
    field: OrderField,
    direction: OrderDirection,
    window: WindowShape,
    columns: frozenset[str],
) -> tuple[PreparedQuery, KeysetOrder]:
    keys = [_SORT_KEYS[field], _ID]
    columns |= {key.name for key in keys}
    query, keys = _filtered(select_live(columns), wanted, keys)
    order = KeysetOrder(f"{field}:{direction}", keys, descending=direction is OrderDirection.DESC)
    return PreparedQuery(row_shape(columns), order.paginate(query, window), is_scan=True), order


@lru_cache(_QUERY_CACHE_SIZE)
def _count_query(wanted: FilterShape) -> PreparedQuery:
    query, _ = _filtered(select_live(), wanted, [_SORT_KEYS[OrderField.CREATED_AT], _ID])
    return PreparedQuery(_TOTAL, query.with_only_columns(func.count()), is_scan=True)


def _filtered(
    query: Select[Any], wanted: FilterShape, keys: list[SortKey]
) -> tuple[Select[Any], list[SortKey]]:
    """Return *query* with the conditions of the filter, and the columns that it is ordered by.

    A label's numbers stand in order of their creation: where that is wanted, one label is walked
    and the others are looked up for each of its numbers.
    """
    named = dict(wanted)
    query = query.where(*_conditions(named))
    first, others = _labels(named)
    if first is None:
        return query, keys
    if keys[0].name != "created_at":
        among = select(LABELS.c.number_id).where(first, *others)
        return query.where(_C.id.in_(among)), keys
    order = (LABELS.c.created_at, LABELS.c.number_id)
    keys = [key._replace(column=c) for key, c in zip(keys, order, strict=True)]
    return query.join(LABELS, LABELS.c.number_id == _C.id).where(first, *others), keys


def _conditions(named: Mapping[str, Any]) -> Iterator[ColumnElement[bool]]:
    for name, field in FIELDS.items():
        if name in named and field.condition:
            yield field.condition(name, named[name])


def _labels(
    named: Mapping[str, Hashable],
) -> tuple[ColumnElement[bool] | None, list[ColumnElement[bool]]]:
    """Return the condition for the label to walk, if there is one, and those for the others."""
    found: list[ColumnElement[bool]] = []
    if "handler_url_host" in named:
        found.append(_is(LabelKind.HOST, "handler_url_host"))
    if "tags_all" in named:
        found.append(_has_tag("tags_all") if found else _is(LabelKind.TAG, "tags_all"))
    if named.get("tags_all") == SEVERAL:
        found.append(_has_tags("tags_all_others", "tags_all_count"))
    return (found[0], found[1:]) if found else (None, [])


def _is(kind: LabelKind, name: str) -> ColumnElement[bool]:
    label = LABELS.c
    value = bindparam(name, type_=label.value.type)
    return (label.project_id == PROJECT) & (label.kind == kind) & (label.value == value)


def _has_tag(name: str) -> ColumnElement[bool]:
    return _tags_of_label(lambda value: value == bindparam(name, type_=value.type)) == 1


def _has_tags(name: str, count: str) -> ColumnElement[bool]:
    """Ask of each number how many of the tags it has: one look into the index for each."""
    among = _tags_of_label(lambda value: is_one_of(value, bound_list(name, String())))
    return among == bindparam(count, type_=Integer())


def _tags_of_label(
    condition: Callable[[ColumnElement[str]], ColumnElement[bool]],
) -> ColumnElement[int]:
    """Count the tags, of those that *condition* names, of the number of the label."""
    other = LABELS.alias()
    return (
        select(func.count())
        .select_from(other)
        .where(
            other.c.project_id == PROJECT,
            other.c.kind == LabelKind.TAG,
            condition(other.c.value),
            other.c.created_at == LABELS.c.created_at,
            other.c.number_id == LABELS.c.number_id,
        )
        .correlate(LABELS)
        .scalar_subquery()
    )
