"""``numbergate`` whose workers take a second from the rows of a chunk to its transaction.

So a killed process leaves chunks half done, and one that starts finds others at work on theirs.
"""

import asyncio
from collections.abc import Sequence

from gateway.cli import app
from gateway.database.bulk_job_rows import Settled
from gateway.database.bulk_jobs import ClaimedChunk
from gateway.services.bulk_jobs.queue import BulkJobQueue, Settle


class SlowQueue(BulkJobQueue):
    """Waits before each transaction."""

    settled = BulkJobQueue._settled  # noqa: SLF001

    async def _settled(self, chunk: ClaimedChunk, settle: Settle) -> Sequence[Settled] | None:
        await asyncio.sleep(1)
        return await SlowQueue.settled(self, chunk, settle)


BulkJobQueue._settled = SlowQueue._settled  # type: ignore[assignment, method-assign]  # noqa: SLF001

if __name__ == "__main__":
    app()
