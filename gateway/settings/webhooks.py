"""Webhook settings: attempts to deliver an event, and requests that try a URL."""

from collections.abc import Sequence

from pydantic import Field, field_validator

from gateway.settings.area import Area

_MOST_RETRIES = 20


class WebhookSettings(Area):
    """Webhooks, and checks of handlers."""

    webhook_seconds: float = Field(
        15, gt=0, le=60, description="Seconds that one attempt to deliver an event may take."
    )
    webhook_retries: str = Field(
        "5 300 1800 7200 18000 36000 50400 72000 86400",
        description="Seconds before the second attempt to deliver an event, the third, and so on, "
        "separated by spaces. After the last one the delivery is a dead letter.",
    )
    checks_per_minute: int = Field(
        30,
        ge=0,
        description="How many URLs a project may try within a minute, by `checkHandler`, "
        "`checkPhoneNumberHandlers` and `sendTestWebhook`, in each process. 0: none.",
    )

    @field_validator("webhook_retries")
    @classmethod
    def _are_seconds(cls, value: str) -> str:
        words = value.split()
        if len(words) > _MOST_RETRIES or not all(w.isascii() and w.isdigit() for w in words):
            raise ValueError(f"give at most {_MOST_RETRIES} whole numbers, separated by spaces")
        return value

    @property
    def webhook_pauses(self) -> Sequence[float]:
        """The seconds before each further attempt."""
        return [float(word) for word in self.webhook_retries.split()]
