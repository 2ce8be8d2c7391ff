"""How a filter and an order become a query that reads no more than its page, where it can."""

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

from gateway.database.phone_numbers import LABELS, NUMBERS, PROJECT, SHOWN, live, shape
from gateway.database.statements import PreparedQuery
from gateway.domain.commands import NumberFilter, NumberOrder, OrderDirection, OrderField
from gateway.domain.enums import Capability
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.exhaustive import exhaustive
from gateway.models import LabelKind
from gateway.models.column_types import CAPABILITIES
from gateway.models.pagination import Order, SortKey, WindowShape, moment, uuid, words

_MOMENTS: Final = ("created_after", "created_before", "updated_after")
_MOST_FORMS: Final = 512  # of queries that are kept: clients choose the columns
_C: Final = NUMBERS.c
_ID: Final = SortKey(_C.id, "id", uuid)
_KEYS: Final = exhaustive(
    "Sort keys",
    {
        OrderField.CREATED_AT: SortKey(_C.created_at, "created_at", moment),
        OrderField.UPDATED_AT: SortKey(_C.updated_at, "updated_at", moment),
        OrderField.NUMBER: SortKey(_C.number, "number", words),
        OrderField.NAME: SortKey(func.coalesce(_C.name, literal_column("''")), "name", words),
    },
    list(OrderField),
)


def listing(
    wanted: NumberFilter, ordered: NumberOrder, columns: frozenset[str] = SHOWN
) -> tuple[Select[Any], Order]:
    """Return the query of the numbers that are *wanted*, and the order of its pages.

    It leaves the project open, and selects what the order needs beside the *columns*.
    """
    keys = [_KEYS[ordered.field], _ID]
    query = live(columns | {key.name for key in keys}).where(*_conditions(wanted))
    labels = _labels(wanted)
    if labels and ordered.field is OrderField.CREATED_AT:
        # A label's numbers stand in order of their creation: walk one, and check the rest.
        query = query.join(LABELS, LABELS.c.number_id == _C.id).where(_is(*labels.pop(0)))
        order = (LABELS.c.created_at, LABELS.c.number_id)
        keys = [key._replace(column=c) for key, c in zip(keys, order, strict=True)]
        query = query.where(*(_also(kind, value) for kind, value in labels))
    else:
        query = query.where(*(_among(kind, value) for kind, value in labels))
    name = f"{ordered.field}:{ordered.direction}"
    return query, Order(name, keys, descending=ordered.direction is OrderDirection.DESC)


@lru_cache(_MOST_FORMS)
def one(column: str, columns: frozenset[str]) -> PreparedQuery:
    """Return the query for the number with this value of a column."""
    query = live(columns).where(NUMBERS.c[column] == bindparam("key"))
    return PreparedQuery(shape(columns), query)


def page(
    wanted: NumberFilter, ordered: NumberOrder, form: WindowShape, columns: frozenset[str]
) -> tuple[PreparedQuery, Order] | None:
    """Return the query for a page of the numbers that are *wanted*, and their order.

    Nothing for those with some text in them: what people type is hardly typed twice.
    """
    if wanted.number_contains or wanted.name_contains:
        return None
    return _page(_Asked(wanted), ordered.field, ordered.direction, form, columns)


class _Asked:
    """A filter that is equal to another that asks for the same."""

    __slots__ = ("_key", "wanted")

    def __init__(self, wanted: NumberFilter) -> None:
        self.wanted = wanted
        named = ((name, getattr(wanted, name)) for name in wanted.model_fields_set)
        self._key: frozenset[object] = frozenset((n, _key(n, v)) for n, v in named)

    def __hash__(self) -> int:
        """Return the same for what is equal."""
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        """Tell whether the other asks for the same."""
        return isinstance(other, _Asked) and self._key == other._key


def moments(wanted: NumberFilter) -> dict[str, datetime]:
    """Return the values of the filter that its query leaves open: they move with the clock."""
    return {name: at for name in _MOMENTS if (at := getattr(wanted, name))}


def _key(name: str, value: Any) -> Any:
    """Return what one query of a filter differs in from another."""
    if name in _MOMENTS:
        return value is None
    return tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _open(name: str, at: datetime) -> BindParameter[datetime]:
    return bindparam(name, at, _C.created_at.type)


@lru_cache(_MOST_FORMS)
def _page(
    asked: _Asked,
    field: OrderField,
    direction: OrderDirection,
    form: WindowShape,
    columns: frozenset[str],
) -> tuple[PreparedQuery, Order]:
    ordered = NumberOrder(field=field, direction=direction)
    query, order = listing(asked.wanted, ordered, columns)
    return PreparedQuery(shape(columns | order.names), order.select(query, form)), order


def _labels(wanted: NumberFilter) -> list[tuple[LabelKind, str]]:
    hosts = [wanted.handler_url_host] if wanted.handler_url_host else []
    tags = wanted.tags_all or []
    return [*((LabelKind.HOST, h) for h in hosts), *((LabelKind.TAG, t) for t in tags)]


def _also(kind: LabelKind, value: str) -> ColumnElement[bool]:
    """Ask of each number whether it has the label: one look into the label's index."""
    other = LABELS.alias()
    return exists().where(
        other.c.project_id == PROJECT,
        other.c.kind == kind,
        other.c.value == value,
        other.c.created_at == LABELS.c.created_at,
        other.c.number_id == LABELS.c.number_id,
    )


def _among(kind: LabelKind, value: str) -> ColumnElement[bool]:
    """Ask for the label's numbers first: in another order than theirs they must be sorted."""
    return _C.id.in_(select(LABELS.c.number_id).where(_is(kind, value)))


def _is(kind: LabelKind, value: str) -> ColumnElement[bool]:
    label = LABELS.c
    return (label.project_id == PROJECT) & (label.kind == kind) & (label.value == value)


def _conditions(wanted: NumberFilter) -> Iterator[ColumnElement[bool]]:
    """Yield a condition for each thing that is named, but for labels."""
    for name, condition in _CONDITIONS.items():
        value = getattr(wanted, name)
        if value is not None:
            yield condition(value)


def _number_contains(digits: str) -> ColumnElement[bool]:
    """Match from the plus on as a range of the index, and anything else anywhere."""
    if digits.startswith("+"):
        return (_C.number >= digits) & (_C.number < f"{digits}:")  # a colon follows the nine
    return _C.number.contains(digits, autoescape=True)


def _capabilities_all(capabilities: list[Capability]) -> ColumnElement[bool]:
    bits = type_coerce(_C.capabilities, SmallInteger)
    mask = CAPABILITIES.mask(capabilities)
    return bits.op("&", return_type=SmallInteger())(mask) == mask


def _kinds(
    column: ColumnElement[Any], known: Collection[str]
) -> Callable[[list[str]], ColumnElement[bool]]:
    def condition(kinds: list[str]) -> ColumnElement[bool]:
        named = _among_values(column, kinds)
        return named | ~_among_values(column, list(known)) if "unrecognized" in kinds else named

    return condition


def _has(column: ColumnElement[Any]) -> Callable[[bool], ColumnElement[bool]]:
    return lambda wanted: column.is_not(None) if wanted else column.is_(None)


def _among_values(column: ColumnElement[Any], values: list[str]) -> ColumnElement[bool]:
    """Ask for one of the values, each in a place of its own: the query is written once."""
    if len(values) == 1:
        return column == values[0]
    return column.in_([bindparam(None, value, column.type) for value in values])


# Looked up by labels and not by a condition on the number's row: see `_labels`.
_BY_LABEL: Final = frozenset({"handler_url_host", "tags_all"})
_BY_FIELD: Final[dict[str, Callable[[Any], ColumnElement[bool]]]] = {
    "number_contains": _number_contains,
    "name_contains": lambda text: _C.name.icontains(text, autoescape=True),
    "number_type": lambda kind: _C.number_type == kind,
    "capabilities_all": _capabilities_all,
    "country_codes": partial(_among_values, _C.country_code),
    "call_handler_kinds": _kinds(_C.call_handler_kind, CALL_HANDLERS),
    "message_handler_kinds": _kinds(_C.message_handler_kind, MESSAGE_HANDLERS),
    "has_call_handler": _has(_C.call_handler_kind),
    "has_message_handler": _has(_C.message_handler_kind),
    "created_after": lambda at: _C.created_at > _open("created_after", at),
    "created_before": lambda at: _C.created_at < _open("created_before", at),
    "updated_after": lambda at: _C.updated_at > _open("updated_after", at),
}
_CONDITIONS: Final = exhaustive(
    "Filter conditions", _BY_FIELD, NumberFilter.model_fields.keys() - _BY_LABEL
)
