"""`numbergate numbers check`: what it prints of each URL, and its exit codes."""

import asyncio
import json
from collections.abc import AsyncIterator
from subprocess import CompletedProcess
from typing import Final

import pytest

from gateway.database.database import Database
from gateway.domain.commands.imports import ImportNumber
from gateway.domain.validation_policy import ValidationPolicy
from gateway.services.phone_numbers import PhoneNumbers
from tests import servers
from tests.conftest import CALLER, ON_SQLITE
from tests.receiver import Answer, Receiver, receiving

pytestmark = [pytest.mark.anyio, ON_SQLITE]

NUMBER: Final = "+14155550123"
SAY: Final = Answer(200, b"<Response><Say>canary</Say></Response>", {"content-type": "text/xml"})


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def check(
    database: str, *options: str, number: str = NUMBER, **settings: str
) -> "CompletedProcess[str]":
    usual = {"database_url": database, "allow_private_urls": "true"} | settings
    return await asyncio.to_thread(servers.run, "numbers", "check", number, *options, **usual)


async def handled(opened: Database, **handlers: object) -> None:
    """Import the number with these handlers."""
    asked = {"number": NUMBER, "number_type": "longcode", **handlers}
    command = ImportNumber.of(asked, ValidationPolicy(private_urls=True))
    await PhoneNumbers(opened).import_number(CALLER, command)


async def test_it_ends_with_0_where_all_handlers_answer_and_with_1_where_one_does_not(
    database: str, opened: Database, receiver: Receiver
) -> None:
    laml = {"laml_webhooks": {"request_url": f"{receiver.url}/in"}}
    await handled(opened, call_handler=laml, message_handler={"relay_topic": {"topic": "office"}})
    receiver.answers = [SAY, Answer(500), SAY]

    answering, failing, as_json = [
        await check(database, *options) for options in ([], [], ["--json"])
    ]

    assert (answering.returncode, failing.returncode, as_json.returncode) == (0, 1, 0)
    assert "call request_url: answers (200, text/xml," in answering.stdout
    assert "message: no URL answers this kind of handler." in answering.stdout
    assert "does not answer (500," in failing.stdout
    assert "error: The status 500 is an error." in failing.stdout
    call, message = json.loads(as_json.stdout)
    assert (call["answers"], message["answers"]) == (True, None)
    assert call["urls"][0]["findings"][0]["code"] == "insecure_url"
    assert "canary" not in answering.stdout + failing.stdout + as_json.stdout


async def test_a_number_without_handlers_has_nothing_to_fail(
    database: str, opened: Database
) -> None:
    await handled(opened)

    done = await check(database)

    assert (done.returncode, "The number has no handlers" in done.stdout) == (0, True)


async def test_it_ends_with_1_where_nothing_is_asked_and_with_2_for_a_wrong_option(
    database: str, opened: Database, receiver: Receiver
) -> None:
    await handled(opened, call_handler={"laml_webhooks": {"request_url": receiver.url}})

    unknown = await check(database, number="+14155550199")
    disabled = await check(database, checks_per_minute="0")
    wrong = await check(database, "--wrong")

    assert [done.returncode for done in (unknown, disabled, wrong)] == [1, 1, 2]
    assert "The project has no such number." in unknown.stderr
    assert disabled.stderr != ""
    assert receiver.connections == 0
