"""Text index of SQLite: trigrams of numbers and names, which narrow a filter to candidates.

A filter that looks for text inside numbers or names first asks the index which numbers have all
its trigrams. Few candidates are looked up by their ids, and the filter decides which of them match.
Many are not looked up: matches are frequent in the list then, which is read in its order.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Column, String, Uuid, bindparam, column, select, table

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


def _candidates() -> PreparedQuery:
    """Return the query of the ids of numbers that have the trigrams of the parameter `match`."""
    project = select(_PROJECTS.c.number).where(_PROJECTS.c.project_id == PROJECT).scalar_subquery()
    keys = select(_TEXTS.c.rowid).where(
        _TEXTS.c.fts_number.op("MATCH")(bindparam("match", type_=String())),
        _TEXTS.c.rowid >= project.op("<<")(_KEY_BITS),
        _TEXTS.c.rowid < (project + 1).op("<<")(_KEY_BITS),
    )
    ids = select(_KEYS.c.number_id).where(_KEYS.c.key.in_(keys.limit(MOST_CANDIDATES + 1)))
    return PreparedQuery(RowShape([Column("number_id", Uuid)]), ids, is_scan=True)


CANDIDATES: Final = _candidates()


def match_of(filter_: NumberFilter) -> str | None:
    """Return the query of the index for the texts of a filter; None where it has no use for it."""
    terms = [_all_of(text) for text in (filter_.number_contains, filter_.name_contains)]
    terms.append(_search(filter_.search))
    return " AND ".join(f"({term})" for term in terms if term) or None


def narrowed(filter_: NumberFilter, candidates: Sequence[Any]) -> NumberFilter:
    """Return the filter for the candidates alone, unless they are too many."""
    if len(candidates) > MOST_CANDIDATES:
        return filter_
    ids = [row.number_id for row in candidates]
    if filter_.ids is not None:
        ids = [*{*ids}.intersection(filter_.ids)]
    return filter_.model_copy(update={"ids": ids})


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
