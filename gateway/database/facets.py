"""Facet queries: how many of the numbers that a filter matches have each value of a column.

A query groups what the filter matches and returns the most frequent values. It is a scan, with the
time limits of scans.
"""

from collections.abc import Mapping
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
    select,
    type_coerce,
)

from gateway.database.phone_number_filters import FilterShape, matching, shape_of
from gateway.database.phone_numbers import LABELS, NUMBERS, PROJECT
from gateway.database.statements import PreparedQuery, RowShape
from gateway.domain.commands.listing import Facet, NumberFilter
from gateway.exhaustive import exhaustive
from gateway.models.phone_number import LabelKind

_CACHE_SIZE: Final = 256
_TAGS: Final = LABELS.alias("tag")
_VALUES: Final[Mapping[Facet, ColumnElement[Any]]] = exhaustive(
    "Facets",
    {
        Facet.TAG: _TAGS.c.value,
        Facet.COUNTRY: NUMBERS.c.country_code,
        Facet.CALL_HANDLER_KIND: NUMBERS.c.call_handler_kind,
        Facet.MESSAGE_HANDLER_KIND: NUMBERS.c.message_handler_kind,
        Facet.NUMBER_TYPE: NUMBERS.c.number_type,
        Facet.PROVISIONING: NUMBERS.c.provisioning,
    },
    list(Facet),
)
_SHAPE: Final = RowShape([Column("value", String), Column("total", Integer)])


def facet_query(facet: Facet, filter_: NumberFilter) -> PreparedQuery:
    """Return the query of the values of *facet*: rows with the columns `value` and `total`.

    Its parameters are those of the filter, and `size`: how many values it returns.
    """
    return _facet_query(facet, shape_of(filter_))


@lru_cache(_CACHE_SIZE)
def _facet_query(facet: Facet, filter_: FilterShape) -> PreparedQuery:
    value, total = type_coerce(_VALUES[facet], String()), func.count()
    query = _tagged(filter_) if facet is Facet.TAG else matching(filter_)
    counted: Any = query.with_only_columns(value.label("value"), total.label("total"))
    ordered = counted.group_by(_VALUES[facet]).order_by(total.desc(), _VALUES[facet])
    limited = ordered.limit(bindparam("size", type_=Integer()))
    return PreparedQuery(_SHAPE, limited, is_scan=True)


def _tagged(filter_: FilterShape) -> Select[Any]:
    """Join each number with its tags. Without a filter the tags are enough."""
    is_tag = (_TAGS.c.project_id == PROJECT) & (_TAGS.c.kind == LabelKind.TAG)
    if not filter_:  # tags are those of live numbers
        return select(_TAGS.c.value).where(is_tag)
    return matching(filter_).join(_TAGS, _TAGS.c.number_id == NUMBERS.c.id).where(is_tag)
