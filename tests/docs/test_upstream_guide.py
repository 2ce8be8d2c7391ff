"""docs/upstream.md: its requests are sent to an application before a second instance."""

import pytest

from tests.conftest import ON_SQLITE, PROJECT
from tests.docs.test_sessions import compact, pattern, session
from tests.upstream.test_own_platform import Pair, pair

pytestmark = pytest.mark.anyio

PAGE = "docs/upstream.md"
SPACE, PROJECT_THERE = "acme.signalwire.com", "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"

__all__ = ["pair"]  # the fixture


def real_values(pair: Pair) -> dict[str, str]:
    """Return what stands for what in the guide."""
    return {SPACE: pair.space, PROJECT_THERE: str(PROJECT), "$SPACE_TOKEN": pair.token}


@ON_SQLITE
async def test_the_responses_are_those_that_the_guide_shows(pair: Pair) -> None:
    headers = {"Content-Type": "application/json"}
    for exchange in session(PAGE):
        body = exchange.arguments[exchange.arguments.index("-d") + 1]
        for shown, real in real_values(pair).items():
            body = body.replace(shown, real)

        response = await pair.ours.post("/graphql", content=body, headers=headers)

        found = compact(response.text.replace(pair.space, SPACE))
        assert pattern(exchange.answer).fullmatch(found), f"{exchange.answer}\n{found}"
    assert len(session(PAGE)) == 2
