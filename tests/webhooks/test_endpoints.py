"""Webhook endpoints: what is refused, who may manage them, and where their secret is not."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from gateway.cli import app
from gateway.database.database import Database
from gateway.domain.enums import Scope
from gateway.observability.logging import LogHandler
from gateway.services.projects import Projects
from gateway.settings.secret_keys import SecretKeys
from gateway.webhooks.endpoints import ENDPOINTS
from tests.conftest import ON_SQLITE, PROJECT, ask
from tests.upstream.chaos import KEY
from tests.webhooks.world import NUMBER, document, world

pytestmark = pytest.mark.anyio

URL = "https://example.com/events"


@ON_SQLITE
@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "insecure_url"),
        ("https://user:hidden@example.com/", "credentials_not_allowed"),
        ("https://user@example.com/", "credentials_not_allowed"),
        ("https://example.com:22/", "port_not_allowed"),
        ("https://example.com:80/", "port_not_allowed"),
        ("https://localhost/", "url_unsafe"),
        ("https://127.0.0.1/", "url_unsafe"),
        ("https://[::1]/", "url_unsafe"),
        ("https://169.254.169.254/latest", "url_unsafe"),
        ("ftp://example.com/", "not_an_http_url"),
        ("", "blank"),
    ],
)
async def test_a_url_that_must_not_be_sent_to_is_refused(
    database: str, url: str, code: str
) -> None:
    async with world(database, allow_private_urls=False) as w:
        answer = await w.create(url=url)
        listed = await ask(w.client, "{ webhookEndpoints { id } }")

    assert [(f["path"], f["code"]) for f in answer["fieldErrors"]] == [(["input", "url"], code)]
    assert listed["data"]["webhookEndpoints"] == []


async def test_a_project_has_one_endpoint_for_a_url_and_twenty_at_most(database: str) -> None:
    async with world(database) as w:
        first = await w.create(url=f"{URL}/0")
        again = await w.create(url=f"{URL}/0")
        for count in range(1, 20):
            await w.create(url=f"{URL}/{count}")
        one_more = await w.create(url=f"{URL}/20")
        moved = await w.ask("updateWebhookEndpoint", id=w.id, url=f"{URL}/0")
        kept = await w.ask("updateWebhookEndpoint", id=w.id, url=f"{URL}/19")

    assert first["__typename"] == "CreateWebhookEndpointSuccess"
    assert again["code"] == "webhook_endpoint_exists"
    assert one_more["code"] == "too_many_webhook_endpoints"
    assert moved["code"] == "webhook_endpoint_exists"
    assert kept["__typename"] == "UpdateWebhookEndpointSuccess"


@ON_SQLITE
async def test_without_keys_no_endpoint_is_created(database: str) -> None:
    async with world(database, secret_keys=SecretKeys()) as w:
        answer = await w.create()

    assert answer["code"] == "secrets_not_configured"


@ON_SQLITE
@pytest.mark.parametrize("after", ["?", "WyJldmVudHMiLDk5OV0", "WyJjcmVhdGVkIiwxXQ"])
async def test_a_cursor_that_is_none_of_the_events_is_refused(database: str, after: str) -> None:
    async with world(database) as w:
        answer = await w.create(after=after)

    assert [f["code"] for f in answer["fieldErrors"]] == ["invalid_cursor"]


@ON_SQLITE
async def test_null_clears_neither_the_url_nor_whether_events_are_sent(database: str) -> None:
    async with world(database) as w:
        await w.create()
        answer = await w.ask("updateWebhookEndpoint", id=w.id, url=None, enabled=None)

    assert [f["code"] for f in answer["fieldErrors"]] == ["not_nullable"] * 2


@ON_SQLITE
@pytest.mark.parametrize(
    ("scopes", "created"),
    [
        ([Scope.WEBHOOKS_MANAGE, Scope.NUMBERS_READ], True),
        ([Scope.ADMIN], True),
        ([Scope.WEBHOOKS_MANAGE], False),
        ([Scope.NUMBERS_READ, Scope.NUMBERS_WRITE, Scope.UPSTREAM_MANAGE], False),
    ],
)
async def test_who_creates_an_endpoint_may_manage_webhooks_and_read_numbers(
    database: str,
    opened: Database,
    scopes: list[Scope],
    created: bool,  # noqa: FBT001
) -> None:
    minted = await Projects(opened).mint(PROJECT, "other", scopes)
    async with world(database) as w:
        w.client.headers["Authorization"] = f"Bearer {minted.text}"
        body = await ask(w.client, document("createWebhookEndpoint"), input={"url": URL})
        listed = await ask(w.client, "{ webhookEndpoints { url } }")

    assert ("secret" in str(body.get("data"))) is created
    may_list = {Scope.WEBHOOKS_MANAGE, Scope.ADMIN} & {*scopes}
    assert ("errors" not in listed) is bool(may_list)


async def test_the_secret_is_in_no_log_column_metric_or_later_answer(database: str) -> None:
    async with world(database, log_level="DEBUG") as w:
        log = io.StringIO()
        [handler] = [h for h in logging.getLogger().handlers if isinstance(h, LogHandler)]
        handler.setStream(log)
        created = await w.create()
        rotated = await w.ask("rotateWebhookSecret", id=w.id)
        secrets = [created["secret"], rotated["secret"]]
        await w.ask("sendTestWebhook", id=w.id)
        await w.import_number()
        await w.deliveries("DELIVERED")
        said = w.answered[2:]
        metrics = (await w.client.get("/metrics")).text
        columns = await w.database.read(lambda db: repr(db.execute(ENDPOINTS.select()).all()))
        sent = str(w.receiver.requests)

    texts = [json.dumps(said), log.getvalue(), metrics, columns, sent]
    assert all(texts)
    assert [s for s in secrets for text in texts if s in text or s[6:] in text] == []
    assert secrets[0] in json.dumps(w.answered[0])  # the control: it is shown once
    assert NUMBER not in log.getvalue()
    assert w.receiver.url not in log.getvalue()


@ON_SQLITE
async def test_the_metrics_count_attempts_by_result(database: str) -> None:
    async with world(database) as w:
        await w.create()
        await w.import_number()
        await w.deliveries("DELIVERED")
        metrics = (await w.client.get("/metrics")).text

    assert 'numbergate_webhook_attempts_total{result="delivered"} 1.0' in metrics


@ON_SQLITE
def test_the_terminal_manages_endpoints(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBERGATE_DATABASE_URL", database)
    monkeypatch.setenv("NUMBERGATE_SECRET_KEYS", KEY)

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["webhooks", *words])

    created = json.loads(run("create", URL, "--type", "imported").stdout)
    id_ = created["id"]
    outputs = [
        run("list"),
        run("set", id_, "--disable"),
        run("rotate", id_),
        run("deliveries", id_),
        run("retry", id_),
        run("delete", id_, "--yes"),
    ]
    gone = run("delete", id_, "--yes")
    refused = run("create", "http://example.com/")

    assert created["secret"].startswith("whsec_")
    assert [result.exit_code for result in outputs] == [0] * 6, [r.output for r in outputs]
    assert json.loads(outputs[1].stdout)["status"] == "disabled"
    assert (gone.exit_code, refused.exit_code) == (1, 1)
    assert "Use https" in refused.output
