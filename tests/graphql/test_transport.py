"""GraphQL over HTTP: media types, status codes, methods, bodies and request ids."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.conftest import ON_SQLITE

pytestmark = [pytest.mark.anyio, ON_SQLITE]

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
IMPORT = (
    "mutation Add($number: String!) {"
    " importPhoneNumber(input: {number: $number, numberType: LONGCODE}) { __typename } }"
)

REQUEST_ERRORS = {
    "a document that is none": {"query": "{"},
    "an unknown field": {"query": "{ nothing }"},
    "a missing variable": {"query": "query ($id: ID!) { node(id: $id) { id } }"},
    "a variable of another type": {
        "query": "query ($first: Int) { phoneNumbers(first: $first) { totalCount } }",
        "variables": {"first": "many"},
    },
    "several operations and no name": {"query": "query A { __typename } query B { __typename }"},
    "a name that no operation has": {"query": "{ __typename }", "operationName": "Missing"},
    "an empty name": {"query": "query A { __typename }", "operationName": ""},
    "no operation at all": {"query": "fragment F on Query { __typename }"},
    "an operation that is not served": {"query": "subscription { __typename }"},
}

MALFORMED = {
    "no body": b"",
    "half an object": b'{"query": "{ __typename }"',
    "a string": b'"{ __typename }"',
    "a batch": b'[{"query": "{ __typename }"}]',
    "a number": b"1",
    "null": b"null",
    "not a number": b'{"query": "{ __typename }", "variables": {"first": NaN}}',
    "infinity": b'{"query": "{ __typename }", "variables": {"first": Infinity}}',
    "invalid UTF-8": b'{"query": "{ __typename } # \xff"}',
    "a lone surrogate": b'{"query": "{ __typename } # \\ud800"}',
    "100,000 brackets": b"[" * 100_000,
    "33 levels": b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 31 + b"]" * 31 + b"}}",
    "5,001 items": b'{"query": "{ __typename }", "variables": {"a": [' + b"1," * 5_000 + b"1]}}",
    "20 digits": b'{"query": "{ __typename }", "variables": {"a": -12345678901234567890}}',
    "64 bits": b'{"query": "{ __typename }", "variables": {"a": [12345678901234567890]}}',
    "a number that is too large": b'{"query": "{ __typename }", "variables": {"a": 1e400}}',
    "no query": b'{"variables": {}}',
    "an empty query": b'{"query": ""}',
    "a null query": b'{"query": null}',
    "a number as query": b'{"query": 1}',
    "a list as variables": b'{"query": "{ __typename }", "variables": []}',
    "text as variables": b'{"query": "{ __typename }", "variables": "{}"}',
    "a number as operationName": b'{"query": "{ __typename }", "operationName": 7}',
    "text as extensions": b'{"query": "{ __typename }", "extensions": "x"}',
}

WELL_FORMED = {
    "32 levels": MALFORMED["33 levels"].replace(b"[]", b"1"),
    "19 digits": b'{"query": "{ __typename }", "variables": {"a": [-9223372036854775808]}}',
    "many digits in a text": b'{"query": "{ __typename } # \\\\", "variables": {"a": "%s"}}'
    % (b'\\"' + b"1" * 40),
    "many digits of a fraction": b'{"query": "{ __typename }", "variables": {"a": 0.%s}}'
    % (b"1" * 40),
    "nulls": b'{"query": "{ __typename }", "variables": null, "operationName": null}',
    "exactly the largest body": '{"query": "{ __typename } # ü"}'.encode().ljust(262_144),
}


async def post(client: httpx2.AsyncClient, body: bytes, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post("/graphql", content=body, headers={"content-type": JSON} | named)


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (f"{JSON}, text/plain, */*", JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        (GRAPHQL.upper(), GRAPHQL),
        ("application/*", GRAPHQL),
        (f"{JSON}, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL}, {JSON};q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.1, {JSON};q=0.9", JSON),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"{GRAPHQL};q=0, application/*", JSON),
        (f"{GRAPHQL};q=much, {JSON};q=0.1", JSON),
        (f"{GRAPHQL};q=inf, {JSON};q=0.1", JSON),
    ],
)
async def test_the_answer_comes_in_the_type_the_client_reads_best(
    client: httpx2.AsyncClient, accept: str, answered: str
) -> None:
    body = b'{"query": "{ __typename }"}'

    response = await post(client, body, accept=accept)

    assert response.status_code == 200
    assert response.headers["content-type"] == f"{answered}; charset=utf-8"
    assert response.json()["data"] == {"__typename": "Query"}


async def test_several_accept_headers_count_as_one(client: httpx2.AsyncClient) -> None:
    headers = [("content-type", JSON), ("accept", "text/html"), ("accept", GRAPHQL)]

    response = await client.post("/graphql", content=b'{"query": "{ a }"}', headers=headers)

    assert response.headers["content-type"].startswith(GRAPHQL)


@pytest.mark.parametrize("accept", ["text/html", f"{JSON};q=0", f"*/*, {JSON};q=0, {GRAPHQL};q=0"])
async def test_a_client_that_accepts_neither_media_type_gets_406(
    client: httpx2.AsyncClient, accept: str
) -> None:
    body = b'{"query": "{ __typename }"}'

    response = await post(client, body, accept=accept)

    assert response.status_code == 406
    assert GRAPHQL in response.json()["errors"][0]["message"]


@pytest.mark.parametrize("asked", REQUEST_ERRORS.values(), ids=REQUEST_ERRORS)
async def test_a_request_that_cannot_run_is_200_in_json_and_400_in_the_type_of_graphql(
    client: httpx2.AsyncClient, asked: dict[str, object]
) -> None:
    statuses = {JSON: 200, GRAPHQL: 400}

    answers = {
        type_: await client.post("/graphql", json=asked, headers={"accept": type_})
        for type_ in statuses
    }

    assert {type_: answer.status_code for type_, answer in answers.items()} == statuses
    for answer in answers.values():
        assert "data" not in answer.json()
        assert answer.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_an_error_of_one_field_is_200_with_data(
    client: httpx2.AsyncClient, accept: str
) -> None:
    asked = {"query": '{ __typename node(id: "x") { id } }'}

    response = await client.post("/graphql", json=asked, headers={"accept": accept})

    assert response.status_code == 200
    assert response.json()["data"] == {"__typename": "Query", "node": None}
    assert response.json()["errors"][0]["path"] == ["node"]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_request_is_400_in_both_types(
    client: httpx2.AsyncClient, body: bytes, accept: str
) -> None:
    answered = f"{accept}; charset=utf-8"

    response = await post(client, body, accept=accept)

    assert (response.status_code, response.headers["content-type"]) == (400, answered)
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


@pytest.mark.parametrize("charset", ["", ";charset=utf-8", '; Charset="UTF-8"'])
@pytest.mark.parametrize("body", WELL_FORMED.values(), ids=WELL_FORMED)
async def test_what_is_a_request_is_read(
    client: httpx2.AsyncClient, body: bytes, charset: str
) -> None:
    content_type = JSON + charset

    response = await post(client, body, content_type=content_type)

    assert response.json()["data"] == {"__typename": "Query"}


async def test_the_operation_that_is_named_runs(client: httpx2.AsyncClient) -> None:
    asked = {"query": "query A { a: __typename } query B { b: __typename }", "operationName": "B"}

    response = await client.post("/graphql", json=asked)

    assert response.json()["data"] == {"b": "Query"}


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": ""},
        {"content-type": "text/plain"},
        {"content-type": "application/graphql"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": f"{JSON}; charset=iso-8859-1"},
        {"content-type": JSON, "content-encoding": "gzip"},
    ],
    ids=str,
)
async def test_another_content_type_is_415(
    client: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    body = b'{"query": "{ __typename }"}'

    response = await client.post("/graphql", content=body, headers=headers)

    assert response.status_code == 415
    assert JSON in response.json()["errors"][0]["message"]


async def test_a_body_that_is_announced_as_too_large_is_not_read(
    client: httpx2.AsyncClient,
) -> None:
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield b" "

    headers = {"content-type": JSON, "content-length": "262145"}
    response = await client.post("/graphql", content=body(), headers=headers)

    assert (response.status_code, response.headers["connection"]) == (413, "close")
    assert "262144 bytes" in response.json()["errors"][0]["message"]
    assert read == []


async def test_a_body_in_chunks_is_read_up_to_the_limit_and_no_further(
    client: httpx2.AsyncClient,
) -> None:
    read: list[int] = []

    async def body() -> AsyncIterator[bytes]:
        for chunk in range(1000):
            read.append(chunk)
            yield b" " * 1024

    response = await client.post("/graphql", content=body(), headers={"content-type": JSON})

    assert response.status_code == 413
    assert len(read) == 257


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
async def test_another_method_is_405_and_says_which_there_are(
    client: httpx2.AsyncClient, method: str
) -> None:
    body = b'{"query": "{ __typename }"}'

    response = await client.request(method, "/graphql", content=body)

    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_a_query_is_asked_by_get_with_its_variables(client: httpx2.AsyncClient) -> None:
    document = "query A { __typename } query B($n: ID!) { node(id: $n) { id } }"
    variables = '{"n": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"}'
    asked = {"query": document, "variables": variables, "operationName": "B"}

    response = await client.get("/graphql", params=asked)

    assert response.json()["data"] == {"node": None}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_mutation_by_get_is_405_and_changes_nothing(
    client: httpx2.AsyncClient, accept: str
) -> None:
    asked = {"query": IMPORT, "variables": '{"number": "+14155550123"}'}

    response = await client.get("/graphql", params=asked, headers={"accept": accept})

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    count = await client.get("/graphql", params={"query": "{ phoneNumbers { totalCount } }"})
    assert count.json()["data"] == {"phoneNumbers": {"totalCount": 0}}


@pytest.mark.parametrize("asked", [{}, {"query": "{ __typename }", "variables": "[1]"}], ids=str)
async def test_a_get_that_is_no_request_is_400(
    client: httpx2.AsyncClient, asked: dict[str, str]
) -> None:
    response = await client.get("/graphql", params=asked)

    assert response.status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        "0b1f3d0c-2bac-4d52-ba04-79d2b9eba79c",
        "0B1F3D0C-2BAC-4D52-BA04-79D2B9EBA79C",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ],
)
async def test_a_request_id_is_handed_back(client: httpx2.AsyncClient, given: str) -> None:
    body = b'{"query": "{ __typename }"}'

    response = await post(client, body, x_request_id=given)

    assert response.headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [
        "", "two words", "x" * 65, "semi;colon", "<b>", "\u00fc", "14155550123", "4111111111111111",
        "ng_0123456789ab_secret", "hunter2", "ada.lovelace", "x" * 32, "4155550123" * 3 + "42a9",
    ],
)  # fmt: skip
async def test_a_bad_request_id_is_replaced(client: httpx2.AsyncClient, given: str) -> None:
    headers = {b"x-request-id": given.encode()}

    found = [(await client.get("/graphql", headers=headers)).headers["x-request-id"] for _ in "12"]

    assert found[0] != found[1]
    assert all(len(id_) == 32 and id_.isalnum() for id_ in found)
