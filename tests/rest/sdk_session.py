"""A session with the platform's SDK against numbergate. Run by `tests.rest.test_sdk`.

It runs in the SDK's own environment, so it cannot import numbergate. It prints the responses as
JSON.
"""

import json
import sys
from typing import Any

from signalwire.rest import RestClient
from signalwire.rest._base import SignalWireRestError

SETTERS: dict[str, dict[str, Any]] = {
    "set_swml_webhook": {"url": "https://example.com/swml"},
    "set_cxml_webhook": {
        "url": "https://example.com/cxml",
        "fallback_url": "https://example.com/else",
        "status_callback_url": "https://example.com/status",
    },
    "set_cxml_application": {"application_id": "an-application"},
    "set_ai_agent": {"agent_id": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55"},
    "set_call_flow": {"flow_id": "7c1f1f4e-5b7e-4a3c-9c0a-2d1b8f0e6a55", "version": "working_copy"},
    "set_relay_application": {"name": "support"},
    "set_relay_topic": {"topic": "office", "status_callback_url": "https://example.com/status"},
}


def refused(ask: Any, *arguments: Any, **named: Any) -> list[Any]:
    """Return the status, the body and the request id of an error."""
    try:
        ask(*arguments, **named)
    except SignalWireRestError as error:
        return [error.status_code, error.body, error.request_id]
    raise AssertionError("Nothing was refused.")


def session(client: Any) -> dict[str, Any]:
    """Call every method once, and return the responses."""
    numbers, imports = client.phone_numbers, client.imported_numbers
    made = [
        imports.create(
            number=f"+1415555010{n}", number_type="longcode", extras={"name": f"Desk {n}"}
        )
        for n in range(5)
    ]
    one = made[0]["id"]
    return {
        "imported": made[0],
        "paged": [record["number"] for record in numbers.paginate(page_size=2)],
        "got": numbers.get(one),
        "unchanged": numbers.update(one),
        "set": {name: getattr(numbers, name)(one, **given) for name, given in SETTERS.items()},
        "raw": numbers.update(
            one, call_handler="laml_webhooks", call_request_url="https://example.com/raw",
            call_fallback_url="https://example.com/else", name="Front desk",
        ),
        "cleared": numbers.update(one, extras={"call_fallback_url": None}),
        "taken": refused(imports.create, number="+14155550101", number_type="longcode"),
        "unknown": refused(numbers.update, one, extras={"call_laml_url": "https://example.com"}),
        "deleted": numbers.delete(one),
        "gone": refused(numbers.get, one),
        "looked_up": client.lookup.phone_number("+14155550123"),
    }  # fmt: skip


if __name__ == "__main__":
    project, token, host = sys.argv[1:]
    seen = session(RestClient(project=project, token=token, host=host))
    sys.stdout.write(json.dumps(seen) + "\n")
