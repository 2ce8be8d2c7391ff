"""Documents: limits before execution, the cache, and persisted and trusted documents."""

import asyncio
import hashlib
import json
from pathlib import Path
from threading import Event
from typing import Any

import httpx2
import pytest
from graphql import get_introspection_query

from gateway.graphql.documents.parser import Document, DocumentParser
from gateway.graphql_jit.codegen import CodeGenerator
from gateway.settings import Settings
from tests.attacks import INVALID, TOO_COMPLEX
from tests.conftest import ON_SQLITE, ask, client_of

pytestmark = pytest.mark.anyio

LIST = "query Numbers($first: Int) { phoneNumbers(first: $first) { nodes { id } } }"
NAMES = "{ __typename }"
HANDLERS = "callHandler { __typename } messageHandler { __typename }"
TWENTY_LISTS = " ".join(
    f"a{n}: phoneNumbers(first: $first) {{ nodes {{ {HANDLERS} }} }}" for n in range(20)
)

LONG = "{ " + " ".join(f"long{n}: viewer {{ __typename }}" for n in range(15)) + " }"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def codes(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", ())]


@ON_SQLITE
@pytest.mark.parametrize("name", TOO_COMPLEX)
async def test_what_is_too_much_is_refused_the_first_time_and_the_next(
    client: httpx2.AsyncClient, name: str
) -> None:
    limit, document = TOO_COMPLEX[name]

    first, again = await ask(client, document), await ask(client, document)

    assert first == again
    assert "data" not in first
    assert codes(first)[0] == "QUERY_TOO_COMPLEX"
    [error] = [e for e in first["errors"] if e["extensions"]["limit"] == limit]
    assert error["extensions"]["found"] > error["extensions"]["allowed"]


@ON_SQLITE
@pytest.mark.parametrize("name", INVALID)
async def test_what_is_no_document_is_explained_in_ten_errors_at_most(
    client: httpx2.AsyncClient, name: str
) -> None:
    answer = await ask(client, INVALID[name])

    assert "data" not in answer
    assert 0 < len(answer["errors"]) <= 10
    assert "INTERNAL" not in codes(answer)


@ON_SQLITE
async def test_what_graphiql_asks_about_the_schema_is_not_too_much(
    client: httpx2.AsyncClient,
) -> None:
    answer = await ask(client, get_introspection_query(input_value_deprecation=True))

    assert "errors" not in answer
    assert answer["data"]["__schema"]["types"]


@ON_SQLITE
@pytest.mark.parametrize(("first", "refused"), [(100, True), (10, False), (None, False)])
async def test_the_cost_goes_by_the_variables_of_the_request(
    client: httpx2.AsyncClient,
    first: int | None,
    refused: bool,  # noqa: FBT001
) -> None:
    answer = await ask(client, f"query ($first: Int) {{ {TWENTY_LISTS} }}", first=first)

    assert ("QUERY_TOO_COMPLEX" in codes(answer)) is refused
    assert ("data" in answer) is not refused


@ON_SQLITE
async def test_the_cost_is_the_one_that_the_limits_page_tells(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, f"{{ phoneNumbers(first: 50) {{ nodes {{ {HANDLERS} }} }} }}")

    assert answer["extensions"]["cost"]["requested"] == 161


@ON_SQLITE
async def test_a_list_costs_more_with_more_fields(client: httpx2.AsyncClient) -> None:
    few = "id number name"
    many = " ".join(f"a{n}: name" for n in range(27))

    costs = [
        (await ask(client, f"{{ phoneNumbers(first: 50) {{ nodes {{ {fields} }} }} }}"))[
            "extensions"
        ]["cost"]["requested"]
        for fields in (few, f"{few} {many}")
    ]

    assert costs == [66, 201]


@ON_SQLITE
async def test_the_default_of_a_variable_counts(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, f"query ($first: Int = 100) {{ {TWENTY_LISTS} }}")

    assert codes(answer) == ["QUERY_TOO_COMPLEX"]


@ON_SQLITE
@pytest.mark.parametrize("size", [100, 100.0])
async def test_the_cost_sees_a_variable_as_execution_does(
    client: httpx2.AsyncClient, size: float
) -> None:
    answer = await ask(client, f"query ($first: Int) {{ {TWENTY_LISTS} }}", first=size)

    assert codes(answer) == ["QUERY_TOO_COMPLEX"]


@ON_SQLITE
async def test_one_id_in_place_of_a_list_costs_a_list_of_one(client: httpx2.AsyncClient) -> None:
    text = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    id_ = "11111111-1111-4111-8111-111111111111"

    alone, listed = await ask(client, text, ids=id_), await ask(client, text, ids=[id_])

    assert alone["data"] == listed["data"] == {"nodes": [None]}
    # What remains of the budget grows again from one millisecond to the next.
    assert alone["extensions"]["cost"]["requested"] == listed["extensions"]["cost"]["requested"]


@ON_SQLITE
async def test_variables_that_are_wrong_are_explained_and_nothing_is_executed(
    client: httpx2.AsyncClient,
) -> None:
    answer = await ask(
        client, "query ($first: Int!) { phoneNumbers(first: $first) { __typename } }"
    )

    assert codes(answer) == ["BAD_USER_INPUT"]
    assert "data" not in answer


@ON_SQLITE
async def test_a_document_that_was_sent_once_can_be_asked_for_by_its_hash(
    client: httpx2.AsyncClient,
) -> None:
    extension = {"persistedQuery": {"version": 1, "sha256Hash": sha(LIST)}}

    unknown = await client.post("/graphql", json={"extensions": extension})
    sent = await client.post("/graphql", json={"query": LIST, "extensions": extension})
    known = await client.post("/graphql", json={"extensions": extension})
    wrong = await client.post("/graphql", json={"query": NAMES, "extensions": extension})

    assert codes(unknown.json()) == ["PERSISTED_QUERY_NOT_FOUND"]
    assert sent.json()["data"] == known.json()["data"] == {"phoneNumbers": {"nodes": []}}
    assert codes(wrong.json()) == ["PERSISTED_QUERY_HASH_MISMATCH"]


@ON_SQLITE
async def test_a_refused_document_is_not_kept_under_its_hash(client: httpx2.AsyncClient) -> None:
    _, document = TOO_COMPLEX["deep fields"]
    extension = {"persistedQuery": {"version": 1, "sha256Hash": sha(document)}}

    await client.post("/graphql", json={"query": document, "extensions": extension})
    answer = await client.post("/graphql", json={"extensions": extension})

    assert codes(answer.json()) == ["PERSISTED_QUERY_NOT_FOUND"]


@ON_SQLITE
@pytest.mark.parametrize("prefix", ["", "sha256:"])
async def test_where_only_trusted_documents_run_no_other_does(
    database: str, tmp_path: Path, prefix: str
) -> None:
    manifest = tmp_path / "persisted-documents.json"
    manifest.write_text(json.dumps({f"{prefix}{sha(LIST)}": LIST}))
    strict = Settings(
        database_url=database, open_access=True, trusted_documents=str(manifest), trusted_only=True
    )

    async with client_of(strict) as client:
        trusted = await client.post("/graphql", json={"documentId": f"sha256:{sha(LIST)}"})
        by_text = await client.post("/graphql", json={"query": LIST})
        other = await client.post("/graphql", json={"query": NAMES})
        unknown = await client.post("/graphql", json={"documentId": "x"})

    assert trusted.json()["data"] == by_text.json()["data"] == {"phoneNumbers": {"nodes": []}}
    assert codes(other.json()) == ["PERSISTED_DOCUMENT_REQUIRED"]
    assert codes(unknown.json()) == ["PERSISTED_DOCUMENT_NOT_FOUND"]


@ON_SQLITE
async def test_without_introspection_nothing_tells_the_schemas_names(database: str) -> None:
    quiet = Settings(database_url=database, open_access=True, introspection=False)

    async with client_of(quiet) as client:
        asked = await ask(client, "{ __schema { types { name } } }")
        typename = await ask(client, NAMES)
        field = await ask(client, "{ phoneNumber(numbr: 1) { i } phoneNumberz { id } }")
        enum = await ask(
            client,
            "query ($f: PhoneNumberFilter) { phoneNumbers(filter: $f) { totalCount } }",
            f={"numberType": "LONGCOD", "countryCodez": []},
        )

    assert codes(asked) == ["INTROSPECTION_DISABLED"]
    assert typename["data"] == {"__typename": "Query"}
    assert "Did you mean" not in json.dumps([field, enum])


@ON_SQLITE
async def test_with_introspection_a_misspelt_name_is_suggested(client: httpx2.AsyncClient) -> None:
    answer = await ask(client, "{ phoneNumberz { id } }")

    assert "phoneNumbers" in answer["errors"][0]["message"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"a": 1}', "not a text"),
        (json.dumps({f"sha256:{sha('a')}": NAMES}), "another hash"),
    ],
)
def test_a_manifest_that_is_none_is_explained(
    tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / "documents.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(ValueError, match=said):
        Settings(trusted_documents=str(file))


@ON_SQLITE
async def test_others_are_answered_while_a_new_document_is_parsed(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse, may_parse = DocumentParser.parse, Event()

    def slowly(parser: DocumentParser, text: str) -> Document:
        may_parse.wait()
        return parse(parser, text)

    await ask(client, NAMES)
    monkeypatch.setattr(DocumentParser, "parse", slowly)
    slow = asyncio.create_task(ask(client, "{ slow: __typename }"))
    answers = [await ask(client, NAMES) for _ in range(3)]
    was_waiting = not slow.done()
    may_parse.set()

    assert was_waiting
    assert [answer["data"] for answer in answers] == [{"__typename": "Query"}] * 3
    assert (await slow)["data"] == {"slow": "Query"}


@ON_SQLITE
async def test_others_are_answered_while_a_long_document_is_compiled(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_, may_compile = CodeGenerator.compile, Event()

    def slowly(generator: CodeGenerator) -> dict[str, Any]:
        may_compile.wait()
        return compile_(generator)

    await ask(client, NAMES)
    monkeypatch.setattr(CodeGenerator, "compile", slowly)
    first, other = (asyncio.create_task(ask(client, LONG)) for _ in range(2))
    answers = [await ask(client, NAMES) for _ in range(3)]
    were_waiting = not (first.done() or other.done())
    may_compile.set()

    assert were_waiting
    assert [answer["data"] for answer in answers] == [{"__typename": "Query"}] * 3
    assert (await first)["data"] == (await other)["data"]
