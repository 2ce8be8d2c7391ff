"""``numbergate work``: background work without a server."""

import asyncio
import signal

from gateway.assembly import Assembly


async def until_stopped(assembly: Assembly) -> None:
    """Carry on the changes and syncs of all projects until the process is asked to stop."""
    await assembly.prepare()
    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    assembly.workers.engine.start()
    await stopped.wait()
