"""Prepared statements depend on the shape of a filter only, and use indexes for any values."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from gateway.database import events
from gateway.database.database import Database
from gateway.database.phone_number_filters import (
    count_query,
    lookup_many_query,
    page_query,
    parameters,
)
from gateway.database.phone_numbers import PUBLIC_COLUMNS
from gateway.database.statements import PreparedQuery
from gateway.domain.commands.listing import NEWEST_FIRST, NumberFilter
from gateway.domain.enums import EventType
from gateway.domain.validation_policy import STRICT
from gateway.models.pagination import WindowShape
from tests.conftest import CALLER, ON_SQLITE

FIRST = WindowShape(has_after=False, has_before=False, is_backward=False)
NO_ID = UUID(int=0)

CREATED = "ix_phone_number_created"

# Two values of each shape, and the index that serves it.
SHAPES: dict[str, tuple[str, list[Any], str]] = {
    "digits from the start on": ("number_contains", ["+1415", "+44"], "uq_phone_number_live"),
    "digits anywhere": ("number_contains", ["1415", "44"], CREATED),
    "a number as typed": ("search", ["(415) 555", "0415"], CREATED),
    "a number from its plus on": ("search", ["+1 415", "0044"], "uq_phone_number_live"),
    "a name as typed": ("search", ["desk", "räume"], CREATED),
    "ids": ("ids", [[NO_ID], [NO_ID, UUID(int=1)]], "sqlite_autoindex_phone_number_1"),
    "protected": ("release_protected", [True], "ix_phone_number_protected"),
    "not protected": ("release_protected", [False], CREATED),
    "fax": ("call_receive_mode", ["fax"], "ix_phone_number_fax"),
    "any of one tag": ("tags_any", [["a"], ["b"]], "phone_number_label"),
    "any of several tags": ("tags_any", [["a", "b"], ["c", "d", "e"]], CREATED),
    "text in names": ("name_contains", ["desk", "50%_/"], CREATED),
    "a type": ("number_type", ["longcode", "tollfree"], "ix_phone_number_type"),
    "capabilities": ("capabilities_all", [["fax"], ["sms", "mms"]], CREATED),
    "a country": ("country_codes", [["US"], ["CA"]], "ix_phone_number_country"),
    "countries": ("country_codes", [["US", "CA"], ["A" + c for c in "DEFGI"]], CREATED),
    "a kind": ("call_handler_kinds", [["relay_topic"], ["call_queue"]], "call_kind"),
    "kinds": (
        "message_handler_kinds",
        [["relay_topic", "laml_webhooks"], ["relay_topic", "laml_application"]],
        CREATED,
    ),
    "a host": ("handler_url_host", ["a.example.com", "b.example.com"], "phone_number_label"),
    "a tag": ("tags_all", [["a"], ["b"]], "phone_number_label"),
    "tags": ("tags_all", [["a", "b"], [f"t{n}" for n in range(50)]], "phone_number_label"),
}  # fmt: skip

# What a range of numbers, or a list of ids, has found.
SORTED = {"digits from the start on", "a number from its plus on", "ids"}

MANY_EVENTS = """
    INSERT INTO phone_number_event (
        project_id, position, number_id, number, type, occurred_at, actor, changes
    )
    SELECT :project, n, gen_random_uuid(), '+14155550123', 'imported', now(), 'tester', '[]'
    FROM generate_series(1, 5000) AS n
"""


def built(field: str, value: Any) -> NumberFilter:
    return NumberFilter.of({field: value}, STRICT)


@pytest.mark.parametrize("shape", SHAPES)
def test_other_values_are_the_same_statement(shape: str) -> None:
    field, values, _ = SHAPES[shape]

    pages = {page_query(built(field, v), NEWEST_FIRST, FIRST, PUBLIC_COLUMNS)[0] for v in values}
    counts = {count_query(built(field, value)) for value in values}

    assert (len(pages), len(counts)) == (1, 1)


def test_one_value_of_a_list_and_several_are_two_statements() -> None:
    """So that one is read in the order of its index."""
    one, several = (count_query(built("country_codes", c)) for c in (["US"], ["US", "CA"]))

    assert one is not several


@ON_SQLITE
@pytest.mark.anyio
@pytest.mark.parametrize("shape", SHAPES)
async def test_an_index_serves_it(opened: Database, shape: str) -> None:
    field, values, index = SHAPES[shape]
    wanted = built(field, values[0])
    query, order = page_query(wanted, NEWEST_FIRST, FIRST, PUBLIC_COLUMNS)

    plan = await opened.read(explaining(query, parameters(wanted) | {"size": 21}))

    assert order.label == "created_at:desc"
    assert index in plan
    assert "SCAN phone_number" not in plan
    # All others are read in the order of the list, so nothing is sorted.
    assert ("TEMP B-TREE" in plan) is (shape in SORTED)


@ON_SQLITE
@pytest.mark.anyio
async def test_numbers_of_a_data_loader_are_found_by_their_ids(opened: Database) -> None:
    query = lookup_many_query(PUBLIC_COLUMNS)

    plan = await opened.read(explaining(query, {"keys": [NO_ID]}))

    assert "INDEX sqlite_autoindex_phone_number_1 (id=?)" in plan


@ON_SQLITE
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "streams", "index"),
    [
        (events.OF_EACH_NUMBER, [NO_ID], "ix_phone_number_event_number"),
        (events.OF_NUMBERS, [NO_ID], "ix_phone_number_event_number"),
        (events.OF_TYPES, list(EventType), "ix_phone_number_event_type"),
        (events.LAST_OF_EACH_NUMBER, [NO_ID], "ix_phone_number_event_number"),
        (events.LAST_OF_TYPES, list(EventType), "ix_phone_number_event_type"),
    ],
)
async def test_the_first_events_of_each_are_found_by_its_index(
    opened: Database, query: PreparedQuery, streams: list[Any], index: str
) -> None:
    plan = await opened.read(explaining(query, {"streams": streams, "size": 3}))

    assert f"COVERING INDEX {index}" in plan
    assert "SCAN event" not in plan


@pytest.mark.anyio
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("query", "streams", "index"),
    [
        (events.OF_EACH_NUMBER, [NO_ID], "ix_phone_number_event_number"),
        (events.OF_NUMBERS, [NO_ID], "ix_phone_number_event_number"),
        (events.OF_TYPES, ["drift_detected"], "ix_phone_number_event_type"),
        (events.LAST_OF_TYPES, ["drift_detected"], "ix_phone_number_event_type"),
    ],
)
async def test_postgresql_does_not_read_all_events_to_find_few(
    opened: Database, query: PreparedQuery, streams: list[Any], index: str
) -> None:
    """By its statistics all events are of one type, and any read in order would find some soon."""
    await opened.write(lambda db: db.execute(text(MANY_EVENTS), {"project": CALLER.project_id}))
    await opened.write(lambda db: db.execute(text("ANALYZE phone_number_event")))

    plan = await opened.read(explaining(query, {"streams": streams, "size": 3}, "EXPLAIN"))

    assert f"{index} on phone_number_event" in plan and "Index Scan" in plan


def explaining(
    query: PreparedQuery, values: dict[str, Any], how: str = "EXPLAIN QUERY PLAN"
) -> Any:
    """Return what reads the query's plan."""

    def explain(db: Connection) -> str:
        compiled = query.compiled(db.dialect)
        arguments = compiled.arguments(values | {"project": CALLER.project_id})
        found = db.exec_driver_sql(f"{how} {compiled.text}", arguments)
        return "\n".join(str(row[-1]) for row in found)

    return explain
