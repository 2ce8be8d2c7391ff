"""Chromium without any network other than this machine."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.servers import LIMIT

_TIMEOUT = LIMIT * 1000  # milliseconds
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip the test if it is not installed."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine: Debian's package is called chromium")
    expect.set_options(timeout=_TIMEOUT)
    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=found, args=list(_FLAGS), timeout=_TIMEOUT)


@dataclass
class Visit:
    """A page, with the errors, warnings and foreign requests while it was open."""

    page: Page
    complaints: list[str] = field(default_factory=list[str])
    foreign: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, context: BrowserContext, url: str) -> "Visit":
        """Open *url*, and record events from the beginning."""
        context.set_default_timeout(_TIMEOUT)
        visit = cls(context.new_page())
        visit.page.on("console", lambda m: visit._hear(m.type, m.text))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("request", lambda request: visit._watch(request, url))
        visit.page.goto(url)
        return visit

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)

    def _watch(self, request: Request, url: str) -> None:
        home = "/".join(url.split("/", 3)[:3])
        if not request.url.startswith((home, "data:", f"blob:{home}")):
            self.foreign.append(request.url)
