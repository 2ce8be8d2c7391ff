"""Settings: described, documented in docs/settings.md, and refused by name when wrong."""

import ast
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from gateway.graphql.limits.size import Limits
from gateway.settings import Settings
from tests import servers, settings_page

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/settings.md").read_text()


def test_every_setting_has_a_description() -> None:
    fields = Settings.model_fields

    undescribed = [name for name, field in fields.items() if not field.description]

    assert fields
    assert undescribed == []


def test_the_page_of_the_settings_is_as_the_code_declares_them() -> None:
    assert settings_page.page() == PAGE, "Run: make settings"


def test_every_setting_is_used() -> None:
    files = (ROOT / "gateway").rglob("*.py")
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text())))
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    read |= {f"limit_{field.name}" for field in fields(Limits)}

    assert set(Settings.model_fields) - read == set()


def test_every_default_is_a_valid_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, field in Settings.model_fields.items():
        monkeypatch.setenv(f"NUMBERGATE_{name.upper()}", settings_page.written(field.default))

    read = Settings.read()

    assert read == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", ""),
        ("database_url", "numbers.db"),
        ("database_url", "mysql://host/name"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("database_url", "sqlite:///numbers.db?mode=ro"),
        ("database_url", "postgresql://user@host:port/name"),
        ("database_url", "postgresql://user@host/name?unknown=1"),
        ("project_id", "5"),
        ("body_limit", "1023"),
        ("busy_seconds", "0"),
        ("busy_seconds", "61"),
        ("allow_private_urls", "perhaps"),
        ("require_assigned", ""),
        ("log_format", "xml"),
        ("log_level", "info"),
        ("cors_origins", "app.example.com"),
        ("cors_origins", "https://app.example.com/"),
        ("cors_headers", "X-Tenant, X-Build"),
        ("cors_origins", "https://a.example.com, https://b.example.com"),
        ("cors_origins", "https://App.example.com"),
        ("pool_size", "0"),
        ("engine", "celery"),
    ],
)
def test_an_invalid_value_is_rejected(name: str, value: Any) -> None:
    with pytest.raises(ValidationError) as rejected:
        Settings(**{name: value})

    assert [error["loc"] for error in rejected.value.errors()] == [(name,)]


@pytest.mark.parametrize(
    ("name", "value", "extra"),
    [
        ("rate_limit_redis", "redis://localhost", "redis"),
        ("traces", True, "otel"),
        ("engine", "dbos", "dbos"),
    ],
)
def test_a_setting_that_needs_an_extra_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: Any, extra: str
) -> None:
    def missing(_: str) -> None:
        return None

    monkeypatch.setattr("gateway.settings.extras.find_spec", missing)

    with pytest.raises(ValidationError, match=rf"this needs numbergate\[{extra}\]"):
        Settings(**{name: value})


def test_an_outdated_sqlite_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 37, 2))
    monkeypatch.setattr("sqlite3.sqlite_version", "3.37.2")

    with pytest.raises(ValidationError, match=r"must be 3\.38 or newer, and here is 3\.37\.2"):
        Settings(database_url="sqlite:///numbers.db")
    Settings(database_url="postgresql://user@host/name")  # needs no SQLite


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///numbers.db",
        "sqlite:////var/lib/numbers.db",
        "postgresql://user:p%40ss@host:5433/name?sslmode=require",
        "postgres://user@/name?host=%2Frun%2Fpostgresql",
    ],
)
def test_a_url_of_a_supported_database_is_accepted(url: str) -> None:
    settings = Settings(database_url=url)

    assert settings.database_url == url.replace("postgres://", "postgresql://")


def test_the_server_exits_with_one_line_for_each_invalid_setting() -> None:
    invalid = {
        "database_url": "postgresql://user:hunter2@host:port/name",
        "body_limit": "7",
        "log_format": "xml",
    }

    ended = servers.run("serve", **invalid)

    assert (ended.returncode, ended.stdout) == (2, "")
    lines = ended.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "NUMBERGATE_DATABASE_URL",
        "NUMBERGATE_BODY_LIMIT",
        "NUMBERGATE_LOG_FORMAT",
    ]
    assert "hunter2" not in ended.stderr
