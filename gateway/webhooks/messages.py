"""Webhook messages: the id and the JSON body of an event, the same on every attempt."""

import re
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4, uuid5

import orjson

from gateway.database.events import EVENT_ORDER
from gateway.models.event import PhoneNumberEvent

MAX_BYTES: Final = 65_536  # of a body: many servers refuse larger ones
TEST_TYPE: Final = "webhook.test"
_POSITION: Final = re.compile(r"[1-9][0-9]{0,17}")


class Message(NamedTuple):
    """What is sent to an endpoint. Its id tells receivers what they have processed already."""

    id: str
    body: str


def message_id(project: UUID, position: int) -> str:
    """Return the id of the message about an event: derived from the event, and not stored."""
    return f"{_prefix(project)}{position}"


def position_of(project: UUID, id_: str) -> int | None:
    """Return the position of the event that a message of this project is about, or None."""
    prefix, digits = _prefix(project), id_[len(_prefix(project)) :]
    return int(digits) if id_.startswith(prefix) and _POSITION.fullmatch(digits) else None


def _prefix(project: UUID) -> str:
    """Tell the events of projects apart that one receiver may hear of, without naming projects."""
    return f"evt_{uuid5(project, 'events').hex[:16]}_"


def message_of(project: UUID, event: PhoneNumberEvent) -> Message:
    """Return the message about an event. Of a very long event it leaves out the changes."""
    data = {
        "cursor": EVENT_ORDER.cursor(event),
        "id": event.number_id,
        "number": event.number,
        "actor": event.actor,
        "request_id": event.request_id,
        "changes": event.changes,
    }
    type_ = f"phone_number.{event.type.value}"
    body = _written(type_, event.occurred_at, data)
    if len(body.encode()) > MAX_BYTES:
        body = _written(type_, event.occurred_at, data | {"changes": None})
    return Message(message_id(project, event.position), body)


def test_message(at: datetime) -> Message:
    """Return a message that is about no event, to try an endpoint with."""
    return Message(f"evt_test_{uuid4().hex}", _written(TEST_TYPE, at, {}))


def _written(type_: str, at: datetime, data: dict[str, Any]) -> str:
    body = {"type": type_, "timestamp": at.astimezone(UTC), "data": data}
    return orjson.dumps(body, default=str, option=orjson.OPT_UTC_Z).decode()
