"""Errors in responses: client errors are explained, server errors are masked and logged."""

import asyncio
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from gateway.database import postgresql
from gateway.database.database import connect
from gateway.errors import Unavailable
from gateway.services.phone_numbers import PhoneNumbers
from gateway.settings import Settings
from tests import postgres
from tests.conftest import ON_SQLITE, ask, client_of, create_database, migrate

pytestmark = pytest.mark.anyio

IMPORT = """
mutation ($number: String!) {
  importPhoneNumber(input: {number: $number, numberType: LONGCODE}) {
    __typename
    ... on Problem { code message }
    ... on Rejected { retryable retryAfterSeconds }
  }
}
"""
COUNT = "{ phoneNumbers { totalCount } }"
LONDON = "+442079460000"
UNAVAILABLE = {"__typename": "Rejected", "code": "unavailable", "retryable": True}


@ON_SQLITE
@pytest.mark.parametrize(
    ("document", "variables", "words", "code"),
    [
        ("{", {}, "Syntax Error", "GRAPHQL_PARSE_FAILED"),
        ("{ phoneNumbrs { totalCount } }", {}, "phoneNumbrs", "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int) { phoneNumbers(first: $n) { totalCount } }", {"n": "x"}, "$n",
         "BAD_USER_INPUT"),
        (IMPORT, {}, "$number", "BAD_USER_INPUT"),
    ],
)  # fmt: skip
async def test_a_mistake_of_the_client_is_explained(
    client: httpx2.AsyncClient, document: str, variables: dict[str, Any], words: str, code: str
) -> None:
    answer = await ask(client, document, **variables)

    [error] = answer["errors"]
    assert words in error["message"]
    assert error["extensions"] == {"code": code}
    assert error["locations"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "not to be null"),
        ({"number": None, "numberType": "LONGCODE"}, "at .number"),
        ({"number": {"a": True}, "numberType": "LONGCODE"}, "non string value"),
        ({"number": "x"}, "required field 'numberType'"),
        ({"number": "x", "numberType": True}, "non-string value"),
        ([{"number": None}], "to be an object"),
        ({"number": "x", "numberType": "LONGCODE", "other": None}, "unknown field 'other'"),
    ],
)
async def test_a_wrong_variable_is_explained_without_the_words_of_python(
    client: httpx2.AsyncClient, value: object, words: str
) -> None:
    check = "query ($input: ImportPhoneNumberInput!) { checkImport(input: $input) { valid } }"

    answer = await ask(client, check, input=value)

    message = answer["errors"][0]["message"]
    assert words in message
    assert not {"None", "True", "{", "["} & set(re.findall(r"None|True|[{\[]", message))


@ON_SQLITE
async def test_an_explanation_does_not_repeat_a_payload(client: httpx2.AsyncClient) -> None:
    field = "x" * 10_000

    answer = await ask(client, f"{{ {field} }}")

    assert "Cannot query field" in answer["errors"][0]["message"]
    assert len(answer["errors"][0]["message"]) == 400


@ON_SQLITE
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ('{ node(id: "x") { id } }', "INVALID_ID"),
        ("{ phoneNumbers(first: 0) { totalCount } }", "INVALID_PAGE"),
        ("{ phoneNumber { id } }", "VALIDATION_FAILED"),
    ],
)
async def test_an_expected_failure_outside_of_a_union_carries_its_code(
    client: httpx2.AsyncClient, document: str, code: str
) -> None:
    answer = await ask(client, document)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"] != "Unexpected error."
    assert len(error["path"]) == 1


@ON_SQLITE
async def test_a_bug_is_masked_and_the_log_says_where_it_is(
    client: httpx2.AsyncClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def bug(*_: object) -> None:
        raise KeyError(LONDON)

    monkeypatch.setattr(PhoneNumbers, "import_number", bug)
    response = await client.post(
        "/graphql", json={"query": IMPORT, "variables": {"number": LONDON}}
    )

    request_id = response.headers["x-request-id"]
    [error] = response.json()["errors"]
    assert (response.status_code, error["message"]) == (200, "Unexpected error.")
    assert error["extensions"] == {"code": "INTERNAL", "requestId": request_id}
    assert LONDON not in response.text
    [line] = [json.loads(x) for x in log.getvalue().splitlines() if "unexpected" in x]
    assert (line["request_id"], line["fields"]) == (request_id, ["importPhoneNumber"])
    assert (line["traceback"][0], line["level"]) == ("KeyError", "error")
    assert line["traceback"][-1].endswith(" bug")


@ON_SQLITE
async def test_a_bug_outside_of_graphql_is_masked_too(
    client: httpx2.AsyncClient, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise ValueError(LONDON)

    monkeypatch.setattr("gateway.graphql.request.media_type", bug)
    response = await client.post("/graphql", json={"query": COUNT})

    request_id = response.headers["x-request-id"]
    assert response.status_code == 500
    assert response.json() == {"error": "Unexpected error.", "requestId": request_id}
    [line] = [json.loads(x) for x in log.getvalue().splitlines() if "unexpected" in x]
    assert (line["request_id"], line["traceback"][0]) == (request_id, "ValueError")


@ON_SQLITE
async def test_while_a_file_is_locked_changes_are_refused_and_questions_are_answered(
    database: str, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "numbers.db", isolation_level=None)

    async with client_of(
        Settings(database_url=database, open_access=True, busy_seconds=0.1)
    ) as client:
        other.execute("BEGIN EXCLUSIVE")
        refused = await ask(client, IMPORT, number=LONDON)
        asked = await ask(client, COUNT)
        other.close()
        imported = await ask(client, IMPORT, number=LONDON)

    assert refused["data"]["importPhoneNumber"].items() >= UNAVAILABLE.items()
    assert asked["data"] == {"phoneNumbers": {"totalCount": 0}}
    assert imported["data"]["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"


@pytest.fixture
def own_server() -> Iterator[Path]:
    """A PostgreSQL that one test alone may stop."""
    with postgres.running(durable=True) as folder:
        asyncio.run(create_database(folder, "numbers"))
        asyncio.run(migrate(f"postgresql://postgres@/numbers?host={folder}"))
        yield folder


async def test_a_stopped_postgresql_is_unavailable_and_comes_back_by_itself(
    own_server: Path,
) -> None:
    url = f"postgresql://postgres@/numbers?host={own_server}"

    async with client_of(Settings(database_url=url, open_access=True)) as client:
        before = await ask(client, IMPORT, number=LONDON)
        postgres.stop(own_server)
        refused = await ask(client, IMPORT, number="+442079460001")
        asked = [
            await client.post("/graphql", json={"query": COUNT}, headers={"accept": type_})
            for type_ in ("application/json", "application/graphql-response+json")
        ]
        health = [(await client.get(path)).status_code for path in ("/healthz", "/readyz")]
        postgres.restart(own_server)
        after = await ask(client, COUNT)
        ready = await client.get("/readyz")

    assert before["data"]["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"
    assert refused["data"]["importPhoneNumber"].items() >= UNAVAILABLE.items()
    for answer in asked:
        [error] = answer.json()["errors"]
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert error["extensions"] == {"code": "UNAVAILABLE"}
        assert "database" in error["message"]
    assert health == [200, 503]
    assert after["data"] == {"phoneNumbers": {"totalCount": 1}}
    assert (ready.status_code, ready.text) == (200, "ready\n")


@pytest.fixture
def short_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sessions of PostgreSQL wait for a lock as long as they do outside of tests."""
    monkeypatch.setitem(postgresql.SESSION_TIMEOUTS, "lock_timeout", "2s")


@pytest.mark.usefixtures("short_locks")
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_table_that_another_program_holds_is_not_waited_for_for_ever(
    client: httpx2.AsyncClient, database: str
) -> None:
    async with postgres.locked(database):
        refused, asked = await asyncio.gather(
            ask(client, IMPORT, number=LONDON), ask(client, COUNT)
        )

    assert refused["data"]["importPhoneNumber"].items() >= UNAVAILABLE.items()
    assert asked["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_connection_that_does_not_become_free_is_not_waited_for_for_ever(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.database.postgresql._POOL_SECONDS", 0.5)
    narrow, given_up = connect(database, pool_size=1), asyncio.Event()

    def hold(_: Connection) -> None:
        await_only(given_up.wait())

    holder = asyncio.create_task(narrow.read(hold))
    while not narrow.in_flight():
        await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await narrow.read(lambda db: db.connection)
    given_up.set()
    await holder

    assert await narrow.read(lambda db: db.exec_driver_sql("SELECT 1").scalar_one()) == 1
    await narrow.close()


@pytest.mark.parametrize(("user", "name"), [("postgres", "missing"), ("unknown_user", "postgres")])
async def test_a_database_that_refuses_the_login_is_unavailable(
    postgres_server: Path, user: str, name: str
) -> None:
    opened = connect(f"postgresql://{user}@/{name}?host={postgres_server}")

    with pytest.raises(Unavailable):
        await opened.read(lambda db: db.connection)
    await opened.close()
