"""The explorer around its operations: the answer's line, links, curl, and whether a token works."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import BrowserContext, expect

from tests import servers
from tests.browser import Visit
from tests.http.test_explorer import RESPONSE, browser, context, run, server, visit, write

__all__ = ["browser", "context", "server", "visit"]  # the fixtures of the tests here
LOOK = "query Look($number: String!) { lookup(number: $number) { nationalFormat } }"
TABS = [
    ("Import", "ImportPhoneNumberSuccess"),
    ("Numbers", "totalCount"),
    ("History", "phoneNumberEvents"),
]


@pytest.mark.parametrize(("name", "answer"), TABS)
def test_each_tab_of_a_first_visit_runs_as_it_is(visit: Visit, name: str, answer: str) -> None:
    page = visit.page
    page.get_by_role("tab", name=name).click()

    run(page)

    expect(page.locator(RESPONSE)).to_contain_text(answer)
    expect(page.locator(RESPONSE)).not_to_contain_text("errors")
    assert visit.complaints == []


def test_an_answer_shows_its_status_time_size_and_headers(visit: Visit) -> None:
    page = visit.page
    run(page)

    line = page.locator(".answer summary")
    expect(line).to_have_text(re.compile(r"200 .*· \d+ ms · [\d.]+ (bytes|kB) · headers"))
    line.click()

    expect(page.locator(".answer dl")).to_contain_text("x-request-id")
    assert visit.complaints == []


def test_a_link_opens_the_operation_with_its_variables_and_no_token(
    context: BrowserContext, visit: Visit, server: servers.Server
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.page.fill("[name=token]", "ng_secret1234")
    visit.page.click("text=Use")
    write(visit.page, LOOK)
    visit.page.click("text=Copy link")
    link = visit.page.evaluate("navigator.clipboard.readText()")

    opened = Visit.of(context, link).page

    expect(opened.locator(".graphiql-query-editor")).to_contain_text("query Look")
    assert opened.url == f"{server.url}/graphiql"
    assert link.startswith(f"{server.url}/graphiql#query=")
    assert "ng_" not in link


def test_a_copied_curl_command_runs_in_a_shell(
    context: BrowserContext, visit: Visit, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(visit.page, """{ lookup(number: "+14155550123") { nationalFormat } } # it's""")
    visit.page.click("text=Copy as curl")
    command = visit.page.evaluate("navigator.clipboard.readText()")

    words = shlex.split(command)
    printed = subprocess.run(
        ["bash", "-c", f"curl() {{ printf '%s\\n' \"${{@: -1}}\"; }}; {command}"],
        capture_output=True, check=True, cwd=tmp_path, text=True,
    ).stdout  # fmt: skip
    answer = httpx2.post(words[1], json=json.loads(printed))

    assert words[0] == "curl"
    assert answer.json()["data"]["lookup"]["nationalFormat"] == "(415) 555-0123"


def test_a_wrong_token_is_shown_as_refused(visit: Visit) -> None:
    page = visit.page
    page.fill("[name=token]", "ng_0123456789ab_wrong")
    page.click("text=Use")

    expect(page.locator(".bar [role=alert]")).to_contain_text("The server refuses the token …rong")

    page.click("text=Forget")
    expect(page.locator(".bar [role=alert]")).to_have_count(0)


def test_a_valid_token_is_not_refused(context: BrowserContext, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/first.db"
    with servers.serving(tmp_path / "first", database_url=url, open_access="false") as server:
        token = server.log.split("NUMBERGATE_TOKEN=")[1].split()[0]
        page = Visit.of(context, f"{server.url}/graphiql#token={token}").page
        page.wait_for_selector(".graphiql-query-editor .view-line")
        run(page)

        expect(page.locator(RESPONSE)).to_contain_text("ImportPhoneNumberSuccess")
        expect(page.get_by_role("status")).to_contain_text(f"…{token[-4:]}")
        assert page.locator(".bar [role=alert]").count() == 0
