"""The service of webhook endpoints on a database, for tests that need no application."""

from gateway.database.database import Database
from gateway.egress import Egress
from gateway.encryption import Keyring
from gateway.services.url_checks import UrlChecks
from gateway.services.webhook_endpoints import WebhookEndpoints
from gateway.settings.secret_keys import SecretKeys
from gateway.webhooks.delivery import Sender
from tests.upstream.chaos import KEY


def webhook_endpoints(database: Database) -> WebhookEndpoints:
    """Return the service. It tries no URL, and wakes no worker."""
    sender = Sender(Egress(), Keyring(SecretKeys.read(KEY).by_name))
    return WebhookEndpoints(database, sender, UrlChecks.of(0), lambda: None)
