"""`numbergate numbers`: the same rules as the APIs, and no tracebacks."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests import servers

pytestmark = pytest.mark.usefixtures("numbers_db")

Command = Callable[..., "CompletedProcess[str]"]
HANDLER = "laml_webhooks request_url=https://u:secret@example.com/voice request_method=GET"


@pytest.fixture
def numbers(tmp_path: Path) -> Command:
    """Run `numbergate numbers` on a new database."""

    def run(*arguments: str) -> CompletedProcess[str]:
        url = f"sqlite:///{tmp_path}/numbers.db"
        return servers.run("numbers", *arguments, database_url=url, log_level="WARNING")

    return run


def read(done: "CompletedProcess[str]") -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_number_from_its_import_to_its_release(numbers: Command) -> None:
    arguments = ("+14155550123", "--name", "Desk", "--tag", "a", "--tag", "b")
    imported = read(numbers("import", *arguments, "--call-handler", HANDLER, "--json"))
    listed = read(numbers("list", "--tag", "a", "--json"))
    patch = ("--call-handler", "relay_topic topic=office", "--clear", "name", "--protect")
    changed = read(numbers("set", "+14155550123", *patch, "--json"))
    shown = read(numbers("show", imported["id"], "--json"))
    protected = numbers("release", "+14155550123", "--yes")
    numbers("set", imported["id"], "--unprotect")
    released = numbers("release", "+14155550123", "--yes")
    gone = numbers("show", "+14155550123")

    assert imported["call_handler"]["request_url"] == "https://u:****@example.com/voice"
    assert imported["call_handler"]["request_method"] == "GET"
    assert listed == [imported]
    assert changed == shown
    assert (shown["name"], shown["tags"], shown["version"]) == (None, ["a", "b"], 2)
    assert shown["call_handler"] == {"kind": "relay_topic", "topic": "office"}
    assert (protected.returncode, "protected" in protected.stderr) == (1, True)
    assert released.returncode == 0
    assert gone.returncode == 1
    assert gone.stderr.startswith("The project has no such number.\nLooked in the database ")


def test_tables_show_numbers_and_names(numbers: Command) -> None:
    imported = read(numbers("import", "+14155550123", "--name", "Front desk", "--json"))

    listed, shown = numbers("list"), numbers("show", "+14155550123")

    assert all(word in listed.stdout for word in ("+14155550123", "Front desk"))
    assert all(word in shown.stdout for word in ("+14155550123", "Front desk", imported["id"]))


def test_a_search_finds_numbers_and_names_as_people_type_them(numbers: Command) -> None:
    for number, name in (("+14155550123", "Front desk"), ("+442079460123", "415 555 hotline")):
        read(numbers("import", number, "--name", name, "--json"))

    def found(*arguments: str) -> list[str]:
        return [row["name"] for row in read(numbers("list", *arguments, "--json"))]

    assert found("--search", "(415) 555") == ["Front desk"]
    assert found("--search", "415 555") == ["415 555 hotline", "Front desk"]
    assert found("--search", "+44 (0)20 7946") == ["415 555 hotline"]
    assert found("--search", "DESK") == ["Front desk"]
    assert found("--search", "415", "--country", "GB") == ["415 555 hotline"]
    assert found("--search", "desk 4") == []


@pytest.mark.parametrize(
    ("arguments", "code", "lines"),
    [
        (("import", "+1 415", "--type", "x"), 1, ["number: ", "number_type: "]),
        (("import", "+14155550123", "--call-handler", "telex"), 1, ["call_handler: "]),
        (("import", "+14155550123", "--call-handler", "relay_topic topic"), 1, ["name=value"]),
        (("import", "+14155550123", "--call-handler", "'"), 1, ["kind of handler first"]),
        (("import",), 2, ["--file"]),
        (("import", "--file", "/none.csv"), 2, ["/none.csv"]),
        (("list", "--contains", "x"), 1, ["number_contains: "]),
        (("show", "x"), 1, ["number: "]),
        (("set", "+14155550123", "--name", "x"), 1, ["no such number"]),
        (("set", "+14155550199", "--clear", "colour"), 2, ["colour"]),
        (("set", "+14155550199", "--expected-version", "0"), 1, ["expected_version: "]),
        (("release", "+14155550123", "--yes"), 1, ["no such number"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_each_failure_is_one_line(
    numbers: Command, arguments: tuple[str, ...], code: int, lines: list[str]
) -> None:
    numbers("import", "+14155550199")

    done = numbers(*arguments)

    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr
    assert all(line in done.stderr for line in lines), done.stderr


def test_a_dry_run_writes_nothing(numbers: Command) -> None:
    valid = numbers("import", "+14155550123", "--dry-run")
    invalid = numbers("import", "4155", "--dry-run", "--json")

    assert (valid.returncode, valid.stdout) == (0, "The import would succeed.\n")
    assert (invalid.returncode, json.loads(invalid.stdout)["valid"]) == (1, False)
    assert read(numbers("list", "--json")) == []


def test_prune_prints_how_much_it_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    done = servers.run("prune", database_url=url)

    told = (
        "Deleted 0 expired keys, 0 old changes, 0 old deliveries, 0 old jobs and "
        "0 numbers of connections that were removed.\n"
    )
    assert done.stdout == told
