"""Expected records after each of the SDK's setter methods."""

from typing import Any, Final

_ID: Final = "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"
_URL: Final = "https://example.com"
SEEN: Final[dict[str, dict[str, Any]]] = {
    "set_swml_webhook": {
        "call_handler": "relay_script", "call_relay_script_url": f"{_URL}/swml",
    },
    "set_cxml_webhook": {
        "call_handler": "laml_webhooks", "call_request_url": f"{_URL}/cxml",
        "call_fallback_url": f"{_URL}/else", "call_status_callback_url": f"{_URL}/status",
    },
    "set_cxml_application": {
        "call_handler": "laml_application", "call_laml_application_id": "an-application",
        "call_request_url": None,
    },
    "set_ai_agent": {"call_handler": "ai_agent", "call_ai_agent_id": _ID},
    "set_call_flow": {
        "call_handler": "call_flow", "call_flow_id": _ID, "call_flow_version": "working_copy",
    },
    "set_relay_application": {
        "call_handler": "relay_application", "call_relay_application": "support",
    },
    "set_relay_topic": {
        "call_handler": "relay_topic", "call_relay_topic": "office",
        "call_relay_topic_status_callback_url": f"{_URL}/status",
    },
}  # fmt: skip
