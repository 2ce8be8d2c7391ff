"""startImportJob: each row has its own fate, and a job is as safe to repeat as an import."""

from typing import Any

import httpx2
import pytest

from gateway.settings import Settings
from tests import bulk_jobs
from tests.bulk_jobs import counts, done, rows, started
from tests.conftest import ask, client_of

pytestmark = pytest.mark.anyio

EVENTS = "{ phoneNumberEvents(first: 100) { nodes { type number actor } } }"
NUMBERS = "{ phoneNumbers(first: 100) { totalCount nodes { number name tags callHandlerKind } } }"


def number(place: int) -> str:
    return f"+1415312{place:04}"


def row(place: int, **more: Any) -> dict[str, Any]:
    return {"number": number(place), "numberType": "LONGCODE"} | more


async def numbers(client: httpx2.AsyncClient) -> Any:
    return (await ask(client, NUMBERS))["data"]["phoneNumbers"]


async def events(client: httpx2.AsyncClient) -> list[Any]:
    nodes: list[Any] = (await ask(client, EVENTS))["data"]["phoneNumberEvents"]["nodes"]
    return nodes


async def test_rows_are_imported_with_their_events_and_each_has_its_fate(
    client: httpx2.AsyncClient,
) -> None:
    await done(client, source={"rows": [row(1, name="before")]})
    given = [
        row(0, name="Desk", tags=["eu"], callHandler={"relayTopic": {"topic": "office"}}),
        row(1, name="before"),
        row(1, name="after"),
        {"number": "4155550123", "numberType": "LONGCODE"},
        row(0, name="Desk"),
    ]

    job = await done(client, source={"rows": given})

    found = await rows(client, job["id"])
    assert (job["status"], job["total"], job["processed"]) == ("COMPLETED", 5, 5)
    assert counts(job) == {"imported": 1, "unchanged": 2, "differs": 1, "failed": 1}
    fates = [r["fate"] for r in found]
    assert fates == ["IMPORTED", "UNCHANGED", "DIFFERS", "FAILED", "UNCHANGED"]
    assert [r["place"] for r in found] == [1, 2, 3, 4, 5]
    assert found[2]["differs"] == ["name"]
    assert found[2]["phoneNumber"] == {"number": number(1), "name": "before"}
    [error] = found[3]["fieldErrors"]
    assert (error["path"], error["code"]) == (["number"], "not_e164")
    assert [e["number"] for e in await events(client)] == [number(1), number(0)]
    assert (await numbers(client))["nodes"][0] == {
        "number": number(0),
        "name": "Desk",
        "tags": ["eu"],
        "callHandlerKind": "RELAY_TOPIC",
    }


async def test_a_csv_text_is_imported_and_failures_name_their_lines(
    client: httpx2.AsyncClient,
) -> None:
    text = (
        "number,number_type,tags,call_handler\n"
        f"{number(0)},longcode,eu support,relay_topic topic=office\n"
        "\n"
        f"{number(1)},longcode,,no_such_kind topic=office\n"
        f'{number(2)},"longcode\n'
    )

    job = await done(client, source={"csv": text})

    found = await rows(client, job["id"])
    assert counts(job) == {"imported": 1, "failed": 2}
    assert [(r["line"], r["fate"], r["code"]) for r in found] == [
        (2, "IMPORTED", None),
        (4, "FAILED", "validation_failed"),
        (5, "FAILED", "malformed_row"),
    ]
    assert found[1]["fieldErrors"][0]["code"] == "unknown_kind"


@pytest.mark.parametrize(
    ("source", "path", "code"),
    [
        ({"csv": ""}, ["input", "source", "csv"], "invalid_csv"),
        ({"csv": "number,number_type\n"}, ["input", "source", "csv"], "empty"),
        ({"csv": "colour\nred\n"}, ["input", "source", "csv"], "invalid_csv"),
        ({"rows": []}, ["input", "source", "rows"], "empty"),
        ({"upload": {"bytes": 0}}, ["input", "source", "upload", "bytes"], "too_small"),
        ({"upload": {"bytes": 1 << 30}}, ["input", "source", "upload", "bytes"], "too_large"),
    ],
)
async def test_a_source_without_rows_starts_no_job(
    client: httpx2.AsyncClient, source: dict[str, Any], path: list[str], code: str
) -> None:
    answer = await started(client, source=source)

    listed = await ask(client, "{ bulkJobs { nodes { id } } }")
    [error] = answer["fieldErrors"]
    assert (answer["__typename"], error["path"], error["code"]) == ("ValidationFailed", path, code)
    assert listed["data"]["bulkJobs"]["nodes"] == []


async def test_existing_numbers_fail_where_the_job_says_so(client: httpx2.AsyncClient) -> None:
    await done(client, source={"rows": [row(0)]})

    job = await done(client, source={"rows": [row(0), row(1)]}, ifExists="FAIL")

    first, second = await rows(client, job["id"])
    assert (first["fate"], first["code"], second["fate"]) == ("FAILED", "number_taken", "IMPORTED")


async def test_a_dry_run_writes_nothing_and_tells_the_fates(client: httpx2.AsyncClient) -> None:
    await done(client, source={"rows": [row(0, name="there")]})
    before = await numbers(client), await events(client)
    given = [
        row(0),
        row(0, name="other"),
        row(1),
        row(1, name="again"),
        row(1),
        {**row(2), "number": "1"},
    ]

    job = await done(client, source={"rows": given}, dryRun=True)
    real = await done(client, source={"rows": given})

    told = [r["fate"] for r in await rows(client, job["id"])]
    assert job["dryRun"]
    assert told == ["UNCHANGED", "DIFFERS", "IMPORTED", "DIFFERS", "UNCHANGED", "FAILED"]
    assert told == [r["fate"] for r in await rows(client, real["id"])]
    assert (before[0]["totalCount"], len(before[1])) == (1, 1)
    assert (await numbers(client))["totalCount"] == 2


async def test_a_dry_run_alone_leaves_the_project_as_it_was(client: httpx2.AsyncClient) -> None:
    before = await numbers(client), await events(client)

    job = await done(client, source={"rows": [row(n) for n in range(300)]}, dryRun=True)

    assert counts(job) == {"imported": 300}
    assert (await numbers(client), await events(client)) == before


async def test_the_same_rows_twice_under_one_key_are_one_job(client: httpx2.AsyncClient) -> None:
    source = {"rows": [row(0)]}

    first = await started(client, source=source, idempotencyKey="once")
    second = await started(client, source=source, idempotencyKey="once")
    other = await started(client, source={"rows": [row(1)]}, idempotencyKey="once")

    assert (first["replayed"], second["replayed"]) == (False, True)
    assert first["job"]["id"] == second["job"]["id"]
    assert (other["__typename"], other["reason"]) == ("IdempotencyConflict", "PARAMETER_MISMATCH")
    assert (await ask(client, "{ bulkJobs { nodes { id } } }"))["data"]["bulkJobs"]["nodes"] == [
        {"id": first["job"]["id"]}
    ]


@pytest.fixture
def idle(database: str) -> Settings:
    """Settings of a server that works on no job."""
    return Settings(database_url=database, open_access=True, work=False)


async def test_a_sixth_job_waits_until_one_is_cancelled(idle: Settings) -> None:
    async with client_of(idle) as client:
        jobs = [await started(client, source={"rows": [row(n)]}) for n in range(5)]
        sixth = await started(client, source={"rows": [row(6)]})
        cancelled = await ask(client, bulk_jobs.CANCEL, id=jobs[0]["job"]["id"])
        after = await started(client, source={"rows": [row(6)]})

    assert (sixth["code"], sixth["retryable"]) == ("job_limit", True)
    assert cancelled["data"]["cancelImportJob"]["job"]["status"] == "CANCELLED"
    assert after["__typename"] == "StartImportJobSuccess"


async def test_of_a_cancelled_job_no_row_is_done(idle: Settings) -> None:
    async with client_of(idle) as client:
        answer = await started(client, source={"rows": [row(n) for n in range(5)]})
        await ask(client, bulk_jobs.CANCEL, id=answer["job"]["id"])
        again = await ask(client, bulk_jobs.CANCEL, id=answer["job"]["id"])

    async with client_of(idle.model_copy(update={"work": True})) as client:
        await done(client, source={"rows": [row(9)]})
        job = await bulk_jobs.read(client, answer["job"]["id"])
        there = await numbers(client)

    assert again["data"]["cancelImportJob"] == {"__typename": "Rejected", "code": "job_finished"}
    assert (job["status"], job["processed"]) == ("CANCELLED", 0)
    assert [n["number"] for n in there["nodes"]] == [number(9)]
