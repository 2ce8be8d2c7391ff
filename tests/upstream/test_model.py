"""The protocol holds in every interleaving with two faults, and each part of it is needed."""

import pytest

from tests.upstream.model import Rules, explore, violations

FAULTS = 2
HOLDS = {
    "a platform that allows doubles": Rules(),
    "a platform that refuses them": Rules(refuses_doubles=True),
    "a number that is somebody's": Rules(refuses_doubles=True, is_taken=True),
}
CONTROLS = {
    "no look": (Rules(look=False), "double"),
    "no mark": (Rules(mark=False), "double"),
    "no quarantine": (Rules(quarantine=False), "double"),
    "no deadline": (Rules(deadline=False), "double"),
    "outcomes without compare-and-set": (Rules(outcome_cas=False), "row differs"),
    "several open changes": (Rules(one_open=False), "row differs"),
    "no look, and doubles refused": (Rules(look=False, refuses_doubles=True), "told no, is there"),
    "birth not asked": (
        Rules(refuses_doubles=True, is_taken=True, birth=False), "stranger touched"
    ),
}  # fmt: skip


@pytest.mark.parametrize("rules", HOLDS.values(), ids=HOLDS)
def test_nothing_goes_wrong_and_every_state_can_end(rules: Rules) -> None:
    states, found, stuck = explore(rules, FAULTS)

    assert (dict(found), stuck) == ({}, 0)
    assert states > 100


@pytest.mark.parametrize(("rules", "expected"), CONTROLS.values(), ids=CONTROLS)
def test_without_one_of_its_parts_something_goes_wrong(rules: Rules, expected: str) -> None:
    found = violations(rules, FAULTS)

    assert expected in found  # it is found before every state was seen
