"""The Python client: reproducible generation, strict types, and a run against a server."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import environments, servers

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients/python"
PACKAGE = CLIENT / "numbergate_client"
BEGINNING = "WyJldmVudHMiLDBd"  # the cursor before the first event


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.glob("*.py")}


def test_the_schema_and_the_operations_give_the_client_that_is_kept(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    programs = environments.made("codegen", request.config.cache)
    project = tmp_path / "clients/python"
    shutil.copytree(CLIENT, project, ignore=shutil.ignore_patterns("numbergate_client", ".*"))
    shutil.copytree(ROOT / "schema", tmp_path / "schema")

    subprocess.run(
        [str(programs / "ariadne-codegen")],
        check=True,
        capture_output=True,
        cwd=project,
        env={"PATH": str(programs)},
    )

    assert files(project / "numbergate_client") == files(PACKAGE), "Run: make client"


def test_the_client_and_its_example_are_strictly_typed() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", "example.py", "follow.py"],
        check=False,
        capture_output=True,
        cwd=CLIENT,
        text=True,
    )

    assert checked.returncode == 0, checked.stdout


def test_the_example_does_what_it_says(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    with servers.serving(tmp_path / "log", database_url=url) as server:
        token = servers.run("token", "create", "example", database_url=url).stdout.split()[-1]
        run = subprocess.run(
            [sys.executable, "example.py", f"{server.url}/graphql", token, "+14155550123"],
            check=False,
            capture_output=True,
            cwd=CLIENT,
            text=True,
        )

    assert run.stdout.splitlines() == [
        "+14155550123: https://example.com/voice",
        "+14155550123: topic office",
        "changed meanwhile: +14155550123: topic office",
        "+14155550123: topic office",
    ], run.stderr


def test_the_follower_hears_each_event_once_also_when_the_server_is_started_again(
    tmp_path: Path,
) -> None:
    url, port = f"sqlite:///{tmp_path}/numbers.db", str(servers.free_port())
    command = [sys.executable, "follow.py", f"http://127.0.0.1:{port}/graphql"]
    heard = tmp_path / "heard"
    with servers.serving(tmp_path / "first", "--port", port, database_url=url) as first:
        token = servers.run("token", "create", "follower", database_url=url).stdout.split()[-1]
        servers.run("numbers", "import", "+14155550123", "--type", "longcode", database_url=url)
        with heard.open("w") as out:
            process = subprocess.Popen([*command, token, BEGINNING], cwd=CLIENT, stdout=out)
        with servers.ending_alone(process):
            first.wait_for(lambda: heard.read_text().count("\n") == 1)
            first.kill()
            with servers.serving(tmp_path / "second", "--port", port, database_url=url) as second:
                servers.run(
                    "numbers", "import", "+14155550124", "--type", "longcode", database_url=url
                )
                second.wait_for(lambda: heard.read_text().count("\n") == 2)

    assert heard.read_text() == "+14155550123: IMPORTED\n+14155550124: IMPORTED\n"
