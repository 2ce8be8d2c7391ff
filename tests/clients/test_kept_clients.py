"""Documents of the released schema, unchanged, read numbers that a platform has not confirmed."""

from collections.abc import AsyncIterator
from typing import Any, Final

import graphql
import pytest

from tests.clients.test_evolution import CLIENTS, ROOT
from tests.upstream.attached import LIMITED, SOON, UPDATE, Attached, attached

pytestmark = pytest.mark.anyio

RELEASED: Final = graphql.build_schema((ROOT / "schema/released.graphql").read_text())
REFUSED: Final = [409, {"error": "Not on this day"}]


def without_subscriptions(document: str) -> str:
    """Return the operations that the released schema knows: it has no subscriptions."""
    parsed = graphql.parse(document)
    kept = [d for d in parsed.definitions if not _is_subscription(d)]
    return graphql.print_ast(graphql.DocumentNode(definitions=tuple(kept)))


def _is_subscription(definition: graphql.DefinitionNode) -> bool:
    operation = getattr(definition, "operation", None)
    return operation is graphql.OperationType.SUBSCRIPTION


DOCUMENT: Final = without_subscriptions((CLIENTS / "python/operations.graphql").read_text())


@pytest.fixture
async def world(database: str) -> AsyncIterator[Attached]:
    async with attached(database, **SOON) as world:
        yield world


async def kept(world: Attached, name: str, **variables: Any) -> Any:
    """Run an operation of the kept client, and check its answer by the released schema."""
    body = {"query": DOCUMENT, "operationName": name, "variables": variables}
    answer = (await world.client.post("/graphql", json=body)).json()
    assert "errors" not in answer, answer
    parsed = graphql.parse(DOCUMENT)
    assert graphql.validate(RELEASED, parsed) == []
    again: Any = graphql.execute(
        RELEASED, parsed, answer["data"], variable_values=variables, operation_name=name
    )
    assert again.errors is None, again.errors
    assert again.data == answer["data"]
    return answer["data"]


async def test_a_kept_client_reads_pending_failed_and_gone_numbers(world: Attached) -> None:
    await world.control("always", LIMITED)
    asked = {"number": "+14155550123", "numberType": "LONGCODE"}
    pending = await kept(world, "ImportNumber", input=asked)
    listed = [await kept(world, "ListNumbers")]
    await world.control("always", REFUSED)
    id_ = pending["importPhoneNumber"]["phoneNumber"]["id"]
    await world.until("FAILED", id_)
    listed += [await kept(world, "ListNumbers")]
    await world.control("always", "")
    number = await world.active()
    await world.control("drop", [number["provisioning"]["upstreamId"]])
    await world.ask(UPDATE, id=id_, name="Desk")
    await world.until("GONE", id_)
    listed += [await kept(world, "ListNumbers")]

    assert pending["importPhoneNumber"]["__typename"] == "ImportPhoneNumberSuccess"
    assert [w["code"] for w in pending["importPhoneNumber"]["warnings"]] == ["provisioning_pending"]
    assert [[n["id"] for n in p["phoneNumbers"]["nodes"]] for p in listed] == [[id_]] * 3


def test_the_released_schema_knows_no_provisioning() -> None:
    number = RELEASED.get_type("PhoneNumber")
    assert isinstance(number, graphql.GraphQLObjectType)
    assert "provisioning" not in number.fields
