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
        [sys.executable, "-m", "mypy", "--no-incremental", "example.py"],
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
