"""The control: a worker that moves the cursor in a transaction before that of the deliveries.

A program; killed in between, it must lose events.
"""

import asyncio
from functools import partial

from sqlalchemy import Connection, select, update

from gateway.cli import app
from gateway.models.webhook import WebhookEndpoint
from gateway.webhooks import delivery, endpoints
from gateway.webhooks.delivery import Delivery
from gateway.webhooks.endpoints import ENDPOINTS

_whole = Delivery.serve


async def _serve(self: Delivery, claimed: WebhookEndpoint) -> None:
    at = await self.database.write(partial(_move, claimed))
    await asyncio.sleep(10)  # longer than a worker lives between two kills
    await self.database.write(partial(_fan_out_from, at, claimed))
    await _whole(self, claimed)


def _move(claimed: WebhookEndpoint, db: Connection) -> int:
    """Move the cursor to the end; return where it was."""
    at = db.scalar(select(ENDPOINTS.c.position).where(ENDPOINTS.c.id == claimed.id))
    length = endpoints.stream_length(db, claimed.project_id)
    db.execute(update(ENDPOINTS).values(position=length))
    return int(at or 0)


def _fan_out_from(at: int, claimed: WebhookEndpoint, db: Connection) -> None:
    """Make the deliveries as if the cursor had not been moved."""
    db.execute(update(ENDPOINTS).values(position=at))
    endpoints.fan_out(db, claimed)


def _nothing(claimed: WebhookEndpoint, db: Connection) -> None:
    """Make no deliveries again."""


if __name__ == "__main__":
    Delivery.serve = _serve  # type: ignore[method-assign]
    delivery._fan_out = _nothing  # noqa: SLF001
    app()
