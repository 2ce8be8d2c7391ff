"""A project with a webhook endpoint, as clients and its receiver see it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2
from standardwebhooks import Webhook

from gateway.database.database import Database, connect
from gateway.settings import Settings
from gateway.settings.secret_keys import SecretKeys
from tests.conftest import PROJECT, ask, client_of
from tests.receiver import Answer, Receiver, Request, receiving
from tests.upstream.attached import token_of
from tests.upstream.chaos import KEY

ENDPOINT: Final = """id url types status code failingSince cursor secretHint previousSecretUntil
  deliveries(first: 100) { nodes {
    messageId eventCursor status attempts lastResult nextAt finishedAt } }"""
PROBLEM: Final = """__typename ... on Problem { code message }
  ... on Rejected { retryable retryAfterSeconds }
  ... on ValidationFailed { fieldErrors { path code message } }"""
_OF_ENDPOINT: Final = f"endpoint {{ {ENDPOINT} }}"
# What a success has, by the mutation.
_SUCCESSES: Final = {
    "createWebhookEndpoint": f"{_OF_ENDPOINT} secret",
    "updateWebhookEndpoint": _OF_ENDPOINT,
    "deleteWebhookEndpoint": "deletedId",
    "rotateWebhookSecret": f"{_OF_ENDPOINT} secret previousUntil",
    "sendTestWebhook": "delivered messageId status failure milliseconds",
    "retryWebhookDeliveries": "retried",
}
LIST: Final = f"{{ webhookEndpoints {{ {ENDPOINT} }} }}"
IMPORT: Final = """mutation ($input: ImportPhoneNumberInput!) { importPhoneNumber(input: $input) {
  ... on ImportPhoneNumberSuccess { phoneNumber { id } } ... on Problem { code message } } }"""
UPDATE: Final = """mutation ($input: UpdatePhoneNumberInput!) { updatePhoneNumber(input: $input) {
  ... on UpdatePhoneNumberSuccess { phoneNumber { id } } ... on Problem { code message } } }"""
NUMBER: Final = "+14155550123"
# Attempts follow each other at once, and there are many.
SOON: Final = {"webhook_retries": " ".join(["0"] * 20)}


def document(mutation: str) -> str:
    """Return the mutation with all fields of its success."""
    name = mutation[0].upper() + mutation[1:]
    return f"""mutation ($input: {name}Input!) {{ {mutation}(input: $input) {{
      {PROBLEM} ... on {name}Success {{ {_SUCCESSES[mutation]} }} }} }}"""


@dataclass
class World:
    """A client of a project, and a receiver that its endpoint names."""

    client: httpx2.AsyncClient
    receiver: Receiver
    database: Database
    secret: str = ""
    id: str = ""
    answered: list[Any] = field(default_factory=list[Any])  # all responses to clients

    async def ask(self, mutation: str, **input_: Any) -> Any:
        """Send a mutation of webhooks, and return what it answers."""
        body = await ask(self.client, document(mutation), input=input_)
        assert "errors" not in body, body
        self.answered.append(body)
        return body["data"][mutation]

    async def create(self, **input_: Any) -> Any:
        """Create an endpoint of the receiver, and remember it."""
        made = await self.ask("createWebhookEndpoint", **{"url": self.receiver.url} | input_)
        if made["__typename"] == "CreateWebhookEndpointSuccess":
            self.id, self.secret = made["endpoint"]["id"], made["secret"]
        return made

    async def endpoint(self, id_: str | None = None) -> Any:
        """Return the endpoint as it is now."""
        body = await ask(self.client, LIST)
        self.answered.append(body)
        [found] = [e for e in body["data"]["webhookEndpoints"] if e["id"] == (id_ or self.id)]
        return found

    async def import_number(self, number: str = NUMBER, **input_: Any) -> Any:
        """Import a number: one event."""
        asked = {"number": number, "numberType": "LONGCODE"} | input_
        body = await ask(self.client, IMPORT, input=asked)
        return body["data"]["importPhoneNumber"]["phoneNumber"]["id"]

    async def rename(self, id_: str, name: str) -> None:
        """Change a number: one event."""
        body = await ask(self.client, UPDATE, input={"id": id_, "name": name})
        assert "errors" not in body, body

    async def received(self, count: int) -> list[Request]:
        """Wait for so many requests."""
        await self.receiver.wait(lambda: len(self.receiver.requests) >= count)
        return self.receiver.requests

    async def until(self, **sought: Any) -> Any:
        """Wait until the endpoint has these values."""
        return await self.wait(lambda e: {k: e[k] for k in sought} == sought)

    async def deliveries(self, *statuses: str) -> list[Any]:
        """Wait until the deliveries have these statuses, newest first; return them."""
        endpoint = await self.wait(lambda e: [d["status"] for d in _nodes(e)] == list(statuses))
        return _nodes(endpoint)

    async def wait(self, is_found: Callable[[Any], bool]) -> Any:
        """Wait until the endpoint is as it is sought."""
        found: Any = None

        async def look() -> bool:
            nonlocal found
            found = await self.endpoint()
            return bool(is_found(found))

        await self.receiver.wait_for(look)
        return found


def _nodes(endpoint: Any) -> list[Any]:
    nodes: list[Any] = endpoint["deliveries"]["nodes"]
    return nodes


def verified(request: Request, secret: str) -> Any:
    """Return the body of a request whose signature is right; raise for any other."""
    return Webhook(secret).verify(request.body, request.headers)


@asynccontextmanager
async def world(database: str, **given: Any) -> AsyncIterator[World]:
    """Run the application on a database, and a receiver."""
    usual: dict[str, Any] = {"allow_private_urls": True, "webhook_seconds": 30}
    usual["secret_keys"] = SecretKeys.read(KEY)
    settings = Settings(database_url=database, rate_limit=0, **(usual | given))
    opened = connect(database, busy_seconds=60)
    async with receiving() as receiver, client_of(settings) as client:
        client.headers["Authorization"] = f"Bearer {await token_of(database, PROJECT)}"
        yield World(client, receiver, opened)
    await opened.close()


def body_of(request: Request) -> Any:
    """Return the body of a request as JSON."""
    return json.loads(request.body)


OK: Final = Answer(204)
