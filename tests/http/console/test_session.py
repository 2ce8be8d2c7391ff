"""Sign-in to the console: what it accepts, what it stores, and when it ends."""

import re
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import servers
from tests.browser import Visit
from tests.conftest import ON_SQLITE
from tests.http.console.site import DOCUMENTS, OWN_DOCUMENT, SOURCE, Served, Site, settled

STORED = "JSON.stringify([Object.values(sessionStorage), Object.values(localStorage)])"


def enter(page: Page, token: str) -> None:
    page.get_by_label("Token or JWT").fill(token)
    page.get_by_role("button", name="Sign in").click()


def test_a_token_is_tried_and_then_kept_for_the_tab_alone(
    context: BrowserContext, site: Site
) -> None:
    visit = Visit.of(context, f"{site.url}/numbers?tags=sales")
    page, field = visit.page, visit.page.get_by_label("Token or JWT")
    expect(field).to_have_attribute("type", "password")
    enter(page, "ng_unknown")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    assert page.evaluate(STORED) == "[[],[]]"
    visit.complaints.clear()  # the browser says that a request was refused

    enter(page, site.token)

    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers")
    expect(page.get_by_label("Tags")).to_have_value("sales")
    expect(page.get_by_text("signed in as console")).to_be_visible()
    assert page.evaluate(STORED) == f'[["{site.token}"],[]]'
    assert site.token not in page.content()
    page.get_by_role("button", name="Sign out").click()
    expect(field).to_be_visible()
    assert page.evaluate(STORED) == "[[],[]]"
    assert (visit.complaints, visit.foreign) == ([], [])


def test_a_token_that_ends_leads_to_the_sign_in_of_the_same_page(
    context: BrowserContext, site: Site
) -> None:
    context.add_init_script("sessionStorage.setItem('numbergate:token', 'ng_revoked')")
    page = Visit.of(context, f"{site.url}/numbers").page

    expect(page.get_by_role("status")).to_contain_text("not accepted any more")
    enter(page, site.token)

    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers")


def test_a_token_in_the_fragment_is_used_and_removed(context: BrowserContext, site: Site) -> None:
    page = Visit.of(context, f"{site.url}#token={site.token}").page

    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert page.url.rstrip("/") == site.url


@ON_SQLITE
def test_a_server_with_open_access_asks_for_no_token(
    context: BrowserContext, served: Served, tmp_path: Path
) -> None:
    with servers.serving(tmp_path / "log", database_url=served.database) as server:
        page = Visit.of(context, f"{server.url}/console").page
        settled(page)

        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_the_console_asks_by_ids_where_no_other_document_runs(visit: Visit, site: Site) -> None:
    with visit.page.expect_request("**/graphql") as sent:
        visit.page.reload()

    body = sent.value.post_data_json or {}
    refused = site.send(query=OWN_DOCUMENT)["errors"][0]

    assert "query" not in body
    assert len(body["extensions"]["persistedQuery"]["sha256Hash"]) == 64
    assert refused["extensions"]["code"] == "PERSISTED_DOCUMENT_REQUIRED"
    assert visit.complaints == []


@ON_SQLITE
def test_no_operation_of_the_console_exceeds_a_limit(site: Site) -> None:
    id_ = site.imported("+14155550100")
    [size] = re.findall(r"SIZE = (\d+)", (SOURCE / "src/activity/event-page.tsx").read_text())
    largest = {"id": id_, "first": int(size), "input": {}}

    refused = {
        re.findall(r"(?:query|mutation) (\w+)", text)[0]: answer["errors"][0]["message"]
        for hash_, text in DOCUMENTS.items()
        if "subscription " not in text
        and "COMPLEX" in str(answer := site.send(documentId=hash_, variables=largest))
    }

    assert len(DOCUMENTS) > 30
    assert refused == {}


@ON_SQLITE
@pytest.mark.parametrize("path", ["", "/numbers", "/numbers/abc"])
def test_every_page_is_the_document_with_a_strict_policy(site: Site, path: str) -> None:
    response = httpx2.get(site.url + path)

    policy = response.headers["content-security-policy"]
    assert "script-src 'self'; style-src 'self'; " in policy and "unsafe" not in policy
    script = response.text.partition('<script type="module" crossorigin src="')[2].split('"')[0]
    asset = httpx2.get(httpx2.URL(site.url + path).join(script))
    assert asset.headers["content-type"].startswith("text/javascript")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"


@ON_SQLITE
def test_the_console_can_be_switched_off(tmp_path: Path, served: Served) -> None:
    url = served.database
    with servers.serving(tmp_path / "log", database_url=url, console="false") as server:
        page = httpx2.get(f"{server.url}/console")

    assert page.status_code == 404
