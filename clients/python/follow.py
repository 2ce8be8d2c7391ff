"""Print what happens to the numbers, also after a lost connection: `python follow.py URL TOKEN`."""

import asyncio
import sys

from numbergate_client import NumbergateClient
from websockets.exceptions import WebSocketException

PAUSE_SECONDS = 1.0


async def follow(client: NumbergateClient, after: str | None) -> None:
    """Print each event once: after a lost connection, go on after the last cursor."""
    while True:
        try:
            async for event in client.follow_events(after):
                print(f"{event.number}: {event.type_.value}", flush=True)
                after = event.cursor
        except (WebSocketException, OSError) as exc:
            print(f"connecting again: {type(exc).__name__}", file=sys.stderr)
        await asyncio.sleep(PAUSE_SECONDS)


async def main(url: str, token: str, after: str | None = None) -> None:
    """Follow the events after a cursor; without one, those from now on."""
    headers = {"Authorization": f"Bearer {token}"}
    client = NumbergateClient(
        url=url, ws_url=url.replace("http", "ws", 1), ws_connection_init_payload=headers
    )
    await follow(client, after)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
