"""Tables that must be complete stop the process when a member is missing in them."""

from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import Field

from gateway import errors
from gateway.database import filter_fields
from gateway.domain import flat_record
from gateway.domain.commands.listing import NumberFilter
from gateway.domain.enums import Scope
from gateway.exhaustive import exhaustive
from gateway.http import statuses


def test_a_complete_table_is_returned_as_it_is() -> None:
    table = {scope: scope.value for scope in Scope}

    assert exhaustive("Scopes", table, Scope.__members__.values()) is table


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"a": 1}, "Letters: b missing, none unknown"),
        ({"a": 1, "b": 2, "c": 3}, "Letters: none missing, c unknown"),
    ],
)
def test_a_table_with_other_keys_is_refused_by_their_names(
    table: dict[str, int], complaint: str
) -> None:
    with pytest.raises(TypeError, match=complaint):
        exhaustive("Letters", table, ["a", "b"])


def test_a_filter_field_without_sql_fails_at_import(
    monkeypatch: pytest.MonkeyPatch, reimport: Callable[[Any], None]
) -> None:
    fields = {**NumberFilter.model_fields, "is_golden": Field(default=None)}
    monkeypatch.setattr(NumberFilter, "__pydantic_fields__", fields)

    with pytest.raises(TypeError, match="Filter fields: is_golden missing"):
        reimport(filter_fields)


def test_a_failure_without_a_status_fails_at_import(
    monkeypatch: pytest.MonkeyPatch, reimport: Callable[[Any], None]
) -> None:
    class Melted(errors.Failure):
        """Something new."""

    monkeypatch.setattr(errors, "Melted", Melted, raising=False)

    with pytest.raises(TypeError, match="HTTP statuses of failures: Melted missing"):
        reimport(statuses)


def test_the_package_of_failures_exports_those_of_all_its_modules() -> None:
    paths = (f"{errors.__name__}.{found.name}" for found in iter_modules(errors.__path__))
    modules = [import_module(path) for path in paths]

    declared = {
        name
        for module in modules
        for name, class_ in getmembers(module, isclass)
        if issubclass(class_, errors.Failure)
    }

    assert len(declared) > 30
    assert declared - set(errors.__all__) == set()


def test_the_published_record_has_41_keys() -> None:
    handlers = flat_record.HANDLER_KEYS.values()

    assert len(flat_record.PUBLISHED) == 41
    assert {key for keys in handlers for key in keys.published_defaults} < flat_record.PUBLISHED
    unpublished = {key for keys in handlers for key in keys.defaults} - flat_record.PUBLISHED
    assert {
        "call_ai_agent_id",
        "call_flow_id",
        "call_flow_version",
        "message_relay_application",
    } <= unpublished


@pytest.fixture
def reimport() -> Callable[[Any], None]:
    """Execute a module again, into a copy of its namespace: the loaded one stays as it is."""

    def execute(module: Any) -> None:
        code = module.__loader__.get_code(module.__name__)
        exec(code, {"__name__": module.__name__})  # noqa: S102  # our own module

    return execute
