"""Parallel test runs with pytest-xdist: which tests run in one process."""

import pytest


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that share a fixture of their module together: it is set up once."""
    for item in items:
        if isinstance(item, pytest.Function) and _shares_a_fixture(item):
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def _shares_a_fixture(item: pytest.Function) -> bool:
    fixtures = item._fixtureinfo.name2fixturedefs.values()  # noqa: SLF001  # the only way to ask
    return any(fixture.scope == "module" for found in fixtures for fixture in found)
