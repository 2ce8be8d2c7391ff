"""The README's screenshot, taken from a running server. Written by `make screenshot`."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize, expect

from tests import servers
from tests.browser import Visit, chromium

IMAGE: Final = Path(__file__).parents[2] / "docs/images/explorer.png"
_SIZE: Final = ViewportSize(width=1280, height=790)
_EDITOR: Final = ".graphiql-query-editor .view-line"
_ANSWER: Final = ".graphiql-response"
_DOCUMENT: Final = """
mutation ImportNumber {
  importPhoneNumber(
    input: {
      number: "+14155550123"
      numberType: LONGCODE
      name: "Front desk"
      callHandler: { relayTopic: { topic: "office" } }
    }
  ) {
    __typename
    ... on ImportPhoneNumberSuccess {
      phoneNumber {
        numberFormatted
        countryCode
        capabilities
        callHandler { __typename ... on RelayTopicCallHandler { topic } }
      }
    }
    ... on Problem { code message }
  }
}
"""


def take() -> None:
    """Import a number in the explorer of a new server, and write the page as an image."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        database = f"sqlite:///{folder}/numbers.db"
        with servers.serving(Path(folder) / "log", database_url=database) as server:
            page = Visit.of(browser.new_context(viewport=_SIZE), f"{server.url}/graphiql").page
            _import_number(page)
            IMAGE.parent.mkdir(exist_ok=True)
            page.screenshot(path=IMAGE)


def _import_number(page: Page) -> None:
    page.wait_for_selector(_EDITOR)
    page.click(_EDITOR)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(" ".join(_DOCUMENT.split()))  # the editor would indent each new line
    page.click('[aria-label^="Prettify"]')
    page.click(_EDITOR)
    page.keyboard.press("Control+Home")
    page.click(".graphiql-execute-button")
    expect(page.locator(_ANSWER)).to_contain_text("ImportPhoneNumberSuccess", timeout=30_000)
    page.mouse.move(0, 0)


if __name__ == "__main__":
    take()
