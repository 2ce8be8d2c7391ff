"""`numbergate upstream` and `numbergate work`, as an operator runs them."""

import asyncio
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import httpx2
import pytest

from tests import canaries, servers
from tests.upstream.chaos import attach, platform, settings

NUMBER = "+14155550123"
# A call ends by its answer, however busy the machine is.
UNHURRIED = {"upstream_call_seconds": "60", "upstream_answer_seconds": "60"}
# A command answers before the platform; what was sent without an answer is soon looked up.
HASTY = {"upstream_call_seconds": "4", "upstream_answer_seconds": "0.3"}


def control(space: str, what: str, body: Any = None) -> Any:
    return httpx2.post(f"http://{space}/_{what}", json=body).json()


@pytest.fixture
def space() -> Iterator[str]:
    """The platform's space."""
    with platform() as space:
        yield space


@pytest.fixture
def attached(numbers_db: Path, space: str) -> tuple[dict[str, str], str]:
    """The settings of a database whose project is attached, and the platform's space."""
    configured = settings(f"sqlite:///{numbers_db}", space) | UNHURRIED
    asyncio.run(attach(configured["database_url"], space))
    return configured, space


def attach_by_command(configured: dict[str, str], space: str) -> "CompletedProcess[str]":
    """Attach the project by the command, which reads the token from its standard input."""
    project, token = str(canaries.PLATFORM_PROJECT), f"{canaries.PLATFORM_TOKEN}\n"
    return servers.run("upstream", "attach", space, project, stdin=token, **configured)


def upstream(action: str, configured: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = servers.run("upstream", action, **configured)
    assert canaries.PLATFORM_TOKEN not in done.stdout + done.stderr
    return done


def test_a_project_is_attached_shown_synced_and_detached(numbers_db: Path, space: str) -> None:
    configured = settings(f"sqlite:///{numbers_db}", space) | UNHURRIED
    record = {"id": "theirs", "number": NUMBER, "number_type": "longcode"}
    control(space, "put", [record])

    attached = attach_by_command(configured, space)
    shown = json.loads(upstream("show", configured).stdout)
    synced = json.loads(upstream("sync", configured).stdout)
    listed = json.loads(servers.run("numbers", "list", "--json", **configured).stdout)
    detached = upstream("detach", configured)
    again = upstream("show", configured)

    assert (attached.returncode, json.loads(attached.stdout)) == (0, shown)
    assert (shown["space"], shown["status"].lower()) == (space, "active")
    assert shown["secret_hint"] == f"…{canaries.PLATFORM_TOKEN[-4:]}"
    assert (synced["last_sync"]["found"], synced["last_sync"]["code"]) == (1, None)
    assert [number["number"] for number in listed] == [NUMBER]
    assert (detached.returncode, detached.stdout) == (0, f"Detached from {space}.\n")
    assert again.returncode == 1
    assert "attached" in again.stderr
    assert control(space, "state")["records"] == [record]


def test_a_space_that_refuses_is_not_attached(numbers_db: Path) -> None:
    configured = settings(f"sqlite:///{numbers_db}", "127.0.0.1:9") | UNHURRIED

    done = attach_by_command(configured, "127.0.0.1:9")

    assert done.returncode == 1
    assert canaries.PLATFORM_TOKEN not in done.stdout + done.stderr
    assert upstream("show", configured).returncode == 1


def test_work_carries_on_what_a_server_without_background_work_left(
    attached: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    configured, space = attached[0] | HASTY, attached[1]
    control(space, "always", "429")
    query = (
        f'mutation {{ importPhoneNumber(input: {{number: "{NUMBER}", numberType: LONGCODE}}) {{ '
        "... on ImportPhoneNumberSuccess { phoneNumber { provisioning { status } } } } }"
    )
    idle: dict[str, Any] = configured | {"work": "false"}
    with servers.serving(tmp_path / "log", **idle) as server:
        answer = httpx2.post(f"{server.url}/graphql", json={"query": query}).json()
    control(space, "always", "")
    with (tmp_path / "work").open("w") as lines:
        process = servers.start("work", stdout=lines, stderr=lines, **configured)
    with servers.ending(process):
        wait_for_record(space)
        process.send_signal(signal.SIGTERM)
        code = process.wait(servers.LIMIT)

    [imported] = answer["data"].values()
    assert imported["phoneNumber"]["provisioning"]["status"] == "PENDING"
    assert [r["number"] for r in control(space, "state")["records"]] == [NUMBER]
    assert code == 0
    assert canaries.leaks((tmp_path / "work").read_text()) == []


def wait_for_record(space: str) -> None:
    end = time.monotonic() + servers.LIMIT
    while not control(space, "state")["records"]:
        assert time.monotonic() < end
        time.sleep(0.05)


def numbers(configured: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    done = servers.run("numbers", *arguments, **configured)
    assert canaries.PLATFORM_TOKEN not in done.stdout + done.stderr
    return done


def test_what_the_platform_has_not_confirmed_is_said_to_be_pending(
    attached: tuple[dict[str, str], str],
) -> None:
    configured, space = attached
    hasty = configured | HASTY

    control(space, "always", "429")
    imported = numbers(hasty, "import", NUMBER)
    control(space, "always", "")
    numbers(hasty, "import", "+14155550124", "--wait")
    control(space, "always", "429")
    released = numbers(hasty, "release", "+14155550124", "--yes")

    assert (imported.returncode, released.returncode) == (0, 0)
    assert "Note: The platform has not confirmed this yet." in imported.stderr
    assert released.stdout == "The release of +14155550124 is pending.\n"


def test_with_wait_a_command_ends_when_the_platform_has_confirmed_it(
    attached: tuple[dict[str, str], str],
) -> None:
    configured, space = attached
    hasty = configured | {"upstream_call_seconds": "1", "upstream_answer_seconds": "0.3"}
    calm = configured | {"upstream_answer_seconds": "0.3"}
    number = ["+14155550123", "--wait"]

    control(space, "plan", ["429", "503", "drop_after"])
    imported = numbers(hasty, "import", *number, "--json")
    control(space, "plan", ["429", "429"])
    changed = numbers(calm, "set", *number, "--name", "Desk", "--json")
    there = control(space, "state")["records"]
    control(space, "plan", ["429", [422, {"errors": [{"code": "no", "message": "Not today"}]}]])
    refused = numbers(calm, "release", *number, "--yes")
    released = numbers(calm, "release", *number, "--yes")

    assert json.loads(imported.stdout)["provisioning"] == "active"
    assert json.loads(changed.stdout)["provisioning"] == "active"
    assert [record["name"] for record in there] == ["Desk"]
    assert (refused.returncode, refused.stderr) == (1, "The platform refused: no: Not today\n")
    assert released.stdout == f"Released {NUMBER}.\n"
    assert control(space, "state")["records"] == []


def imported(configured: dict[str, str], file: Path, *more: str) -> tuple[int, Any]:
    """Import a file; return the exit code, and the status and detail of each row by its number."""
    done = numbers(configured, "import", "--file", str(file), "--json", *more)
    rows = json.loads(done.stdout)["rows"]
    return done.returncode, {row["number"][-1]: (row["status"], row["detail"]) for row in rows}


BY_JOB = pytest.mark.parametrize("job", [[], ["--job"]], ids=["at once", "by a job"])


def listing(tmp_path: Path) -> Path:
    file = tmp_path / "numbers.csv"
    file.write_text("number,number_type\n+14155550123,longcode\n+14155550124,longcode\n")
    return file


@BY_JOB
def test_rows_of_a_file_are_pending(
    attached: tuple[dict[str, str], str], tmp_path: Path, job: list[str]
) -> None:
    configured, space = attached

    pending = imported(configured, listing(tmp_path), *job)

    assert pending == (0, {"3": ("pending", ""), "4": ("pending", "")})
    state = control(space, "state")
    assert (state["records"], state["calls"].count("POST")) == ([], 0)


@BY_JOB
def test_with_wait_rows_of_a_file_are_settled(
    attached: tuple[dict[str, str], str], tmp_path: Path, job: list[str]
) -> None:
    configured, space = attached
    file, told = listing(tmp_path), "The platform refused: Not on this day"

    control(space, "always", [409, {"error": "Not on this day"}])
    refused = imported(configured, file, "--wait", *job)
    control(space, "always", "")
    anew = [*job, "--key", "anew"] if job else []  # the same file is the same job
    again = imported(configured, file, "--wait", *anew)
    known = imported(configured, file, "--wait")

    there = {record["number"] for record in control(space, "state")["records"]}
    assert refused == (1, {"3": ("refused", told), "4": ("refused", told)})
    assert again == (0, {"3": ("imported", ""), "4": ("imported", "")})
    assert known == (0, {"3": ("unchanged", ""), "4": ("unchanged", "")})
    assert there == {"+14155550123", "+14155550124"}


def test_a_dry_run_has_no_platform_to_wait_for(attached: tuple[dict[str, str], str]) -> None:
    configured, _ = attached

    done = numbers(configured, "import", NUMBER, "--dry-run", "--wait")

    assert done.returncode == 2
    assert "--wait" in done.stderr
