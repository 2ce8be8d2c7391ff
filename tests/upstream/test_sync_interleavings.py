"""A sync makes no right row wrong, in whichever order it meets changes; the model's case is one.

The controls leave out what makes it so, and each of them is found.
"""

import pytest

from gateway.domain.enums import ProvisioningStatus
from gateway.upstream import page, sync
from tests.conftest import ON_SQLITE
from tests.upstream.exploration import explore
from tests.upstream.interleavings import SHORT, Case, Violation

pytestmark = pytest.mark.anyio

FEWEST_STATES = 40  # of a case that shows anything


@pytest.mark.parametrize("case", SHORT, ids=str)
async def test_no_order_of_a_change_and_a_sync_goes_wrong(database: str, case: Case) -> None:
    explored = await explore(database, case)

    assert len(explored.edges) > FEWEST_STATES
    assert all(after for edges in explored.edges.values() for after in edges.values())


@ON_SQLITE
async def test_a_sync_that_writes_whatever_it_read_is_found(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page._Writer, "_is_newer_than", lambda *_: True)  # noqa: SLF001

    with pytest.raises(Violation, match="made a right row wrong"):
        await explore(database, SHORT[0])


@ON_SQLITE
async def test_a_sync_that_skips_open_changes_instead_of_newer_rows_is_found(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_settled = lambda _, row, __: row.provisioning is not ProvisioningStatus.PENDING  # noqa: E731
    monkeypatch.setattr(page._Writer, "_is_newer_than", is_settled)  # noqa: SLF001

    with pytest.raises(Violation, match="made a right row wrong"):
        await explore(database, SHORT[0])


@ON_SQLITE
async def test_a_sync_that_adopts_what_was_released_meanwhile_is_found(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page._Writer, "_released_later", lambda *_: set())  # noqa: SLF001

    with pytest.raises(Violation, match="made a right row wrong"):
        await explore(database, Case(("release",), "changed", 1))


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "broken"),
    [("_SETTLED", frozenset(ProvisioningStatus)), ("_is_as_seen", lambda *_: True)],
    ids=["open when it is missed", "opened since"],
)
async def test_a_sync_that_marks_numbers_gone_whose_change_is_open_is_found(
    database: str, monkeypatch: pytest.MonkeyPatch, name: str, broken: object
) -> None:
    monkeypatch.setattr(sync, name, broken)

    with pytest.raises(Violation, match="an open change is not shown"):
        await explore(database, Case(("update",), "removed", 1))
