"""A sync makes no right row wrong, in whichever order it meets changes; the model's case is one.

The controls leave out what makes it so, and each of them is found. `bench.interleavings` explores
larger cases.
"""

import pytest

from tests.conftest import ON_SQLITE
from tests.upstream.controls import CONTROLS, Control
from tests.upstream.exploration import explore
from tests.upstream.interleavings import SHORT, Case, Violation

pytestmark = pytest.mark.anyio

FEWEST_STATES = 40  # of a case that shows anything


@pytest.mark.parametrize("case", SHORT, ids=str)
async def test_no_order_of_a_change_and_a_sync_goes_wrong(database: str, case: Case) -> None:
    explored = await explore(database, case)

    assert len(explored.edges) > FEWEST_STATES
    assert all(after for edges in explored.edges.values() for after in edges.values())


@pytest.mark.parametrize("control", CONTROLS[:3], ids=str)
async def test_a_sync_without_one_of_its_rules_is_found(database: str, control: Control) -> None:
    with control.applied(), pytest.raises(Violation, match=control.wrong):
        await explore(database, control.case)


@ON_SQLITE  # they take many runs; `bench.interleavings --postgresql` has them too
@pytest.mark.parametrize("control", CONTROLS[3:], ids=str)
async def test_a_sync_that_marks_numbers_gone_too_early_is_found(
    database: str, control: Control
) -> None:
    with control.applied(), pytest.raises(Violation, match=control.wrong):
        await explore(database, control.case)
