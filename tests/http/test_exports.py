"""Exports: the import reads back unchanged what was written, for every kind of handler."""

from collections.abc import Iterable
from typing import Any

import httpx2
import pytest

from gateway.database.database import Database
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.csv_rows import writer
from gateway.domain.enums import Scope
from gateway.domain.handlers import CALL_HANDLERS, MESSAGE_HANDLERS
from gateway.domain.validation_policy import STRICT
from gateway.services.imports import IMPORT_FIELDS
from gateway.services.phone_numbers import PhoneNumbers
from gateway.services.projects import Projects
from gateway.settings import Settings
from tests import bulk_jobs
from tests.conftest import CALLER, PROJECT, STRANGER, client_of
from tests.graphql.test_handlers import filled
from tests.upstream.attached import token_of

pytestmark = pytest.mark.anyio

PATH = "/exports/phone_numbers.csv"
AWKWARD = 'Jürgen, "the desk"; it\'s =1+1'


def commands() -> Iterable[dict[str, Any]]:
    """Yield a number for each kind that can be set, and some whose texts need quotes."""
    kinds: list[tuple[str, str, Any]] = [
        ("call_handler", k, m) for k, m in CALL_HANDLERS.items() if m.settable
    ]
    kinds += [("message_handler", k, m) for k, m in MESSAGE_HANDLERS.items() if m.settable]
    for place, (field, kind, model) in enumerate(kinds):
        yield {"number": f"+1415312{place:04}", field: {kind: filled(model)}, "tags": ["eu", "a:b"]}
    secret = {"laml_webhooks": {"request_url": "https://me:secret@example.com/a?b=c&d=e"}}
    yield {"number": "+14153129000", "name": AWKWARD, "call_handler": secret}
    yield {"number": "+14153129001", "capabilities": ["sms"], "tags": []}
    topic = {"relay_topic": {"topic": "front desk"}}
    yield {"number": "+14153129002", "call_receive_mode": "fax", "message_handler": topic}


async def filled_project(numbers: PhoneNumbers) -> list[dict[str, Any]]:
    """Import these numbers, and return the fields of each."""
    asked = [ImportNumber.of({"number_type": "longcode", **c}, STRICT) for c in commands()]
    await numbers.import_all(CALLER, asked)
    return [_fields(command) for command in asked]


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("number", *IMPORT_FIELDS)}


async def test_what_is_exported_is_imported_again_unchanged(
    client: httpx2.AsyncClient, numbers: PhoneNumbers, database: str
) -> None:
    wanted = await filled_project(numbers)
    client.headers["Authorization"] = f"Bearer {await token_of(database, PROJECT)}"

    answer = await client.get(PATH)
    same = await bulk_jobs.done(client, source={"csv": answer.text})
    for row in wanted:
        found = await numbers.find(CALLER, row["number"])
        assert found is not None
        release = "mutation ($id: ID!) { releasePhoneNumber(input: {id: $id}) { __typename } }"
        await client.post("/graphql", json={"query": release, "variables": {"id": str(found.id)}})
    back = await bulk_jobs.done(client, source={"csv": answer.text})

    assert answer.headers["content-type"].startswith("text/csv")
    assert bulk_jobs.counts(same) == {"unchanged": len(wanted)}
    assert bulk_jobs.counts(back) == {"imported": len(wanted)}
    for row in wanted:
        found = await numbers.find(CALLER, row["number"])
        assert _fields(found) == row


async def test_an_export_has_several_pages_and_no_number_of_another_project(
    client: httpx2.AsyncClient, numbers: PhoneNumbers
) -> None:
    many = [{"number": f"+1415312{n:04}", "number_type": "longcode"} for n in range(1_100)]
    await numbers.import_all(CALLER, [ImportNumber.of(row, STRICT) for row in many])
    foreign = {"number": "+442079460999", "number_type": "longcode"}
    await numbers.import_all(STRANGER, [ImportNumber.of(foreign, STRICT)])

    lines = (await client.get(PATH)).text.splitlines()

    assert lines[0] == writer.header().strip()
    assert [line.partition(",")[0] for line in lines[1:]] == [row["number"] for row in many]


async def test_secrets_are_masked_for_tokens_that_may_not_see_them(
    database: str, opened: Database, numbers: PhoneNumbers
) -> None:
    await filled_project(numbers)
    scopes = {"reader": [Scope.NUMBERS_READ], "writer": [Scope.NUMBERS_WRITE]}
    tokens = {n: (await Projects(opened).mint(PROJECT, n, s)).text for n, s in scopes.items()}

    async with client_of(Settings(database_url=database)) as client:
        answers = {
            name: await client.get(PATH, headers={"Authorization": f"Bearer {token}"})
            for name, token in tokens.items()
        }
        anonymous = await client.get(PATH)

    assert "secret" not in answers["reader"].text
    assert "****" in answers["reader"].text
    assert (answers["writer"].status_code, anonymous.status_code) == (403, 401)
