"""Failures of webhook endpoints, and of requests that are sent to try a URL."""

from gateway.errors.base import Rejected


class WebhookEndpointNotFound(Rejected):
    """The project has no webhook endpoint with this id."""

    code = "webhook_endpoint_not_found"
    message = "The project has no webhook endpoint with this id."


class WebhookEndpointExists(Rejected):
    """The project has a webhook endpoint with this URL."""

    code = "webhook_endpoint_exists"
    message = "The project has a webhook endpoint with this URL. Update it, or rotate its secret."


class TooManyWebhookEndpoints(Rejected):
    """The project has as many webhook endpoints as it may."""

    code = "too_many_webhook_endpoints"

    def __init__(self, most: int) -> None:
        super().__init__()
        self.message = f"A project has at most {most} webhook endpoints. Delete one first."


class TooManyChecks(Rejected):
    """The project's checks of URLs within a minute are used up."""

    code = "too_many_checks"
    retryable = True

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds
        self.message = (
            f"Too many URLs were tried within a minute. Try again in {retry_after_seconds} s."
        )


class ChecksDisabled(Rejected):
    """Requests that try a URL are disabled by a setting."""

    code = "checks_disabled"
    message = "This server does not try URLs: NUMBERGATE_CHECKS_PER_MINUTE is 0."
