"""Uploads of import jobs: streamed, begun anew after they break off, and refused when too large."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from starlette.requests import ClientDisconnect

from gateway.settings import Settings
from tests import bulk_jobs
from tests.bulk_jobs import counts, ended, started
from tests.conftest import ON_SQLITE, PROJECT, STRANGER, client_of
from tests.upstream.attached import token_of

pytestmark = pytest.mark.anyio

HEADER = "number,number_type,name\n"
ROWS = 2_500
FILE = (HEADER + "".join(f"+1415{2000000 + n},longcode,n{n}\n" for n in range(ROWS))).encode()


@pytest.fixture
def settings(database: str) -> Settings:
    return Settings(database_url=database, open_access=True, upload_limit=1 << 20, job_rows=5_000)


async def waiting(client: httpx2.AsyncClient, size: int = len(FILE), **more: Any) -> Any:
    """Start a job that waits for a file, and return it."""
    answer = await started(client, source={"upload": {"bytes": size}}, **more)
    return answer["job"]


async def test_a_file_larger_than_other_bodies_is_imported(client: httpx2.AsyncClient) -> None:
    large = FILE + b"\n" * 300_000
    job = await waiting(client, len(large))

    answer = await client.put(job["uploadPath"], content=large)

    done = await ended(client, job["id"])
    assert (job["status"], answer.status_code, answer.json()["total"]) == ("COLLECTING", 200, ROWS)
    assert (done["total"], counts(done)) == (ROWS, {"imported": ROWS})
    assert done["uploadPath"] is None


async def test_an_upload_that_breaks_off_is_begun_anew(client: httpx2.AsyncClient) -> None:
    job = await waiting(client)

    async def broken() -> AsyncIterator[bytes]:
        yield FILE[: len(FILE) // 2]
        raise ClientDisconnect

    await client.put(job["uploadPath"], content=broken())
    short = await client.put(job["uploadPath"], content=FILE[:-1])
    between = await bulk_jobs.read(client, job["id"])
    whole = await client.put(job["uploadPath"], content=FILE)
    again = await client.put(job["uploadPath"], content=FILE)

    done = await ended(client, job["id"])
    assert (short.status_code, short.json()["code"]) == (409, "upload_refused")
    assert (between["status"], between["total"]) == ("COLLECTING", 0)
    assert whole.status_code == 200
    assert (again.status_code, again.json()["code"]) == (409, "upload_refused")
    assert counts(done) == {"imported": ROWS}


async def test_a_file_that_is_no_csv_or_too_long_leaves_the_job_waiting(
    client: httpx2.AsyncClient,
) -> None:
    colours, long = b"colour\nred\n", (HEADER + "+14152000000,longcode,\n" * 6_000).encode()
    first, second = await waiting(client, len(colours)), await waiting(client, len(long))

    invalid = await client.put(first["uploadPath"], content=colours)
    too_long = await client.put(second["uploadPath"], content=long)

    assert (invalid.status_code, invalid.json()["code"]) == (422, "invalid_csv")
    assert (too_long.status_code, too_long.json()["code"]) == (422, "too_many_rows")
    for job in (first, second):
        now = await bulk_jobs.read(client, job["id"])
        assert (now["status"], await bulk_jobs.rows(client, job["id"])) == ("COLLECTING", [])


async def test_a_file_beyond_the_limit_is_refused_as_soon_as_it_is(
    client: httpx2.AsyncClient,
) -> None:
    job = await waiting(client)

    answer = await client.put(job["uploadPath"], content=b"x" * ((1 << 20) + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


@ON_SQLITE
async def test_an_upload_that_takes_too_long_ends_and_is_begun_anew(
    client: httpx2.AsyncClient, settings: Settings
) -> None:
    job = await waiting(client)

    async def stalled() -> AsyncIterator[bytes]:
        yield FILE[: len(FILE) // 2]
        await asyncio.Event().wait()

    hurried = settings.model_copy(update={"upload_seconds": 0.1})
    async with client_of(hurried) as other:
        late = await other.put(job["uploadPath"], content=stalled())
    between = await bulk_jobs.read(client, job["id"])
    whole = await client.put(job["uploadPath"], content=FILE)

    assert (late.status_code, late.json()["code"]) == (408, "timeout")
    assert late.headers["connection"] == "close"
    assert (between["status"], between["total"]) == ("COLLECTING", 0)
    assert whole.status_code == 200


async def test_the_same_upload_job_twice_under_one_key_is_one_job(
    client: httpx2.AsyncClient,
) -> None:
    first = await waiting(client, idempotencyKey="file-1")
    second = await waiting(client, idempotencyKey="file-1")
    await client.put(second["uploadPath"], content=FILE)
    third = await started(client, source={"upload": {"bytes": len(FILE)}}, idempotencyKey="file-1")

    assert first["id"] == second["id"] == third["job"]["id"]
    assert counts(await ended(client, first["id"])) == {"imported": ROWS}


async def test_a_job_of_another_project_takes_no_file(
    client: httpx2.AsyncClient, database: str
) -> None:
    job = await waiting(client)
    tokens = [await token_of(database, project) for project in (PROJECT, STRANGER.project_id)]

    async with client_of(Settings(database_url=database)) as guarded:
        answers = [
            await guarded.put(path, content=FILE, headers={"Authorization": f"Bearer {tokens[1]}"})
            for path in (job["uploadPath"], f"/imports/{PROJECT}/rows", "/imports/none/rows")
        ]
        anonymous = await guarded.put(job["uploadPath"], content=FILE)

    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "job_not_found")] * 3
    assert anonymous.status_code == 401
