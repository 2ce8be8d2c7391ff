"""What the terminal says to people: help in 80 columns, dry runs, providers, and spellings."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from gateway.cli import app
from tests import servers

pytestmark = pytest.mark.usefixtures("numbers_db")

Command = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run a command on the database numbers.db of the test's folder."""

    def run(*arguments: str, **given: Any) -> "CompletedProcess[str]":
        url = f"sqlite:///{tmp_path}/numbers.db"
        return servers.run(*arguments, database_url=url, log_level="WARNING", **given)

    return run


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command below this one."""
    below: dict[str, Any] = getattr(command, "commands", {})
    if not below:
        yield words
    for name, one in below.items():
        yield from commands(one, (*words, name))


def test_help_breaks_no_list_of_values_between_lines_of_80_columns() -> None:
    root: Any = get_command(app)
    root.list_commands(None)  # imports the groups
    runner = CliRunner(env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})

    shown = [(words, runner.invoke(app, [*words, "--help"]).stdout) for words in commands(root)]
    lines = [(words, line) for words, text in shown for line in text.splitlines()]

    assert len(shown) > 30
    assert max(len(line) for _, line in lines) <= 80
    assert [(words, line) for words, line in lines if is_broken(line)] == []


def is_broken(line: str) -> bool:
    """Tell whether a list of values begins or ends within the line, and not both."""
    values = re.sub(r"<=|>=", "", line)
    return values.count("<") != values.count(">")


@pytest.mark.parametrize("way", [(), ("--job",)], ids=["direct", "job"])
def test_a_dry_run_says_that_nothing_was_changed(
    run: Command, tmp_path: Path, way: tuple[str, ...]
) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("number,number_type\n+14155550123,longcode\n")

    dry = run("numbers", "import", "--file", str(file), "--dry-run", *way)
    real = run("numbers", "import", "--file", str(file), *way)

    assert dry.stdout == real.stdout == "1 imported, 0 unchanged, 0 differs, 0 invalid\n"
    assert "This was a dry run: nothing was changed." in dry.stderr
    assert "dry run" not in real.stderr


@pytest.mark.parametrize("provider", ["other", "twillio"])
def test_an_unknown_provider_is_answered_with_those_that_are_known(
    run: Command, provider: str
) -> None:
    refused = run("connections", "add", provider, "--label", "Old", stdin="secret\n")

    assert refused.returncode == 1
    assert refused.stderr.startswith("credentials: There is no such provider.")
    assert "'twilio'" in refused.stderr
    assert "handler" not in refused.stderr


def test_a_country_and_a_method_may_be_written_in_small_letters(run: Command) -> None:
    webhook = "laml_webhooks request_url=https://example.com/in request_method=get"
    run("numbers", "import", "+14155550123", "--call-handler", webhook)
    run("numbers", "import", "+442079460018")

    listed = run("numbers", "list", "--country", "us", "--json").stdout

    assert '"+14155550123"' in listed
    assert '"GET"' in listed
    assert "+442079460018" not in listed
