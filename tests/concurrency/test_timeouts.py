"""Timeouts: they behave like `asyncio.timeout`, with one timer for all."""

import asyncio

import pytest

from gateway.concurrency.timeouts import scheduler_of, timeout

pytestmark = pytest.mark.anyio


async def test_a_block_that_takes_too_long_is_cancelled() -> None:
    steps = list[str]()

    async def work() -> None:
        try:
            await asyncio.sleep(10)
            steps.append("slept")
        finally:
            steps.append("cleaned up")

    with pytest.raises(TimeoutError), timeout(0.1):
        await work()

    assert steps == ["cleaned up"]


async def test_a_block_that_ends_in_time_is_not_cancelled() -> None:
    with timeout(0.05):
        await asyncio.sleep(0)

    await asyncio.sleep(0.2)  # a late cancellation would end this


async def test_a_cancellation_from_elsewhere_stays_a_cancellation() -> None:
    async def wait() -> None:
        with timeout(10):
            await asyncio.sleep(10)

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_of_two_nested_timeouts_the_one_that_expires_raises() -> None:
    inner = outer = False
    try:
        with timeout(10):
            try:
                with timeout(0.05):
                    await asyncio.sleep(10)
            except TimeoutError:
                inner = True
            await asyncio.sleep(0)
    except TimeoutError:
        outer = True

    assert (inner, outer) == (True, False)


async def fails_when_it_is_cancelled() -> None:
    with timeout(0.05):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            raise LookupError from None


async def test_an_error_raised_on_cancellation_replaces_the_timeout() -> None:
    with pytest.raises(LookupError):
        await fails_when_it_is_cancelled()

    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_many_timeouts_run_at_once() -> None:
    async def wait(seconds: float) -> str:
        try:
            with timeout(seconds):
                await asyncio.sleep(0.3)
        except TimeoutError:
            return "too long"
        return "in time"

    found = await asyncio.gather(*(wait(0.05 if n % 2 else 300) for n in range(200)))

    assert found == ["in time", "too long"] * 100


async def test_a_deadline_that_raises_does_not_stop_the_others() -> None:
    class Failing:
        due = 0.0

        def expire(self) -> None:
            raise LookupError

    loop = asyncio.get_running_loop()
    raised = list[object]()
    loop.set_exception_handler(lambda _, details: raised.append(details["exception"]))
    failing = Failing()
    scheduler_of(loop).add(failing)

    with pytest.raises(TimeoutError), timeout(0.15):
        await asyncio.sleep(10)

    scheduler_of(loop).remove(failing)
    assert [type(exc) for exc in raised] == [LookupError]
