"""Subscription settings: how many there may be, and how their streams are kept."""

from pydantic import Field
from pydantic_settings import BaseSettings


class SubscriptionSettings(BaseSettings):
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
        description="Seconds between two comments in an event stream, which keep proxies from "
        "closing it.",
    )
    recheck_seconds: float = Field(
        60,
        gt=0,
        le=3600,
        description="Seconds between two checks of the token of an open event stream. "
        "One that was revoked or has expired ends it.",
    )
