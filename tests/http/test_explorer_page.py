"""How the explorer looks: the colours of the system, and the page on screens of all sizes."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests import servers
from tests.browser import Visit
from tests.http.test_explorer import RESPONSE, browser, context, server, visit

__all__ = ["browser", "context", "server", "visit"]  # the fixtures of the tests here
# Whether a field of the operation differs from what is behind it by two fifths of all brightness.
_IS_READABLE = """() => {
  const of = (element, name) => getComputedStyle(element)[name].match(/[0-9.]+/g).slice(0, 3)
    .reduce((sum, part) => sum + Number(part), 0) / 765;
  const words = [...document.querySelectorAll(".graphiql-query-editor .view-line span span")];
  const name = words.find((word) => word.textContent.includes("importPhoneNumber"));
  const behind = document.getElementById("root");
  return Math.abs(of(name, "color") - of(behind, "backgroundColor")) > 0.4;
}"""


def test_it_follows_the_color_scheme_of_the_system(
    browser: Browser, server: servers.Server
) -> None:
    colours = [background(browser, server, scheme) for scheme in ("light", "dark")]

    assert colours == ["rgb(255, 255, 255)", "rgb(33, 42, 59)"]


def background(browser: Browser, server: servers.Server, scheme: str) -> str:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = Visit.of(context, f"{server.url}/graphiql").page
    page.wait_for_selector(".bar")
    colour: str = page.evaluate("getComputedStyle(document.getElementById('root')).backgroundColor")
    context.close()
    return colour


def test_on_a_phone_the_response_is_below_the_operation(
    browser: Browser, server: servers.Server
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})

    page = Visit.of(context, f"{server.url}/graphiql").page
    page.wait_for_selector(".graphiql-query-editor .view-line")
    editor = page.locator(".graphiql-editors").bounding_box()
    response = page.locator(RESPONSE).bounding_box()
    context.close()

    assert editor is not None and response is not None
    assert editor["y"] + editor["height"] <= response["y"]
    assert response["width"] > 300


@pytest.mark.parametrize("schemes", [("light", "dark"), ("dark", "light")], ids="-".join)
def test_the_editors_follow_the_color_scheme_while_the_page_is_open(
    visit: Visit, schemes: tuple[Literal["light", "dark"], Literal["light", "dark"]]
) -> None:
    for scheme in schemes:
        visit.page.emulate_media(color_scheme=scheme)

        visit.page.wait_for_function(_IS_READABLE)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_page_itself_does_not_scroll(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})

    scrolled = visit.page.evaluate(
        """() => { scrollTo(0, 1000); return [scrollY, document.documentElement.scrollHeight]; }"""
    )

    assert scrolled == [0, height]
