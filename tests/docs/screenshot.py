"""The README's screenshot, taken from a running server. Written by `make screenshot`."""

import tempfile
from pathlib import Path
from typing import Any, Final

import httpx2
from playwright.sync_api import ViewportSize, expect

from tests import servers
from tests.browser import Visit, chromium

IMAGE: Final = Path(__file__).parents[2] / "docs/images/console.png"
_SIZE: Final = ViewportSize(width=1280, height=860)
_IMPORT: Final = """mutation ($input: ImportPhoneNumberInput!) {
  importPhoneNumber(input: $input) { __typename } }"""
_TOPIC: Final = {"relayTopic": {"topic": "office"}}
_WEBHOOK: Final = {"lamlWebhooks": {"requestUrl": "https://example.com/voice"}}
_SCRIPT: Final = {"relayScript": {"url": "https://example.com/call.swml"}}
_NUMBERS: Final = (
    ("+14155550100", "Front desk", ["support"], _TOPIC),
    ("+14155550101", "Night shift", ["support"], _TOPIC),
    ("+14155550102", "Sales", ["sales"], _WEBHOOK),
    ("+442071838750", "London", ["eu", "sales"], _WEBHOOK),
    ("+33142685300", "Paris", ["eu"], _SCRIPT),
    ("+498912345678", "Munich", ["eu"], None),
)


def take() -> None:
    """Import numbers into a new server, and write its console as an image."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/numbers.db"
        with servers.serving(Path(folder) / "log", database_url=database) as server:
            for number, name, tags, handler in _NUMBERS:
                _import(server.url, number=number, name=name, tags=tags, callHandler=handler)
            _photograph(f"{server.url}/console")


def _import(url: str, **given: Any) -> None:
    input_ = {"numberType": "LONGCODE", "messageHandler": _TOPIC, **given}
    body = {"query": _IMPORT, "variables": {"input": input_}}
    answer = httpx2.post(f"{url}/graphql", json=body).json()
    assert answer["data"]["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess", answer


def _photograph(url: str) -> None:
    with chromium() as browser:
        page = Visit.of(browser.new_context(viewport=_SIZE), url).page
        expect(page.get_by_role("link", name=f"{len(_NUMBERS)} Numbers")).to_be_visible()
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        expect(page.locator(".loading")).to_have_count(0)
        IMAGE.parent.mkdir(exist_ok=True)
        page.screenshot(path=IMAGE)


if __name__ == "__main__":
    take()
