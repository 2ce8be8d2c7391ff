"""Descriptions that handlers of calls and of messages share, and the reason of a deprecation."""

from typing import Final

REQUEST_URL: Final = (
    "The URL of the webhook. It returns LaML, the platform's XML instructions. "
    "Example: https://example.com/inbound"
)
REQUEST_METHOD: Final = "The HTTP method for the request URL."
FALLBACK_URL: Final = (
    "The URL that is called when the request URL fails. Null for none. "
    "Example: https://example.com/fallback"
)
FALLBACK_METHOD: Final = "The HTTP method for the fallback URL."
APPLICATION_ID: Final = (
    "The id of the LaML application. Example: 7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
)
TOPIC: Final = "The name of the Relay topic. Example: office"
CONTEXT: Final = "The name of the Relay context. Example: support"
APPLICATION: Final = "The name of the Relay application. Example: ivr"
CONTEXTS_DEPRECATED: Final = "Relay contexts are being retired. Use a topic or an application."
