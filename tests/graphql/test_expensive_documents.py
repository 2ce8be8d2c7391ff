"""The search for expensive documents, for a few of them; `bench.search` goes on for longer."""

import asyncio
from pathlib import Path

from bench.attack_requests import fill
from bench.event_loop import Held
from bench.search import opened, run
from tests.attacks_on_data import CPU_SECONDS

_SLOWER = 4  # times that a machine of CI may be slower
_EXAMPLES = 25


def test_no_document_within_the_limits_is_expensive(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/numbers.db"
    loop = asyncio.new_event_loop()
    loop.run_until_complete(fill(url, numbers=100))
    context, search = loop.run_until_complete(opened(url, Held()))

    try:
        run(search, _EXAMPLES, repeatable=True)  # fails for an unexpected error
    finally:
        loop.run_until_complete(context.__aexit__(None, None, None))
        loop.close()

    assert search.tried >= _EXAMPLES
    assert 0 < search.refused < search.tried
    assert search.most_expensive["cpu"][0].cpu < _SLOWER * CPU_SECONDS
