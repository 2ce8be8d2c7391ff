"""Webhook delivery: sends what is due to one endpoint at a time, a few requests at once.

An endpoint has a turn: the events after its cursor become deliveries, those that are due are sent,
four at once, and the lease is given back. A turn is short, so a slow or failing endpoint holds up
no other. A worker that dies leaves the endpoint to be claimed again after its lease: what it had
sent without writing the outcome is sent again, with the same id.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.domain.enums import DeliveryStatus
from gateway.egress import Egress, OutboundRequest, RequestFailed, Response
from gateway.encryption import Keyring, place
from gateway.errors import Failure
from gateway.models.event import PhoneNumberEvent
from gateway.models.webhook import WebhookEndpoint
from gateway.observability.loggers import Logger
from gateway.webhooks import deliveries, endpoints
from gateway.webhooks.deliveries import Attempted, Settled
from gateway.webhooks.endpoints import ENDPOINTS
from gateway.webhooks.messages import Message, message_of
from gateway.webhooks.schedule import Schedule, retry_after
from gateway.webhooks.signing import signed_headers

AT_ONCE: Final = 4  # requests to one endpoint
Observe = Callable[[str], None]
_log = Logger("numbergate.webhooks")


@dataclass(frozen=True, slots=True)
class Sender:
    """Signs messages with the secrets of an endpoint, and sends them."""

    egress: Egress
    keyring: Keyring

    async def send(self, endpoint: WebhookEndpoint, message: Message, seconds: float) -> Response:
        """Send a message once. Raises `RequestFailed` and `SecretUnreadable`."""
        headers = signed_headers(self._secrets(endpoint), *message, utc_now())
        request = OutboundRequest("POST", endpoint.url, headers, message.body.encode())
        return await self.egress.send(request, seconds=seconds)

    def _secrets(self, endpoint: WebhookEndpoint) -> list[str]:
        """Return the secret, and the one before it while it is rotated."""
        place_of = partial(secret_place, endpoint.project_id, endpoint.id)
        found = [self.keyring.decrypt(endpoint.secret, place_of("secret"))]
        until = endpoint.previous_until
        if endpoint.previous_secret and until and utc_now() < until:
            previous = endpoint.previous_secret
            found.append(self.keyring.decrypt(previous, place_of("previous_secret")))
        return found


def secret_place(project: UUID, endpoint: UUID, column: str) -> str:
    """Return the place that a secret of an endpoint is encrypted for."""
    return place(ENDPOINTS.name, project, endpoint, column=column)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Gives endpoints their turns. *observe* hears what became of each attempt."""

    database: Database
    sender: Sender
    schedule: Schedule
    observe: Observe

    async def serve(self, claimed: WebhookEndpoint) -> None:
        """Give a claimed endpoint its turn."""
        await self.database.write(partial(_fan_out, claimed))
        due = iter(await self.database.read(lambda db: deliveries.due(db, claimed)))
        end = monotonic() + self.schedule.turn_seconds
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._send_some(claimed, due, end))
        await self.database.write(partial(_release, claimed))

    async def _send_some(
        self, claimed: WebhookEndpoint, due: Iterator[PhoneNumberEvent], end: float
    ) -> None:
        """Take one event after the other, until the turn ends or the database does not answer."""
        try:
            for event in due:
                settled = await self._send_one(claimed, event)
                if settled is None or settled.disabled or monotonic() > end:
                    return
        except Failure as failure:
            _log.warning("webhook_turn_failed", cause=failure.code)

    async def _send_one(self, claimed: WebhookEndpoint, event: PhoneNumberEvent) -> Settled | None:
        attempt = await self._attempt(claimed, event)
        settled = await self.database.write(
            lambda db: deliveries.settle(db, claimed, event.position, attempt, self.schedule)
        )
        self._report(claimed, settled)
        return settled

    async def _attempt(self, claimed: WebhookEndpoint, event: PhoneNumberEvent) -> Attempted:
        message, seconds = message_of(claimed.project_id, event), self.schedule.attempt_seconds
        try:
            response = await self.sender.send(claimed, message, seconds)
        except RequestFailed as failed:
            return Attempted(failed.reason.value)
        return Attempted(
            str(response.status),
            succeeded=response.succeeded,
            is_gone=response.status == HTTPStatus.GONE,
            wait=retry_after(response, utc_now()),
        )

    def _report(self, claimed: WebhookEndpoint, settled: Settled | None) -> None:
        """Count the outcome, and log when an endpoint was disabled."""
        if settled is None:
            return
        self.observe("failed" if settled.status is DeliveryStatus.DUE else settled.status.value)
        if settled.disabled:
            self.observe("disabled")
            endpoint = str(claimed.id)
            _log.warning(
                "webhook_endpoint_disabled", endpoint=endpoint, cause=settled.disabled.value
            )


def _fan_out(claimed: WebhookEndpoint, db: Connection) -> None:
    endpoints.fan_out(db, claimed)


def _release(claimed: WebhookEndpoint, db: Connection) -> None:
    """Give the endpoint back, and forget old deliveries of it."""
    deliveries.prune(db, database_now(db), claimed.id)
    endpoints.release(db, claimed)
