"""Webhooks in the console: endpoints, their deliveries, and what is done when they fail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.http.console.neighbours import Answer, Request, neighbour
from tests.http.console.site import Site


@dataclass
class Receiver:
    """A program that receives messages, and answers as a test says."""

    url: str = ""
    status: int = 500
    received: list[str] = field(default_factory=list[str])

    def answer(self, request: Request) -> Answer:
        """Keep the id of the message."""
        self.received.append(request.headers["webhook-id"])
        return Answer(self.status)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    with neighbour(made.answer) as host:
        made.url = f"http://{host}/events"
        yield made


def is_failed(site: Site, id_: str) -> bool:
    """Tell whether the only message to an endpoint has failed."""
    deliveries = site.ask("Webhook", id=id_)["node"]["deliveries"]["nodes"]
    return [one["status"] for one in deliveries] == ["DEAD"]


def test_a_failed_delivery_is_seen_and_sent_again(
    page: Page, site: Site, receiver: Receiver
) -> None:
    page.get_by_role("link", name="Webhooks", exact=True).click()
    page.get_by_label("URL").fill("not a url")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("URL")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("URL").fill(receiver.url)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status")).to_contain_text("whsec_")
    page.get_by_role("link", name=receiver.url).click()
    site.imported("+14155550100")

    delivery = page.locator("tbody tr")
    expect(page.get_by_role("heading", name="Deliveries")).to_be_visible()
    id_ = unquote(page.url.rpartition("/")[2])
    site.until(lambda: is_failed(site, id_))
    page.reload()
    expect(delivery).to_contain_text("500")
    receiver.status = 204
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("status")).to_contain_text("It arrived")
    page.get_by_role("button", name="Retry failed ones").click()
    expect(page.get_by_text("1 message will be sent again.")).to_be_visible()

    expect(delivery).to_contain_text("Delivered")
    assert len(receiver.received) >= 3
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Webhooks")
    expect(page.get_by_role("link", name=receiver.url)).to_have_count(0)


def test_deliveries_are_turned_on_and_back(page: Page, site: Site, receiver: Receiver) -> None:
    receiver.status = 204
    made = site.ask("CreateWebhook", input={"url": receiver.url})["createWebhookEndpoint"]
    lines = [f"+1415555{n:04},longcode" for n in range(27)]
    source = {"csv": "\n".join(["number,number_type", *lines])}
    site.ask("StartImport", input={"source": source})
    site.until(lambda: len(receiver.received) == len(lines))
    page.goto(f"{site.url}/webhooks/{made['endpoint']['id']}")
    deliveries = page.get_by_role("region", name="Deliveries").locator("tbody tr")
    expect(deliveries).to_have_count(25)
    newest = deliveries.first.locator("code").text_content() or ""

    page.get_by_role("button", name="Older").click()
    expect(deliveries).to_have_count(2)
    page.get_by_role("button", name="Newer").click()

    expect(deliveries).to_have_count(25)
    expect(deliveries.first).to_contain_text(newest)
    expect(page.get_by_role("button", name="Newer")).to_be_disabled()
