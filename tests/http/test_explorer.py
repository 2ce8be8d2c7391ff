"""GraphiQL in a real browser that reaches no other host, and its built assets."""

import contextlib
import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Response,
    expect,
)
from playwright.sync_api import TimeoutError as TimedOut

from tests import servers
from tests.browser import Visit, chromium
from tests.servers import LIMIT

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "gateway/http/explorer/source"
STATIC = ROOT / "gateway/http/explorer/static"
OPERATIONS = sorted((SOURCE / "operations").glob("*.graphql"))
RESPONSE = ".graphiql-response"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()

    yield opened
    opened.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[servers.Server]:
    database = f"sqlite:///{tmp_path}/numbers.db"
    with servers.serving(tmp_path / "log", database_url=database) as started:
        yield started


@pytest.fixture
def visit(context: BrowserContext, server: servers.Server) -> Visit:
    visit = Visit.of(context, f"{server.url}/graphiql")
    visit.page.wait_for_selector(".graphiql-query-editor .view-line")
    return visit


def write(page: Page, document: str) -> None:
    """Replace the operation; inserted as text, so that the editor closes no brackets."""
    page.click(".graphiql-query-editor .view-lines")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(document)


def run(page: Page) -> None:
    page.click(".graphiql-execute-button")


@pytest.mark.parametrize("path", OPERATIONS, ids=lambda path: path.stem)
def test_the_operations_of_the_first_visit_are_valid(path: Path) -> None:
    schema = build_schema((ROOT / "schema/schema.graphql").read_text())

    errors = validate(schema, parse(path.read_text()))

    assert errors == []


def test_each_tab_has_an_operation() -> None:
    tabs = (SOURCE / "tabs.js").read_text()

    imported = re.findall(r"operations/(\w+)\.graphql", tabs)

    assert sorted(imported) == [path.stem for path in OPERATIONS]


def test_the_second_import_of_a_number_shows_an_error_as_data(
    visit: Visit,
) -> None:
    page = visit.page

    run(page)
    expect(page.locator(RESPONSE)).to_contain_text("ImportPhoneNumberSuccess")
    run(page)

    expect(page.locator(RESPONSE)).to_contain_text("NumberTaken")
    assert (visit.complaints, visit.foreign) == ([], [])


def test_a_typed_operation_runs_without_a_pause_after_the_last_key(visit: Visit) -> None:
    write(visit.page, 'query Look { lookup(number: "+14155550123") { nationalFormat } }')

    run(visit.page)

    expect(visit.page.locator(RESPONSE)).to_contain_text("(415)")


def is_stream(response: Response) -> bool:
    return response.headers.get("content-type", "").startswith("text/event-stream")


def test_a_subscription_hears_what_happens_in_another_tab(
    visit: Visit, context: BrowserContext, server: servers.Server
) -> None:
    write(visit.page, "subscription { phoneNumberEvents { type number } }")
    with visit.page.expect_response(is_stream):
        run(visit.page)
    other = Visit.of(context, f"{server.url}/graphiql").page
    number = "+14155550177"

    said = other.evaluate(
        """(number) => fetch("graphql", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ query: `mutation { importPhoneNumber(
            input: {number: "${number}", numberType: LONGCODE}) { __typename } }` }),
        }).then((response) => response.text())""",
        number,
    )

    assert "ImportPhoneNumberSuccess" in said
    expect(visit.page.locator(RESPONSE)).to_contain_text(number)
    assert (visit.complaints, visit.foreign) == ([], [])


def proposed(page: Page, sought: Locator) -> bool:
    """Ask for completion, and tell whether this is shown: the schema may still be loading."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Space")
    with contextlib.suppress(TimedOut):
        sought.wait_for(timeout=1000)
        return True
    return False


def test_completion_proposes_the_kinds_of_a_handler(visit: Visit) -> None:
    page = visit.page
    head = 'mutation { importPhoneNumber(input: {number: "1", numberType: LONGCODE, callHandler: { '
    write(page, head)

    kinds = page.locator(".suggest-widget", has_text="lamlWebhooks")

    assert any(proposed(page, kinds) for _ in range(LIMIT))
    expect(page.locator(".suggest-widget")).to_contain_text("relayTopic")


def test_the_documentation_shows_the_members_of_a_union(visit: Visit) -> None:
    page = visit.page
    page.click('[aria-label*="Documentation"]')

    page.get_by_role("link", name="ImportPhoneNumberResult", exact=True).click()

    expect(page.locator(".graphiql-plugin")).to_contain_text("NumberTaken")
    expect(page.locator(".graphiql-plugin")).to_contain_text("ValidationFailed")


def test_fields_can_be_selected_in_a_tree(visit: Visit) -> None:
    visit.page.click('[aria-label*="GraphiQL Explorer"]')

    tree = visit.page.locator(".graphiql-plugin")

    expect(tree).to_contain_text("importPhoneNumber")
    expect(tree.locator('input[value="+14155550123"]')).to_be_attached()
    visit.page.wait_for_function("""() => {
        const panel = document.querySelector('.graphiql-plugin');
        const scrolled = [panel, ...panel.querySelectorAll('*')].filter(
            (box) => box.scrollTop || box.scrollLeft);
        return !scrolled.length && !panel.contains(document.activeElement);
    }""")
    assert (visit.complaints, visit.foreign) == ([], [])


def test_another_kind_of_a_one_of_replaces_the_first_in_the_tree(visit: Visit) -> None:
    visit.page.click('[aria-label*="GraphiQL Explorer"]')
    visit.page.get_by_text("relayTopic:").first.click()

    operation = visit.page.locator(".graphiql-query-editor .view-lines")
    expect(operation).to_contain_text("relayTopic")
    expect(operation).not_to_contain_text("lamlWebhooks")


def is_import(request: Request) -> bool:
    return "importPhoneNumber" in (request.post_data or "")


def test_a_token_in_the_url_fragment_is_removed_and_sent_with_requests(
    context: BrowserContext, server: servers.Server
) -> None:
    page = Visit.of(context, f"{server.url}/graphiql#token=ng_secret1234").page
    page.wait_for_selector(".graphiql-query-editor .view-line")

    with page.expect_request(is_import) as sent:
        run(page)

    assert sent.value.headers["authorization"] == "Bearer ng_secret1234"
    assert page.url == f"{server.url}/graphiql"
    assert "ng_secret1234" not in stored(page, "localStorage")


def test_a_token_is_stored_only_if_remember_is_checked(visit: Visit) -> None:
    page = visit.page
    page.fill("[name=token]", "ng_secret1234")

    page.check("[name=remember]")
    page.click("text=Use")

    expect(page.locator(".bar [role=alert]")).to_contain_text("…1234")
    assert "ng_secret1234" in stored(page, "localStorage")
    page.click("text=Forget")
    assert "ng_secret1234" not in stored(page, "localStorage") + stored(page, "sessionStorage")


def test_a_typed_header_is_not_stored(visit: Visit) -> None:
    page = visit.page
    page.click("text=Headers")
    page.click(".graphiql-editor-tool .view-lines >> visible=true")
    page.keyboard.insert_text('{"Authorization": "Bearer ng_typed"}')

    with page.expect_request("**/graphql") as sent:
        run(page)

    expect(page.locator(RESPONSE)).to_contain_text("UNAUTHENTICATED")
    assert sent.value.headers["authorization"] == "Bearer ng_typed"
    assert "ng_typed" not in stored(page, "localStorage")


def stored(page: Page, name: str) -> str:
    """Return the browser storage of that *name* as JSON."""
    kept: str = page.evaluate(f"JSON.stringify(Object.assign({{}}, {name}))")
    return kept


def test_without_a_token_the_page_shows_how_to_create_one(visit: Visit) -> None:
    hint = visit.page.locator("#how")

    expect(hint).to_contain_text("numbergate token create")


def test_the_committed_assets_are_what_the_source_builds(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("no Node on this machine: it builds the explorer")
    for part in ("gateway/http/explorer/source", "schema", ".ci"):
        ignored = shutil.ignore_patterns("node_modules")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)

    subprocess.run([tmp_path / ".ci/explorer"], check=True, capture_output=True, timeout=1200)

    assert contents(tmp_path / "gateway/http/explorer/static") == contents(STATIC)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files without their compression, which differs between builds of zlib."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): plain(path) for path in files}


def plain(path: Path) -> bytes:
    packed = path.read_bytes()
    return gzip.decompress(packed) if path.suffix == ".gz" else packed


def test_the_lock_names_no_package_host() -> None:
    lock = json.loads((SOURCE / "package-lock.json").read_text())

    named = [name for name, package in lock["packages"].items() if "resolved" in package]

    assert len(lock["packages"]) > 50
    assert named == []
