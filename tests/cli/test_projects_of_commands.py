"""``--project``: each command that works on a project takes it, and works on no other."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from gateway.cli import app
from tests.conftest import ON_SQLITE
from tests.upstream.chaos import KEY

GROUPS: Final = ("numbers", "webhooks", "connections", "upstream")


@pytest.fixture
def projects(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBERGATE_DATABASE_URL", database)
    monkeypatch.setenv("NUMBERGATE_SECRET_KEYS", KEY)
    for name in ("sales", "support"):
        run("project", "create", name)


def run(*words: str, fails: bool = False) -> str:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == int(fails), result.output
    return result.output


def commands() -> dict[str, Any]:
    """Return the commands that work on a project, by what is typed."""
    groups: Any = get_command(app)
    return {
        f"{group} {name}": command
        for group in GROUPS
        for name, command in groups.get_command(None, group).commands.items()
    }


def test_each_command_on_a_project_takes_its_name() -> None:
    options = {name: {option.name for option in c.params} for name, c in commands().items()}

    assert [name for name, found in options.items() if "project" not in found] == []
    assert len(options) > 20


@ON_SQLITE
@pytest.mark.usefixtures("projects")
def test_without_it_a_command_fails_where_there_are_several_and_names_them() -> None:
    said = [run(group, "list", fails=True) for group in GROUPS if group != "upstream"]

    assert all("Projects here: sales, support, tests." in text for text in said), said


@ON_SQLITE
@pytest.mark.usefixtures("projects")
def test_an_endpoint_is_managed_by_commands_on_its_project_alone() -> None:
    created = run("webhooks", "create", "https://example.com/events", "--project", "sales")
    id_ = json.loads(created)["id"]

    theirs, ours = [
        json.loads(run("webhooks", "list", "--json", "--project", name))
        for name in ("support", "sales")
    ]
    run("webhooks", "set", id_, "--disable", "--project", "support", fails=True)
    disabled = run("webhooks", "set", id_, "--disable", "--project", "sales")

    assert (theirs, [endpoint["id"] for endpoint in ours]) == ([], [id_])
    assert json.loads(disabled)["status"] == "disabled"
