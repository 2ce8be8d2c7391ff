"""The token of a platform and the passwords of URLs are in nothing that anybody can read."""

import io
import json
import logging

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from gateway.database.database import connect
from gateway.database.phone_numbers import UPSTREAMS
from gateway.observability.logging import LogHandler
from tests import canaries
from tests.observability import test_tracing
from tests.upstream.attached import LIMITED, SOON, UPDATE, attached

pytestmark = pytest.mark.anyio
spans = test_tracing.spans

PASSWORD = "canary-of-a-password-71c3"  # noqa: S105
HANDLER = {"lamlWebhooks": {"requestUrl": f"https://user:{PASSWORD}@example.com/in"}}
SECRETS = (*canaries.PLATFORM_SECRETS, PASSWORD)


def given_away(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


async def test_no_secret_is_in_answers_events_logs_metrics_traces_or_columns(
    database: str, spans: InMemorySpanExporter
) -> None:
    log = io.StringIO()
    async with attached(database, **SOON) as world:
        [handler] = [h for h in logging.getLogger().handlers if isinstance(h, LogHandler)]
        handler.setStream(log)
        said = [await world.attach()]
        number = await world.active(callHandler=HANDLER)
        await world.control("always", LIMITED)
        changed = {"lamlWebhooks": {"requestUrl": f"https://user:{PASSWORD}@example.com/2"}}
        said += [number, await world.ask(UPDATE, id=number["id"], callHandler=changed)]
        await world.control("always", [409, {"error": f"Bad https://user:{PASSWORD}@example.com"}])
        said += [await world.until("FAILED", number["id"])]
        await world.control("always", [401, {"error": canaries.PLATFORM_TOKEN}])
        said += [await world.ask(UPDATE, id=number["id"], name="Desk")]
        said += [await world.until("PENDING", number["id"]), await world.events()]
        metrics = (await world.client.get("/metrics")).text
        sent = json.dumps((await world.control("state"))["records"])
    opened = connect(database)
    columns = await opened.read(lambda db: repr(db.execute(UPSTREAMS.select()).all()))
    await opened.close()
    traces = " ".join(span.to_json() for span in spans.get_finished_spans())

    texts = json.dumps(said), log.getvalue(), metrics, traces, columns
    assert all(texts)
    assert [given_away(text) for text in texts] == [[]] * 5
    assert given_away(sent) == [PASSWORD]  # the control: the platform has it


async def test_no_field_error_quotes_a_password(database: str) -> None:
    said = f"request url: https://user:{PASSWORD}@example.com is not reachable"
    refused = {"code": "invalid", "message": said, "attribute": "call_request_url"}
    async with attached(database) as world:
        number = await world.active()
        await world.control("plan", [[422, {"errors": [refused]}]])

        answer = await world.ask(UPDATE, id=number["id"], callHandler=HANDLER)

    assert answer["__typename"] == "ValidationFailed"
    assert "https://user:****@example.com" in answer["fieldErrors"][0]["message"]
    assert given_away(json.dumps(answer)) == []


@pytest.mark.parametrize("secret", canaries.PLATFORM_SECRETS)
def test_the_watch_of_all_tests_knows_the_platforms_token(secret: str) -> None:
    watch = canaries.Watch()

    watch.record("numbergate", logging.INFO, "", 1, "Sent %s", (secret,), None)

    assert len(watch.leaks) == 1
    assert canaries.leaks(json.dumps({"event": secret})) != []
