"""Text index of SQLite: trigrams of numbers and names, which narrow a filter to candidates.

A filter that looks for text inside numbers or names first asks the index which numbers have all
its trigrams. Few candidates are looked up by their ids, and the filter decides which of them match.
Many are not looked up: matches are frequent in the list then, which is read in its order. The ids
are one text from SQLite to SQLite: thousands of UUIDs would hold the event loop for too long.
"""

from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import Column, Connection, Integer, String, bindparam, column, func, select, table

from gateway.database.lists import EncodedList
from gateway.database.phone_numbers import PROJECT
from gateway.database.statements import PreparedQuery, RowShape
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.search_terms import search_terms

MOST_CANDIDATES: Final = 5_000
_LENGTH: Final = 3  # characters of a trigram
_KEY_BITS: Final = 40  # of a number's key; the bits above are its project's
_PROJECTS: Final = table("fts_project", column("number"), column("project_id"))
_KEYS: Final = table("fts_key", column("key"), column("number_id"))
_TEXTS: Final = table("fts_number", column("rowid"), column("fts_number"))
_PENDING: Final = table("fts_pending", column("project_id"), column("number_id"))


def _candidates() -> PreparedQuery:
    """Return the query of the numbers that have the trigrams of the parameter `match`.

    Those whose change is not in the index yet are among them. Its only row has their `total`,
    which is limited, and their `ids` as a JSON array.
    """
    project = select(_PROJECTS.c.number).where(_PROJECTS.c.project_id == PROJECT).scalar_subquery()
    keys = select(_TEXTS.c.rowid).where(
        _TEXTS.c.fts_number.op("MATCH")(bindparam("match", type_=String())),
        _TEXTS.c.rowid >= project.op("<<")(_KEY_BITS),
        _TEXTS.c.rowid < (project + 1).op("<<")(_KEY_BITS),
    )
    indexed = select(_KEYS.c.number_id).where(_KEYS.c.key.in_(keys.limit(MOST_CANDIDATES + 1)))
    pending = select(_PENDING.c.number_id).where(_PENDING.c.project_id == PROJECT)
    found = indexed.union(pending).subquery()
    query = select(func.count(), func.json_group_array(found.c.number_id))
    shape = RowShape([Column("total", Integer), Column("ids", String)])
    return PreparedQuery(shape, query.select_from(found), is_scan=True)


CANDIDATES: Final = _candidates()


def match_of(filter_: NumberFilter) -> str | None:
    """Return the query of the index for the texts of a filter; None where it has no use for it."""
    terms = [_all_of(text) for text in (filter_.number_contains, filter_.name_contains)]
    terms.append(_search(filter_.search))
    return " AND ".join(f"({term})" for term in terms if term) or None


def narrowed(filter_: NumberFilter, candidates: Any) -> NumberFilter:
    """Return the filter for the candidates alone, the row of `CANDIDATES`, unless too many."""
    if candidates.total > MOST_CANDIDATES:
        return filter_
    ids: Any = EncodedList(candidates.ids)
    if filter_.ids is not None:
        known = frozenset(orjson.loads(candidates.ids))
        ids = [number_id for number_id in filter_.ids if number_id.hex in known]
    return filter_.model_copy(update={"ids": ids})


def narrowed_within(db: Connection, project: UUID, filter_: NumberFilter) -> NumberFilter:
    """Return the filter for the candidates that a transaction of SQLite sees."""
    match = match_of(filter_) if db.dialect.name == "sqlite" else None
    if match is None:
        return filter_
    [found] = CANDIDATES.run_on_sqlite({"project": project, "match": match}, db)
    return narrowed(filter_, found)


def _search(text: str | None) -> str | None:
    """Return the terms of a search: in numbers, in names, or in either."""
    terms = search_terms(text) if text else None
    if terms is None or terms.prefix:
        return None
    wanted = [_all_of(term) for term in (terms.digits, terms.name) if term]
    return " OR ".join(f"({term})" for term in wanted if term) if all(wanted) else None


def _all_of(text: str | None) -> str | None:
    """Return the trigrams of *text*, all of which are wanted; None if it is too short.

    The beginning of a number, with its plus, is a range of another index.
    """
    if text is None or text.startswith("+") or len(text) < _LENGTH:
        return None
    trigrams = dict.fromkeys(text[at : at + _LENGTH] for at in range(len(text) - _LENGTH + 1))
    return " AND ".join(map(_quoted, trigrams))


def _quoted(trigram: str) -> str:
    doubled = trigram.replace('"', '""')
    return f'"{doubled}"'
