"""`numbergate upstream` and `numbergate work`, as an operator runs them."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import canaries, servers
from tests.upstream.chaos import attach, platform, settings

NUMBER = "+14155550123"


def control(space: str, what: str, body: Any = None) -> Any:
    return httpx2.post(f"http://{space}/_{what}", json=body).json()


@pytest.fixture
def attached(tmp_path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The settings of a database whose project is attached, and the platform's space."""
    with platform() as space:
        configured = settings(f"sqlite:///{tmp_path}/numbers.db", space)
        servers.run("migrate", **configured)
        servers.run("project", "create", "tests", **configured)
        attach(configured, space)
        yield configured, space


def upstream(action: str, configured: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = servers.run("upstream", action, **configured)
    assert canaries.PLATFORM_TOKEN not in done.stdout + done.stderr
    return done


def test_a_project_is_shown_synced_and_detached(attached: tuple[dict[str, str], str]) -> None:
    configured, space = attached
    record = {"id": "theirs", "number": NUMBER, "number_type": "longcode"}
    control(space, "put", [record])

    shown = json.loads(upstream("show", configured).stdout)
    synced = json.loads(upstream("sync", configured).stdout)
    listed = json.loads(servers.run("numbers", "list", "--json", **configured).stdout)
    detached = upstream("detach", configured)
    again = upstream("show", configured)

    assert (shown["space"], shown["status"].lower()) == (space, "active")
    assert shown["secret_hint"] == f"…{canaries.PLATFORM_TOKEN[-4:]}"
    assert (synced["last_sync"]["found"], synced["last_sync"]["code"]) == (1, None)
    assert [number["number"] for number in listed] == [NUMBER]
    assert (detached.returncode, detached.stdout) == (0, f"Detached from {space}.\n")
    assert again.returncode == 1
    assert "attached" in again.stderr
    assert control(space, "state")["records"] == [record]


def test_a_space_that_refuses_is_not_attached(tmp_path: Path) -> None:
    configured = settings(f"sqlite:///{tmp_path}/numbers.db", "127.0.0.1:9")
    servers.run("migrate", **configured)
    servers.run("project", "create", "tests", **configured)
    project = str(canaries.PLATFORM_PROJECT)
    command = [sys.executable, "-m", "gateway", "upstream", "attach", "127.0.0.1:9", project]
    env, said = servers.environment(configured), f"{canaries.PLATFORM_TOKEN}\n"

    done = subprocess.run(command, env=env, input=said, text=True, check=False, capture_output=True)

    assert done.returncode == 1
    assert canaries.PLATFORM_TOKEN not in done.stdout + done.stderr
    assert upstream("show", configured).returncode == 1


def test_work_carries_on_what_a_server_without_background_work_left(
    attached: tuple[dict[str, str], str], tmp_path: Path
) -> None:
    configured, space = attached
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
    hasty = configured | {"upstream_answer_seconds": "0.3"}

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
    hasty = configured | {"upstream_answer_seconds": "0.3"}
    number = ["+14155550123", "--wait"]

    control(space, "plan", ["429", "503", "drop_after"])
    imported = numbers(hasty, "import", *number, "--json")
    control(space, "plan", ["429", "429"])
    changed = numbers(hasty, "set", *number, "--name", "Desk", "--json")
    there = control(space, "state")["records"]
    control(space, "plan", ["429", [422, {"errors": [{"code": "no", "message": "Not today"}]}]])
    refused = numbers(hasty, "release", *number, "--yes")
    released = numbers(hasty, "release", *number, "--yes")

    assert json.loads(imported.stdout)["provisioning"] == "active"
    assert json.loads(changed.stdout)["provisioning"] == "active"
    assert [record["name"] for record in there] == ["Desk"]
    assert (refused.returncode, refused.stderr) == (1, "The platform refused: no: Not today\n")
    assert released.stdout == f"Released {NUMBER}.\n"
    assert control(space, "state")["records"] == []
