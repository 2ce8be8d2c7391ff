"""Bulk jobs as clients see them: start one, wait for its end, read its rows."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

import httpx2

from tests import servers
from tests.conftest import ask

JOB: Final = """id status code dryRun total processed createdAt finishedAt
  counts { imported updated unchanged differs failed pending }"""
_PROBLEM: Final = """... on Problem { code message }
  ... on Rejected { retryable retryAfterSeconds }
  ... on ValidationFailed { fieldErrors { path code message } }
  ... on IdempotencyConflict { reason }"""
START: Final = f"""mutation ($input: StartImportJobInput!) {{
  startImportJob(input: $input) {{ __typename
  ... on StartImportJobSuccess {{ replayed job {{ {JOB} uploadPath }} }} {_PROBLEM} }} }}"""
START_UPDATE: Final = f"""mutation ($input: StartUpdateJobInput!) {{
  startUpdateJob(input: $input) {{ __typename
  ... on StartUpdateJobSuccess {{ replayed job {{ {JOB} }} }} {_PROBLEM} }} }}"""
CANCEL: Final = f"""mutation ($id: ID!) {{ cancelImportJob(id: $id) {{
  __typename ... on CancelImportJobSuccess {{ job {{ {JOB} }} }} ... on Problem {{ code }} }} }}"""
READ: Final = f"""query ($id: ID!) {{ node(id: $id) {{ ... on BulkJob {{ {JOB} }}
  ... on ImportJob {{ uploadPath }} }} }}"""
ROWS: Final = """query ($id: ID!, $after: String, $fates: [RowFate!]) { node(id: $id) {
  ... on BulkJob { rows(first: 100, after: $after, fates: $fates) {
    nodes { place line number fate code message differs fieldErrors { path code message }
      phoneNumber { number name } }
    pageInfo { hasNextPage endCursor } } } } }"""
_ENDED: Final = {"COMPLETED", "CANCELLED", "FAILED"}


async def started(client: httpx2.AsyncClient, document: str = START, **input_: Any) -> Any:
    """Start a job; return the answer."""
    body = await ask(client, document, input=input_)
    assert "errors" not in body, body
    [answer] = body["data"].values()
    return answer


async def read(client: httpx2.AsyncClient, id_: str) -> Any:
    """Return a job as it is now."""
    body = await ask(client, READ, id=id_)
    assert "errors" not in body, body
    return body["data"]["node"]


async def ended(client: httpx2.AsyncClient, id_: str) -> Any:
    """Wait until a job has ended, and return it."""
    return await until(client, id_, lambda job: job["status"] in _ENDED)


async def until(client: httpx2.AsyncClient, id_: str, is_found: Callable[[Any], bool]) -> Any:
    """Wait until a job is as it is sought, and return it."""
    end = time.monotonic() + servers.LIMIT
    while not is_found(job := await read(client, id_)):
        assert time.monotonic() < end, job
        await asyncio.sleep(0.05)
    return job


async def rows(client: httpx2.AsyncClient, id_: str, *fates: str) -> list[Any]:
    """Return all rows of a job, page by page."""
    found: list[Any] = []
    after = None
    while True:
        body = await ask(client, ROWS, id=id_, after=after, fates=[*fates] or None)
        assert "errors" not in body, body
        page = body["data"]["node"]["rows"]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


async def done(client: httpx2.AsyncClient, document: str = START, **input_: Any) -> Any:
    """Start a job, and return it when it has ended."""
    answer = await started(client, document, **input_)
    assert "job" in answer, answer
    return await ended(client, answer["job"]["id"])


def counts(job: Any) -> dict[str, int]:
    """Return the counts of a job that are not zero."""
    return {name: count for name, count in job["counts"].items() if count}
