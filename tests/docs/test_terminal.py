"""The commands of the README and of docs/terminal.md: they exist, and what is shown works."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from gateway.cli import app
from tests.conftest import ON_SQLITE

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
PAGE = (ROOT / "docs/terminal.md").read_text()


def commands(command: Any, name: str = "numbergate") -> Iterator[str]:
    """Yield the commands as they are typed, those of groups one by one."""
    if not hasattr(command, "commands"):
        yield name
        return
    for part in command.list_commands(None):
        yield from commands(command.get_command(None, part), f"{name} {part}")


def test_every_command_is_listed_and_no_other() -> None:
    listed = re.findall(r"^\| `(numbergate [a-z -]+)` \|", PAGE, re.MULTILINE)

    assert sorted(listed) == sorted(commands(get_command(app)))


@ON_SQLITE
def test_the_commands_of_the_readme_succeed(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBERGATE_DATABASE_URL", database)
    [rows] = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    Path("numbers.csv").write_text(rows)
    shown = re.findall(r"^numbergate ((?:numbers|project|token) .*)$", README, re.MULTILINE)

    ended = {line: CliRunner().invoke(app, shlex.split(line)) for line in shown}

    failed = {line: result.output for line, result in ended.items() if result.exit_code != 0}
    assert failed == {}
    assert len(shown) >= 8
