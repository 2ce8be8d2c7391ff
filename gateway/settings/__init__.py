"""Settings: environment variables with the prefix NUMBERGATE_, read and validated once at start.

There is a module for each area, whose class declares its settings and checks them.
"""

from typing import Self

from pydantic_settings import SettingsConfigDict

from gateway.domain.validation_policy import ValidationPolicy
from gateway.settings.access import AccessSettings
from gateway.settings.bulk_jobs import BulkJobSettings
from gateway.settings.connections import ConnectionSettings
from gateway.settings.database import DatabaseSettings
from gateway.settings.graphql import GraphQLSettings
from gateway.settings.http import HttpSettings
from gateway.settings.observability import LogFormat, ObservabilitySettings
from gateway.settings.secrets import SecretsSettings
from gateway.settings.subscriptions import SubscriptionSettings
from gateway.settings.upstream import UpstreamSettings
from gateway.settings.validation import ValidationSettings
from gateway.settings.webhooks import WebhookSettings

__all__ = ["LogFormat", "Settings"]


class Settings(  # pydantic orders the fields from the last class to the first
    ObservabilitySettings,
    SubscriptionSettings,
    GraphQLSettings,
    HttpSettings,
    BulkJobSettings,
    WebhookSettings,
    ConnectionSettings,
    UpstreamSettings,
    SecretsSettings,
    ValidationSettings,
    AccessSettings,
    DatabaseSettings,
):
    """The settings. The variable of each is NUMBERGATE_ and its name in upper case."""

    model_config = SettingsConfigDict(
        env_prefix="NUMBERGATE_",
        frozen=True,
        hide_input_in_errors=True,
        defer_build=False,
    )

    @classmethod
    def read(cls) -> Self:
        """Return the settings of the environment. Every setting has a default."""
        return cls.model_validate({})

    @property
    def policy(self) -> ValidationPolicy:
        """The validation rules that this deployment chooses."""
        return ValidationPolicy(
            private_urls=self.allow_private_urls,
            assigned_only=self.require_assigned,
            upstream_hosts=tuple(self.upstream_hosts.split()),
        )
