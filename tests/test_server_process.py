"""A server process searches for no garbage while it imports the application."""

import gc
from collections.abc import Iterator

import pytest

from gateway import app, server_process


@pytest.fixture(autouse=True)
def _unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_garbage_is_searched_for_until_the_application_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    during: list[bool] = []
    monkeypatch.setattr(app, "create_app", lambda: during.append(gc.isenabled()))

    server_process.create()

    assert during == [False]
    assert gc.isenabled()
    assert gc.get_freeze_count()


def test_an_application_that_cannot_be_created_leaves_the_collector_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise ValueError

    monkeypatch.setattr(app, "create_app", fail)

    with pytest.raises(ValueError, match=r"^$"):
        server_process.create()

    assert gc.isenabled()
