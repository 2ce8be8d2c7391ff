"""Query builder: translate a filter and an order to SQL that reads little more than its page.

A statement depends only on the shape of a filter: the fields that it has. Their values are bind
parameters, lists too. So the number of statements is bounded, and no cache is keyed by input.
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

from gateway.database.filter_fields import FIELDS, ONE, SEVERAL
from gateway.database.lists import bound_list, is_one_of
from gateway.database.phone_numbers import (
    LABELS,
    NUMBERS,
    PROJECT,
    PUBLIC_COLUMNS,
    row_shape,
    select_live,
)
from gateway.database.statements import PreparedQuery, RowShape
from gateway.domain.commands.listing import NumberFilter, NumberOrder, OrderDirection, OrderField
from gateway.exhaustive import exhaustive
from gateway.models.pagination import (
    KeysetOrder,
    SortKey,
    WindowShape,
    read_datetime,
    read_text,
    read_uuid,
)
from gateway.models.phone_number import LabelKind

_QUERY_CACHE_SIZE: Final = 256
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

# The fields of a filter, each with its variant (see `FilterField`).
FilterShape = frozenset[tuple[str, Hashable]]


def page_query(
    filter_: NumberFilter, order: NumberOrder, shape: WindowShape, columns: frozenset[str]
) -> tuple[PreparedQuery, KeysetOrder]:
    """Return the query of a page, and its keyset order.

    Its parameters are those of `parameters` and of the order. The rows have *columns*, and those of
    the order.
    """
    return _page_query(shape_of(filter_), order.field, order.direction, shape, columns)


def count_query(filter_: NumberFilter) -> PreparedQuery:
    """Return the query that counts the numbers that match: one row with the column `total`."""
    return _count_query(shape_of(filter_))


def matches_query(filter_: NumberFilter) -> Select[Any]:
    """Return the SELECT of id, version and creation of all numbers that match, without an order.

    Its parameters are those of `parameters`, and `project`.
    """
    columns = (_C.id, _C.number, _C.version, _C.created_at)
    query: Any = select(*columns).where(_C.project_id == PROJECT, _C.released_at.is_(None))
    keys = [_SORT_KEYS[OrderField.CREATED_AT], _ID]
    return _filtered(query, shape_of(filter_), keys)[0]


@lru_cache(_QUERY_CACHE_SIZE)
def lookup_query(column: str, columns: frozenset[str]) -> PreparedQuery:
    """Return the query of the number whose *column* has the value of the parameter `key`."""
    return PreparedQuery(
        row_shape(columns),
        select_live(columns, by_ids=column == "id").where(_C[column] == bindparam("key")),
    )


@lru_cache(_QUERY_CACHE_SIZE)
def lookup_many_query(columns: frozenset[str]) -> PreparedQuery:
    """Return the query of the numbers whose ids are in the parameter `keys`."""
    among = is_one_of(_C.id, bound_list("keys", _C.id.type))
    query = select_live(columns, by_ids=True).where(among)
    return PreparedQuery(row_shape(columns), query)


def shape_of(filter_: NumberFilter) -> FilterShape:
    """Return the part of a filter that its statements depend on."""
    return frozenset((name, FIELDS[name].variant(value)) for name, value in _given(filter_))


def parameters(filter_: NumberFilter) -> dict[str, Any]:
    """Return the bind parameters of a filter."""
    values: dict[str, Any] = {}
    for name, value in _given(filter_):
        values |= FIELDS[name].values(name, value)
    return values


def _given(filter_: NumberFilter) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        value = getattr(filter_, name)
        if value is not None:
            yield name, value


@lru_cache(_QUERY_CACHE_SIZE)
def _page_query(
    filter_: FilterShape,
    field: OrderField,
    direction: OrderDirection,
    window: WindowShape,
    columns: frozenset[str],
) -> tuple[PreparedQuery, KeysetOrder]:
    keys = [_SORT_KEYS[field], _ID]
    columns |= {key.name for key in keys}
    query, keys = _filtered(_live(columns, filter_), filter_, keys)
    order = KeysetOrder(f"{field}:{direction}", keys, descending=direction is OrderDirection.DESC)
    return PreparedQuery(row_shape(columns), order.paginate(query, window), is_scan=True), order


@lru_cache(_QUERY_CACHE_SIZE)
def _count_query(filter_: FilterShape) -> PreparedQuery:
    query = _of_labels(dict(filter_))
    counted = (matching(filter_) if query is None else query).with_only_columns(func.count())
    return PreparedQuery(_TOTAL, counted, is_scan=True)


def _of_labels(named: Mapping[str, Hashable]) -> Select[Any] | None:
    """Select the labels alone, which are those of live numbers, if nothing else is asked."""
    first, others = _labels(named)
    if first is None or any(True for _ in _conditions(named)):
        return None
    return select(LABELS.c.number_id).where(first, *others)


def matching(filter_: FilterShape) -> Select[Any]:
    """Return the SELECT of all numbers that match, in no order."""
    live = _live(PUBLIC_COLUMNS, filter_)
    return _filtered(live, filter_, [_SORT_KEYS[OrderField.CREATED_AT], _ID])[0]


def _live(columns: frozenset[str], filter_: FilterShape) -> Select[Any]:
    """Select live numbers; by their ids, where a list of ids or only labels are to be found."""
    named = dict(filter_)
    return select_live(columns, by_ids="ids" in named or _of_labels(named) is not None)


def _filtered(
    query: Select[Any], filter_: FilterShape, keys: list[SortKey]
) -> tuple[Select[Any], list[SortKey]]:
    """Return *query* with the conditions of the filter, and the sort keys to use.

    The label table is in order of creation. For that order one label's range is scanned, and the
    other labels are checked for each of its numbers.
    """
    named = dict(filter_)
    query = query.where(*_conditions(named))
    first, others = _labels(named)
    if first is None:
        return _with_any_tag(query, named), keys
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
    """Return the condition of the label whose range is scanned, and those of the others."""
    found: list[ColumnElement[bool]] = []
    if "handler_url_host" in named:
        found.append(_is(LabelKind.HOST, "handler_url_host"))
    if "tags_all" in named:
        found.append(_has_tag("tags_all") if found else _is(LabelKind.TAG, "tags_all"))
    if "tags_any" in named and (found or named["tags_any"] == ONE):
        found.append(_has_any_tag() if found else _is(LabelKind.TAG, "tags_any"))
    if named.get("tags_all") == SEVERAL:
        found.append(_has_tags("tags_all_others", "tags_all_count"))
    return (found[0], found[1:]) if found else (None, [])


def _with_any_tag(query: Select[Any], named: Mapping[str, Hashable]) -> Select[Any]:
    """Add the condition on several tags, if it is the only one on labels.

    The list is read in its order and each number's tags are looked up: the ranges of several tags
    would have to be read to their ends and sorted.
    """
    return query.where(_has_any_tag(_C.id, _C.created_at)) if "tags_any" in named else query


def _has_any_tag(
    number_id: ColumnElement[Any] = LABELS.c.number_id,
    created_at: ColumnElement[Any] = LABELS.c.created_at,
) -> ColumnElement[bool]:
    """Check that a number has one of the tags, by looking each up."""
    other = LABELS.alias()
    wanted = (
        other.c.project_id == PROJECT,
        other.c.kind == LabelKind.TAG,
        is_one_of(other.c.value, bound_list("tags_any_all", String())),
        other.c.created_at == created_at,
        other.c.number_id == number_id,
    )
    return select(other.c.number_id).where(*wanted).correlate(NUMBERS, LABELS).exists()


def _is(kind: LabelKind, name: str) -> ColumnElement[bool]:
    label = LABELS.c
    value = bindparam(name, type_=label.value.type)
    return (label.project_id == PROJECT) & (label.kind == kind) & (label.value == value)


def _has_tag(name: str) -> ColumnElement[bool]:
    return _tags_of_label(lambda value: value == bindparam(name, type_=value.type)) == 1


def _has_tags(name: str, count: str) -> ColumnElement[bool]:
    """Check that the number has all of the tags, by counting them: one index look-up for each."""
    among = _tags_of_label(lambda value: is_one_of(value, bound_list(name, String())))
    return among == bindparam(count, type_=Integer())


def _tags_of_label(
    condition: Callable[[ColumnElement[str]], ColumnElement[bool]],
) -> ColumnElement[int]:
    """Return the number of tags that meet *condition*, of the joined label's number."""
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
