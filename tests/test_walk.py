"""The walk of an import, as `bench.frames` counts it: each layer has to earn its frame."""

import re
import subprocess
import sys
from pathlib import Path

FEWER_FRAMES_THAN, FEWER_CALLS_THAN = 18, 155  # as many as there were once
ROOT = Path(__file__).parent.parent
# One of each layer that has to stand there: a count that misses any of them counts wrongly.
LAYERS = (
    "gateway/http/middleware.py RequestMiddleware.__call__",
    "gateway/graphql/endpoint.py Endpoint.__call__",
    "resolvers/mutation.py Mutation.import_phone_number",
    "gateway/services/phone_numbers.py PhoneNumbers.import_number",
    "gateway/database/statements.py PreparedStatement.run",
)


def run(*arguments: str) -> str:
    """Run Python with the arguments, and return what it printed."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_import_takes_no_more_frames_and_calls_than_it_did() -> None:
    told = run("-m", "bench.frames")
    frames, calls = map(int, re.findall(r"^(\d+) (?:frames|calls)", told, re.MULTILINE))
    stack = re.findall(r"^  (\S.*)", told, re.MULTILINE)

    assert len(stack) == frames < FEWER_FRAMES_THAN
    assert [layer for layer in stack if layer in LAYERS] == list(LAYERS)
    assert len(stack) < calls < FEWER_CALLS_THAN


COUNTING = """
import asyncio, sys
from pathlib import Path
from bench.frames import Recorder
from gateway.clock import utc_now
from gateway.concurrency.timeouts import scheduler_of

class Expired(asyncio.Event):
    due = 0.0
    expire = asyncio.Event.set

async def main():
    recorder, expired = Recorder(Path.cwd()), Expired()
    scheduler_of(asyncio.get_running_loop()).add(expired)
    recorder.begin()
    sys.setprofile(recorder._called)
    utc_now()
    await expired.wait()
    sys.setprofile(None)
    print(*(call.function for call in recorder.end().calls))

asyncio.run(main())
"""


def test_the_periodic_check_of_deadlines_does_not_count() -> None:
    assert run("-c", COUNTING) == "utc_now\n"


def test_every_switch_of_the_machinery_still_finds_what_it_replaces() -> None:
    switch = "from bench.switches import SWITCHES; [switch() for switch in SWITCHES.values()]"

    run("-c", switch)


def test_a_switch_whose_piece_is_gone_says_so() -> None:
    owner = "gateway.app.application:DirectRoute"
    gone = f"from bench.switches import _replace; _replace('{owner}', gone=1)"
    command = [sys.executable, "-c", gone]

    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)

    assert (done.returncode, "has no gone" in done.stderr) == (1, True)
