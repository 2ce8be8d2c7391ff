"""The terminal as people use it: which database, which project, what changed, what is misspelt."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from gateway.cli import _GROUPS
from gateway.cli.messages import echo_message
from gateway.domain.handler_catalogue import CATALOGUE
from tests import servers

Command = Callable[..., "CompletedProcess[str]"]
# What a command may import only when it needs it: each of these takes as long as all of a command.
HEAVY = {
    "alembic", "asyncpg", "cryptography", "graphql", "httpx2", "joserfc", "opentelemetry",
    "phonenumbers", "prometheus_client", "starlette", "strawberry", "uvicorn", "yaml",
}  # fmt: skip
IMPORTED = """
import sys
from gateway.cli import app
try:
    app(sys.argv[2:])
finally:
    print(*sorted(set(sys.argv[1].split()) & set(sys.modules)), file=sys.stderr)
"""


@pytest.fixture
def run(tmp_path: Path) -> Command:
    """Run a command on the database numbers.db of the test's folder."""

    def run(*arguments: str, **settings: str) -> "CompletedProcess[str]":
        url = f"sqlite:///{tmp_path}/numbers.db"
        return servers.run(*arguments, **{"database_url": url, "log_level": "WARNING"} | settings)

    return run


def imported(folder: Path, *arguments: str) -> set[str]:
    """Return which of the heavy packages a command imports."""
    ended = subprocess.run(
        [sys.executable, "-c", IMPORTED, " ".join(HEAVY), *arguments],
        capture_output=True, check=False, text=True,
        env=servers.environment({"database_url": f"sqlite:///{folder}/numbers.db"}),
    )  # fmt: skip
    assert "Traceback" not in ended.stderr
    return set(ended.stderr.splitlines()[-1].split())


@pytest.mark.usefixtures("numbers_db")
@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ("--help", set[str]()),
        ("handlers", set()),
        ("numbers list --limit 1", set()),
        ("numbers list --json", set()),
        ("numbers show +14155550123", {"phonenumbers"}),
        ("project list", set()),
        ("project create sales", set()),
        ("token list", set()),
        ("token create robot", set()),
        ("prune", {"phonenumbers"}),  # the control: what is imported is seen
        ("secrets key first", set()),
        ("migrate", set()),  # there is nothing to migrate
        ("schema", {"graphql", "strawberry"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    tmp_path: Path, arguments: str, needed: set[str]
) -> None:
    found = imported(tmp_path, *arguments.split())

    assert found >= needed
    assert found - needed <= (HEAVY if arguments == "schema" else set())


@pytest.mark.usefixtures("numbers_db")
def test_a_list_of_numbers_maps_its_tables_and_builds_one_group(tmp_path: Path) -> None:
    """`python -m bench.start` has the figure: at most 1.6 times the work of importing sqlmodel."""
    program = (
        IMPORTED.partition("finally:")[0]
        + """finally:
    from gateway.models.base import Table
    print(*sorted(Table.metadata.tables), file=sys.stderr)
    print(*sorted(name for name in sys.modules if name.startswith("gateway.cli.")), file=sys.stderr)
"""
    )

    ended = subprocess.run(
        [sys.executable, "-c", program, "", "numbers", "list", "--json"],
        capture_output=True, check=False, text=True,
        env=servers.environment({"database_url": f"sqlite:///{tmp_path}/numbers.db"}),
    )  # fmt: skip

    tables, modules = ended.stderr.splitlines()[-2:]
    assert tables.split() == [
        "access_token", "number_origin", "phone_number", "phone_number_label", "project",
        "upstream", "upstream_change",
    ]  # fmt: skip
    expected = "messages number_list number_options numbers options output session"
    assert modules.split() == [f"gateway.cli.{name}" for name in expected.split()]


@pytest.mark.parametrize(
    "arguments",
    [
        "numbers list", "numbers show +14155550123", "numbers import +14155550123",
        "numbers set +14155550123 --name x", "numbers release +14155550123 --yes",
        "project list", "project create sales", "token list", "token create robot",
        "token revoke 0123456789ab", "upstream show", "secrets rotate", "prune", "work",
        "backup copy.db",
    ],
)  # fmt: skip
def test_only_serve_and_migrate_create_a_database(
    run: Command, tmp_path: Path, arguments: str
) -> None:
    ended = run(*arguments.split())

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"There is no database {tmp_path}/numbers.db. Start numbergate")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("numbers_db")
@pytest.mark.parametrize(
    "arguments",
    [
        "numbers list", "numbers list --json", "numbers show +14155550123", "upstream show",
        "numbers set +14155550123 --name x", "numbers release +14155550123",
        "numbers list --project none", "token list", "token revoke 0123456789ab",
    ],
)  # fmt: skip
def test_a_command_that_finds_nothing_says_where_it_looked(
    run: Command, tmp_path: Path, arguments: str
) -> None:
    ended = run(*arguments.split())

    assert ended.stderr.splitlines()[-1] == f"Looked in the database {tmp_path}/numbers.db."


@pytest.mark.usefixtures("numbers_db")
def test_every_command_on_numbers_takes_a_project(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("number,number_type\n+14155550124,longcode\n")
    run("project", "create", "sales")
    sales = ("--project", "sales")

    unnamed = run("numbers", "list")
    ended = [
        run("numbers", *arguments, *sales)
        for arguments in (
            ["import", "+14155550123"],
            ["import", "--file", str(file)],
            ["set", "+14155550123", "--name", "Desk"],
            ["show", "+14155550123"],
            ["release", "+14155550124", "--yes"],
            ["list"],
        )
    ]
    others = run("numbers", "list", "--project", "tests")

    assert (unnamed.returncode, unnamed.stderr.splitlines()[1]) == (
        1,
        "Use --project or NUMBERGATE_PROJECT. Projects here: sales, tests.",
    )
    assert [each.returncode for each in ended] == [0] * 6, [each.stderr for each in ended]
    assert "+14155550123" in ended[-1].stdout
    assert others.stdout == "No numbers found.\n"


@pytest.mark.usefixtures("numbers_db")
def test_set_prints_what_changed(run: Command) -> None:
    handler = "laml_webhooks request_url=https://u:secret@example.com/voice"
    run("numbers", "import", "+14155550123", "--name", "Desk")

    changed = run("numbers", "set", "+14155550123", "--name", "Office", "--call-handler", handler)
    again = run("numbers", "set", "+14155550123", "--name", "Office")

    cells = [line.split() for line in changed.stdout.splitlines()]
    assert ["name", "Desk", "Office"] in cells
    assert ["call_handler", "-", "laml_webhooks"] in cells
    assert "request_url=https://u:****@example.com/voice" in changed.stdout
    assert "tags" not in changed.stdout
    assert again.stdout == "Nothing changed: +14155550123 is as it was asked to be.\n"


@pytest.mark.usefixtures("numbers_db")
def test_release_looks_before_it_asks(run: Command) -> None:
    run("numbers", "import", "+14155550123", "--name", "Desk")
    run("numbers", "import", "+14155550124")
    run("numbers", "set", "+14155550124", "--protect")

    missing, protected, asked = (
        run("numbers", "release", number)
        for number in ("+14155550199", "+14155550124", "+14155550123")
    )

    assert "Release" not in missing.stdout + protected.stdout
    assert missing.stderr.startswith("The project has no such number.")
    assert "protected" in protected.stderr
    assert asked.stdout.startswith("Release +14155550123 (Desk)? [y/N]")
    assert asked.returncode == 1


@pytest.mark.usefixtures("numbers_db")
def test_an_import_as_json_has_its_rows(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("number,number_type\n+14155550123,longcode\n4155,longcode\n")

    ended = run("numbers", "import", "--file", str(file), "--json")

    printed = json.loads(ended.stdout)
    assert printed["finished"] is True
    assert (printed["counts"]["imported"], printed["counts"]["invalid"]) == (1, 1)
    rows = [(row["line"], row["number"], row["status"]) for row in printed["rows"]]
    assert rows == [(2, "+14155550123", "imported"), (3, "4155", "invalid")]
    assert printed["rows"][1]["detail"].startswith("number: ")


@pytest.mark.usefixtures("numbers_db")
def test_ctrl_c_says_what_is_done(tmp_path: Path) -> None:
    file, report = tmp_path / "numbers.csv", tmp_path / "report.csv"
    lines = [f"+1{4153120000 + n},longcode\n" for n in range(20_000)]
    file.write_text("number,number_type\n" + "".join(lines))
    arguments = ("numbers", "import", "--file", str(file), "--report", str(report))
    log = tmp_path / "log"

    with log.open("w") as out:
        url = f"sqlite:///{tmp_path}/numbers.db"
        process = servers.start(*arguments, stdout=out, stderr=out, database_url=url)
    with servers.ending(process):
        while not (report.exists() and report.stat().st_size > len("line,number,status,detail\n")):
            assert process.poll() is None, log.read_text()
        process.send_signal(signal.SIGINT)
        code = process.wait(servers.LIMIT)

    said = log.read_text()
    rows = len(report.read_text().splitlines()) - 1
    assert code == 130, said
    assert 0 < rows < len(lines)
    assert f"{rows} imported" in said
    assert f"Interrupted: the rows from line {rows + 2} on were not imported." in said


@pytest.mark.usefixtures("numbers_db")
def test_misspelt_settings_are_named_and_others_are_not(run: Command) -> None:
    ended = run(
        "numbers",
        "list",
        datbase_url="sqlite:///x.db",
        token="ng_x",  # noqa: S106
        service_host="10.0.0.1",
    )

    assert ended.stderr.splitlines()[0] == (
        "NUMBERGATE_DATBASE_URL: there is no such setting, so it is ignored. "
        "Did you mean NUMBERGATE_DATABASE_URL?"
    )
    assert "TOKEN" not in ended.stderr
    assert "SERVICE" not in ended.stderr
    assert "x.db" not in ended.stderr


def test_handlers_lists_every_kind_and_setting(run: Command) -> None:
    listed, as_json = run("handlers"), json.loads(run("handlers", "--json").stdout)
    [one] = json.loads(run("handlers", "ai_agent", "--json").stdout)
    in_full = run("handlers", "laml_webhooks").stdout

    for kind in CATALOGUE:
        assert kind.kind in listed.stdout
        assert all(f"{s.name}=" in listed.stdout for s in kind.settings if kind.settable)
    assert [(kind["channel"], kind["kind"]) for kind in as_json] == [
        (kind.channel, kind.kind) for kind in CATALOGUE
    ]
    assert one["settings"][0]["type"] == "uuid"
    assert "[request_method=GET|POST]" in in_full
    assert "Default: POST." in in_full
    assert max(map(len, listed.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("numbers_db")
def test_a_misspelt_kind_or_setting_is_answered_with_the_one_that_was_meant(run: Command) -> None:
    unknown = run("handlers", "relay_topics")
    kind = run("numbers", "import", "+14155550123", "--call-handler", "relay_topics topic=a")
    setting = run("numbers", "import", "+14155550123", "--call-handler", "relay_topic topics=a")

    assert (unknown.returncode, "Did you mean relay_topic?" in unknown.stderr) == (2, True)
    assert "no such handler kind. Did you mean relay_topic?" in kind.stderr
    assert "call_handler.relay_topic.topics: There is no such field. Did you mean topic?" in (
        setting.stderr
    )


def test_the_version_is_printed_and_h_helps(run: Command) -> None:
    module = subprocess.run(
        [sys.executable, "-m", "numbergate", "--version"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip

    assert run("--version").stdout == module.stdout
    assert module.stdout.startswith("numbergate 0.")
    assert "--limit" in run("numbers", "list", "-h").stdout


def test_help_names_each_group_beside_what_it_is_for(run: Command) -> None:
    shown = run("-h").stdout

    assert [
        name for name in _GROUPS if not re.search(rf"^│ {name} +[A-Z]", shown, re.MULTILINE)
    ] == []


@pytest.mark.usefixtures("numbers_db")
def test_an_empty_list_says_what_there_is_none_of(run: Command) -> None:
    assert run("webhooks", "list").stdout == "No endpoints found.\n"
    assert run("connections", "list").stdout == "No connections found.\n"


def test_messages_are_wrapped_between_words_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Only digits may follow the leading plus, not U+0028 (left parenthesis) at position 1."
    monkeypatch.setenv("COLUMNS", "80")
    echo_message(text)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    echo_message(text)

    piped, *shown = capsys.readouterr().err.splitlines()
    assert piped == text
    assert shown == [text[:-12], "position 1."]


@pytest.mark.usefixtures("numbers_db")
def test_tokens_keep_their_ids_whole_at_80_columns(run: Command, tmp_path: Path) -> None:
    token = run("token", "create", "a-program-with-a-long-name", "--scope", "admin").stdout
    run("token", "create", "gone", "--days", "3")
    program = (
        "import os, pty, sys; os.environ['COLUMNS'] = '80'; "
        "sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
    )
    env = servers.environment({"database_url": f"sqlite:///{tmp_path}/numbers.db"})

    shown = subprocess.run(
        [sys.executable, "-c", program, sys.executable, "-m", "numbergate", "token", "list"],
        capture_output=True, check=True, env=env, text=True,
    ).stdout  # fmt: skip

    assert token.split("_")[1] in shown
    assert "expires 20" in shown
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert max(map(len, lines)) <= 80
