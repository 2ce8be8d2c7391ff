"""Subscription settings: how many there may be, and the limits of WebSockets."""

from pydantic import Field

from gateway.settings.area import Area


class SubscriptionSettings(Area):
    """Subscriptions."""

    subscribers: int = Field(
        500, ge=0, description="Maximum number of subscriptions that a process serves at once."
    )
    project_subscribers: int = Field(
        100, ge=0, description="Maximum number of them that are of one project."
    )
    heartbeat_seconds: float = Field(
        12,
        gt=0,
        le=60,
        description="Seconds between two comments in an event stream, and between two pings over a "
        "WebSocket, which keep proxies from closing it.",
    )
    recheck_seconds: float = Field(
        60,
        gt=0,
        le=3600,
        description="Seconds between two checks of the token of an open event stream or WebSocket. "
        "One that was revoked or has expired ends it.",
    )
    websockets: int = Field(
        500, ge=0, description="Maximum number of WebSockets that a process keeps open."
    )
    websocket_operations: int = Field(
        20, ge=1, description="Maximum number of operations that a WebSocket runs at once."
    )
    websocket_messages: int = Field(
        50,
        ge=1,
        description="Messages that are read from a WebSocket in a second; further ones wait.",
    )
    websocket_init_seconds: float = Field(
        5,
        gt=0,
        le=300,
        description="Seconds in which the first message of a WebSocket, `connection_init`, has to "
        "arrive.",
    )
