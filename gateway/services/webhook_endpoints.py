"""The service of webhook endpoints: which URLs hear of a project's events, and how that goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Connection

from gateway.clock import utc_now
from gateway.database.clock import database_now
from gateway.database.database import Database
from gateway.database.events import EVENT_ORDER
from gateway.database.locks import lock
from gateway.domain.caller import Caller
from gateway.domain.commands.webhooks import (
    CreateWebhookEndpoint,
    DeleteWebhookEndpoint,
    ListDeliveries,
    RetryWebhookDeliveries,
    RotateWebhookSecret,
    SendTestWebhook,
    UpdateWebhookEndpoint,
)
from gateway.domain.enums import Scope, WebhookStatus
from gateway.egress import RequestFailed
from gateway.encryption import Keyring, hint
from gateway.errors import (
    FieldFailure,
    Invalid,
    InvalidPage,
    TooManyWebhookEndpoints,
    WebhookEndpointExists,
    WebhookEndpointNotFound,
)
from gateway.models.pagination import Page, Window
from gateway.models.results import NewSecret, SentTest
from gateway.models.webhook import WebhookDelivery, WebhookEndpoint
from gateway.services.url_checks import UrlChecks
from gateway.webhooks import deliveries, endpoints
from gateway.webhooks.delivery import Sender, secret_place
from gateway.webhooks.endpoints import DisabledCode
from gateway.webhooks.messages import message_id, position_of, test_message
from gateway.webhooks.signing import new_secret

MOST_ENDPOINTS: Final = 20  # of a project
ROTATION: Final = timedelta(hours=24)  # in which both secrets sign
_TEST_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class WebhookEndpoints:
    """The webhook endpoints of all projects. *wake* wakes the workers when something is due."""

    database: Database
    sender: Sender
    checks: UrlChecks
    wake: Callable[[], None]

    async def of_project(self, caller: Caller) -> Sequence[WebhookEndpoint]:
        """Return the project's endpoints, the oldest first."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        return await self.database.read(lambda db: endpoints.of_project(db, caller.project_id))

    async def get_many(
        self, caller: Caller, ids: Sequence[UUID]
    ) -> Sequence[WebhookEndpoint | None]:
        """Return the project's endpoints with these ids, None for the others."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        found = await self.database.read(lambda db: endpoints.find_many(db, caller.project_id, ids))
        return [found.get(id_) for id_ in ids]

    async def create(self, caller: Caller, command: CreateWebhookEndpoint) -> NewSecret:
        """Create an endpoint, and return its secret. What it hears of, its creator may read.

        Raises `WebhookEndpointExists`, `TooManyWebhookEndpoints`, `SecretsNotConfigured`.
        """
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        caller.require_scope(Scope.NUMBERS_READ)
        after = None if command.after is None else _position(command.after)
        secret, id_ = new_secret(), uuid4()
        row = {
            "id": id_,
            "project_id": caller.project_id,
            "url": command.url,
            "types": [type_.value for type_ in command.types],
            "secret_hint": hint(secret),
            "status": WebhookStatus.ENABLED,
            "epoch": 0,
        }
        place = secret_place(caller.project_id, id_, "secret")
        row["secret"] = self.sender.keyring.encrypt(secret, place)
        created = await self.database.write(partial(_create, caller, row, after))
        self.wake()
        return NewSecret(created, secret)

    async def update(self, caller: Caller, command: UpdateWebhookEndpoint) -> WebhookEndpoint:
        """Change an endpoint. Raises `WebhookEndpointNotFound`, `WebhookEndpointExists`."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        caller.require_scope(Scope.NUMBERS_READ)
        row = await self.database.write(partial(_update, caller, command))
        self.wake()
        return row

    async def delete(self, caller: Caller, command: DeleteWebhookEndpoint) -> UUID:
        """Delete an endpoint and its deliveries. Raises `WebhookEndpointNotFound`."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        await self.database.write(partial(_delete, caller, command.id))
        while await self.database.write(lambda db: deliveries.delete_of(db, command.id)):
            pass
        return command.id

    async def rotate_secret(self, caller: Caller, command: RotateWebhookSecret) -> NewSecret:
        """Replace the secret; the present one signs too for a day.

        Raises `WebhookEndpointNotFound`, `SecretsNotConfigured`, `SecretUnreadable`.
        """
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        secret, keyring = new_secret(), self.sender.keyring
        rotate = partial(_rotate, caller, command.id, keyring, secret)
        return NewSecret(await self.database.write(rotate), secret)

    async def send_test(self, caller: Caller, command: SendTestWebhook) -> SentTest:
        """Send a test message once, and return what came of it. Nothing of the endpoint changes.

        Raises `WebhookEndpointNotFound`, `TooManyChecks`, `ChecksDisabled`, `SecretUnreadable`.
        """
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        endpoint = await self._found(caller, command.id)
        self.checks.charge(caller)
        began, message = utc_now(), test_message(utc_now())
        try:
            response = await self.sender.send(endpoint, message, _TEST_SECONDS)
        except RequestFailed as failed:
            seconds = (utc_now() - began).total_seconds()
            return SentTest(message.id, None, failed.reason.value, seconds)
        return SentTest(message.id, response.status, None, response.seconds)

    async def retry(self, caller: Caller, command: RetryWebhookDeliveries) -> int:
        """Make dead letters due again, and return how many. Raises `WebhookEndpointNotFound`."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        await self._found(caller, command.id)
        total = count = await self.database.write(partial(_revive, caller, command))
        while count == deliveries.CHANGED_AT_ONCE:
            count = await self.database.write(partial(_revive, caller, command))
            total += count
        self.wake()
        return total

    async def deliveries(self, caller: Caller, window: Window, wanted: ListDeliveries) -> Page:
        """Return a page of an endpoint's deliveries, the newest first. Raises `InvalidPage`."""
        caller.require_scope(Scope.WEBHOOKS_MANAGE)
        values = deliveries.NEWEST_FIRST.parameters(window)
        rows = await self.database.read(
            partial(
                deliveries.page, caller.project_id, wanted.id, wanted.status, window.shape, values
            )
        )
        return Page.of(rows, deliveries.NEWEST_FIRST, window)

    def message_id(self, delivery: WebhookDelivery) -> str:
        """Return the id of the message that is or was sent."""
        return message_id(delivery.project_id, delivery.position)

    def event_cursor(self, position: int) -> str | None:
        """Return the cursor of the event at this position; None before the first one."""
        return EVENT_ORDER.cursor(_Position(position)) if position else None

    async def _found(self, caller: Caller, id_: UUID) -> WebhookEndpoint:
        [found] = await self.get_many(caller, [id_])
        if found is None:
            raise WebhookEndpointNotFound
        return found


class _Position(NamedTuple):
    position: int


def _position(cursor: str) -> int:
    """Return the position that a cursor of events names. Raises `Invalid`."""
    try:
        [position] = EVENT_ORDER.read_cursor(cursor, "after")
    except InvalidPage as refused:
        failure = FieldFailure(("after",), "invalid_cursor", refused.message)
        raise Invalid(failure) from None
    return int(position)


def _create(
    caller: Caller, row: dict[str, Any], after: int | None, db: Connection
) -> WebhookEndpoint:
    _lock(db, caller)
    length = endpoints.stream_length(db, caller.project_id)
    if after is not None and after > length:
        text = "after is not a cursor of this project's events."
        raise Invalid(FieldFailure(("after",), "invalid_cursor", text))
    if len(endpoints.of_project(db, caller.project_id)) >= MOST_ENDPOINTS:
        raise TooManyWebhookEndpoints(MOST_ENDPOINTS)
    position = length if after is None else after
    new = {"position": position, "created_at": database_now(db)}
    created = endpoints.create(db, row | new)
    if created is None:
        raise WebhookEndpointExists
    return created


def _update(caller: Caller, command: UpdateWebhookEndpoint, db: Connection) -> WebhookEndpoint:
    _lock(db, caller)
    patch = command.patch()
    if "types" in patch:
        patch["types"] = [type_.value for type_ in patch["types"]]
    if (enabled := patch.pop("enabled", None)) is not None:
        patch |= _enabled(db) if enabled else _DISABLED
    if "url" in patch and _is_taken(db, caller, command):
        raise WebhookEndpointExists
    row = endpoints.change(db, caller.project_id, command.id, **patch)
    if row is None:
        raise WebhookEndpointNotFound
    return row


def _enabled(db: Connection) -> dict[str, Any]:
    status = WebhookStatus.ENABLED
    return {"status": status, "code": None, "failing_since": None, "due_at": database_now(db)}


_DISABLED: Final = {"status": WebhookStatus.DISABLED, "code": DisabledCode.REQUESTED.value}


def _is_taken(db: Connection, caller: Caller, command: UpdateWebhookEndpoint) -> bool:
    found = endpoints.of_project(db, caller.project_id)
    return any(row.url == command.url and row.id != command.id for row in found)


def _delete(caller: Caller, id_: UUID, db: Connection) -> None:
    if not endpoints.delete_one(db, caller.project_id, id_):
        raise WebhookEndpointNotFound


def _rotate(
    caller: Caller, id_: UUID, keyring: Keyring, secret: str, db: Connection
) -> WebhookEndpoint:
    _lock(db, caller)
    before = endpoints.find_many(db, caller.project_id, [id_]).get(id_)
    if before is None:
        raise WebhookEndpointNotFound
    place = partial(secret_place, caller.project_id, id_)
    present = keyring.decrypt(before.secret, place("secret"))
    values = {
        "secret": keyring.encrypt(secret, place("secret")),
        "secret_hint": hint(secret),
        "previous_secret": keyring.encrypt(present, place("previous_secret")),
        "previous_until": database_now(db) + ROTATION,
    }
    return endpoints.change(db, caller.project_id, id_, **values) or before


def _lock(db: Connection, caller: Caller) -> None:
    """Let one transaction at a time change the project's endpoints."""
    lock(db, f"webhook_endpoints/{caller.project_id}")


def _revive(caller: Caller, command: RetryWebhookDeliveries, db: Connection) -> int:
    if command.message_ids is None:
        return deliveries.revive(db, command.id, None)
    found = [position_of(caller.project_id, text) for text in command.message_ids]
    return deliveries.revive(db, command.id, [p for p in found if p is not None])
